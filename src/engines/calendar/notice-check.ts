import type { FieldFault, Text } from '#kernel'
import type { Notice } from './notices.ts'
import { dayOf, weekdayOf, yearOf } from './zone.ts'

const isWeekend = (day: number) => [0, 6].includes(weekdayOf(day))

/** What cannot be in a notice: days off that run backwards or for weeks, make-up workdays in the week or on a day off, other years. */
export function checkNotice({ year, festivals }: Notice): FieldFault[] {
  const faults: FieldFault[] = []
  const fault = (path: string, zh: string, en: string) => faults.push({ path, code: 'notice', text: { zh, en } satisfies Text })
  const off = new Set<number>()
  for (const [i, { from, to }] of festivals.entries()) {
    const [first, last] = [dayOf(from), dayOf(to)]
    if (last < first) fault(`festivals.${i}.to`, '放假的最后一天早于第一天', 'The last day off lies before the first')
    else if (last - first >= 15) fault(`festivals.${i}.to`, '放假超过 15 天，请核对', 'More than 15 days off; please check')
    else for (let day = first; day <= last; day += 1) off.add(day)
    if (yearOf(last) !== year || yearOf(first) < year - 1) fault(`festivals.${i}.from`, `不在 ${year} 年`, `Not in ${year}`)
  }
  for (const [i, { workdays }] of festivals.entries()) {
    for (const [k, date] of workdays.entries()) {
      const path = `festivals.${i}.workdays.${k}`
      if (!isWeekend(dayOf(date))) fault(path, `${date} 不是周末，无需调休上班`, `${date} is no weekend day`)
      else if (off.has(dayOf(date))) fault(path, `${date} 又放假又上班`, `${date} is both a day off and a workday`)
      if (Math.abs(yearOf(dayOf(date)) - year) > 1) fault(path, `${date} 不在 ${year} 年前后`, `${date} is not near ${year}`)
    }
  }
  return faults
}
