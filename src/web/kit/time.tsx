import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { districtZone, wallDay } from './district-time.ts'
import { type Language, useLanguage } from './text.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** On the district's clock, in the reader's language. */
export function inWords(at: string | Date, language: Language, style: Intl.DateTimeFormatOptions): string {
  const key = `${language} ${districtZone()} ${JSON.stringify(style)}`
  const known = formats.get(key)
  const format = known ?? new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { ...style, timeZone: districtZone() })
  if (!known) formats.set(key, format)
  return format.format(new Date(at))
}

/** `2026年11月22日 14:05:09`: for titles, prints and evidence. */
export const exactTime = (at: string | Date, language: Language): string =>
  inWords(at, language, { dateStyle: 'long', timeStyle: 'medium' })

/** `14:05` today, `11月21日 14:05` otherwise. */
export function shortTime(at: string | Date, language: Language, now = new Date()): string {
  const date = new Date(at)
  const time = inWords(date, language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const [day, today] = [wallDay(date), wallDay(now)]
  if (day === today) return time
  const isThisYear = day.slice(0, 4) === today.slice(0, 4)
  return `${inWords(date, language, { month: 'short', day: 'numeric', ...(!isThisYear && { year: 'numeric' }) })} ${time}`
}

/** Re-renders so often that words about the present stay true. */
export function useNow(everySeconds = 30): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everySeconds * 1000)
    return () => clearInterval(timer)
  }, [everySeconds])
  return now
}

/** A moment as people say it: "刚刚", "5 分钟前", "今天 14:05", "11月21日 14:05"; exact on hover. */
export function Time({ at, style = 'ago' }: { at: string | Date | null | undefined; style?: 'ago' | 'short' | 'exact' }) {
  const { t } = useTranslation('web')
  const language = useLanguage()
  const now = useNow()
  if (!at) return null
  const exact = exactTime(at, language)
  const minutes = Math.floor((now.getTime() - new Date(at).getTime()) / 60_000)
  const ago =
    minutes < 1 && minutes > -1
      ? t('time.now')
      : minutes > 0 && minutes < 60
        ? t('time.minutesAgo', { count: minutes })
        : shortTime(at, language, now)
  return (
    <time dateTime={new Date(at).toISOString()} title={exact} className="numbers">
      {style === 'exact' ? exact : style === 'short' ? shortTime(at, language, now) : ago}
    </time>
  )
}
