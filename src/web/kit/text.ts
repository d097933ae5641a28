import { useTranslation } from 'react-i18next'

/** A label in both languages, as the server sends it. */
export interface Text {
  zh: string
  en: string
}
export type Language = keyof Text

export const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && 'zh' in value && 'en' in value

/** Picks the reader's language out of declared labels; plain strings pass through. */
export function useText(): (text: Text | string | null | undefined) => string {
  const language = useLanguage()
  return (text) => (text == null ? '' : typeof text === 'string' ? text : text[language] || text.zh)
}

export function useLanguage(): Language {
  const { i18n } = useTranslation('web')
  return i18n.language === 'en' ? 'en' : 'zh'
}
