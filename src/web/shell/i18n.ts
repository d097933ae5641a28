import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { configureApi } from '../kit/api.ts'
import type { Language } from '../kit/text.ts'
import * as texts from '../texts.ts'
import { loadTexts } from './rooms.ts'

const stored = 'language'

/** A room's words are fetched when one of its pages is first opened. */
const rooms: BackendModule = {
  type: 'backend',
  init: () => {},
  read: (language, room, done) => {
    loadTexts(room, language === 'en' ? 'en' : 'zh').then(
      (found) => done(null, (found ?? {}) as never),
      (error: Error) => done(error, false),
    )
  },
}

const firstLanguage = (): Language => {
  const chosen = localStorage.getItem(stored)
  if (chosen === 'zh' || chosen === 'en') return chosen
  return navigator.language.toLowerCase().startsWith('zh') || !navigator.language ? 'zh' : 'en'
}

export async function startLanguages(): Promise<void> {
  await i18next
    .use(rooms)
    .use(initReactI18next)
    .init({
      lng: firstLanguage(),
      fallbackLng: 'zh',
      supportedLngs: ['zh', 'en'],
      ns: ['web'],
      defaultNS: 'web',
      resources: { zh: { web: texts.zh }, en: { web: texts.en } },
      partialBundledLanguages: true,
      interpolation: { prefix: '{', suffix: '}', escapeValue: false },
    })
  configureApi({ language: () => i18next.language })
  markDocument()
  i18next.on('languageChanged', markDocument)
}

const markDocument = () => {
  document.documentElement.lang = i18next.language === 'en' ? 'en' : 'zh-CN'
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(stored, language)
  void i18next.changeLanguage(language)
}
