import { useTranslation } from 'react-i18next'
import { type Text, useLanguage, useText } from '#kit/text.ts'
import type { CalendarYear } from '../schema.ts'

type Named = CalendarYear['days'][number]

interface Day {
  date: string
  number: number
  named: Named | undefined
  isWeekend: boolean
}

/** Weeks of a month from Monday; null where the month has not begun or is over. */
function weeksOf(year: number, month: number, named: ReadonlyMap<string, Named>): (Day | null)[][] {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const days = Array.from({ length }, (_, i): Day => {
    const at = new Date(Date.UTC(year, month - 1, i + 1))
    const date = at.toISOString().slice(0, 10)
    return { date, number: i + 1, named: named.get(date), isWeekend: at.getUTCDay() % 6 === 0 }
  })
  const before = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7
  const cells = [...Array.from({ length: before }, () => null), ...days]
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (__, day) => cells[week * 7 + day] ?? null),
  )
}

const weekdays: Text[] = [...'一二三四五六日'].map((zh, i) => ({ zh, en: 'MoTuWeThFrSaSu'.slice(i * 2, i * 2 + 2) }))

/** One month: days off and make-up workdays by colour and by word. */
export function MonthTable({
  year,
  month,
  named,
  workdays,
  today,
}: {
  year: number
  month: number
  named: ReadonlyMap<string, Named>
  workdays: number
  today: string
}) {
  const { t } = useTranslation('calendar')
  const text = useText()
  const language = useLanguage()
  return (
    <table className="calendar-month">
      <caption>
        <b>{t('month', { year, month })}</b>
        <span className="quiet">{t('workdays', { count: workdays })}</span>
      </caption>
      <thead>
        <tr>
          {weekdays.map((day) => (
            <th key={day.en} scope="col">
              {day[language]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(year, month, named).map((week) => (
          <tr key={week.find(Boolean)?.date}>
            {week.map((day, i) =>
              day ? (
                <td
                  key={day.date}
                  data-kind={day.named?.kind ?? (day.isWeekend ? 'weekend' : undefined)}
                  {...(day.date === today && { 'data-today': true, 'aria-current': 'date' as const })}
                  title={day.named && text(day.named.name)}
                >
                  {day.number}
                  {day.named && <small>{t(day.named.kind === 'holiday' ? 'off' : 'work')}</small>}
                </td>
              ) : (
                <td key={`empty-${weekdays[i]?.en}`} />
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
