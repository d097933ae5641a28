import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icon.tsx'
import { usePath } from '../../kit/navigate.tsx'
import { useLanguage } from '../../kit/text.ts'

/** Reads the page out, sentence by sentence, and stops when asked or when the page changes. */
export function ReadAloud() {
  const { t } = useTranslation('web')
  const language = useLanguage()
  const path = usePath()
  const [reading, setReading] = useState(false)
  useEffect(() => () => speechSynthesis?.cancel(), [path])
  if (!('speechSynthesis' in window)) return null
  const start = () => {
    const words = (document.getElementById('main')?.innerText ?? '')
      .split(/\n+/)
      .map((line) => line.trim())
      .filter(Boolean)
    speechSynthesis.cancel()
    words.forEach((line, index) => {
      const speech = new SpeechSynthesisUtterance(line)
      speech.lang = language === 'en' ? 'en-GB' : 'zh-CN'
      speech.rate = 0.9
      if (index === words.length - 1) speech.onend = () => setReading(false)
      speechSynthesis.speak(speech)
    })
    setReading(words.length > 0)
  }
  const stop = () => {
    speechSynthesis.cancel()
    setReading(false)
  }
  return (
    <button type="button" className="btn" data-size="small" aria-pressed={reading} onClick={reading ? stop : start}>
      <Icon name={reading ? 'volume-off' : 'volume-on'} />
      {reading ? t('portal.readStop') : t('portal.read')}
    </button>
  )
}
