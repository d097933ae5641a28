import type { Text } from '#kernel'
import { type Festival, festivalNames } from './notices.ts'
import { dateOf, dayOf, weekdayOf } from './zone.ts'

export interface ReadNotice {
  number: string | null
  publishedOn: string | null
  festivals: Festival[]
  /** What could not be read or contradicts itself; nothing is guessed. */
  doubts: Text[]
}

const weekdays = '日一二三四五六'
const dayPattern = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(]([^（()）]*)[)）])?/g

interface NamedDay {
  date: string
  /** End of the words that name it, so that 至 between two days is seen. */
  from: number
  to: number
}

/**
 * Reads the text of a year's notice as it is published: numbered festivals, in each the days off (`1月1日（周四）至3日（周六）放假调休`)
 * and the make-up workdays (`1月4日（周日）上班`). A weekday in brackets that is not that day's is a doubt.
 */
export function readNoticeText(text: string, year: number): ReadNotice {
  const doubts: Text[] = []
  const number = /国办发明电\s*[〔[（(]\s*\d{4}\s*[〕\]）)]\s*\d+\s*号/.exec(text)?.[0].replaceAll(/\s/g, '') ?? null
  // A festival begins a line or follows a full stop; 正月初七、周二 inside brackets begins none.
  const items = [
    ...text.matchAll(
      /(?:^|(?<=[\n。]))\s*[一二三四五六七八九十]+、\s*([^：:。\n]{2,20})[：:](.*?)(?=[\n。]\s*[一二三四五六七八九十]+、|\n|$)/gs,
    ),
  ]
  const festivals = items.flatMap(([, name = '', body = '']) => readFestival(name.trim(), body, year, doubts) ?? [])
  if (festivals.length === 0)
    doubts.push({ zh: '没有读到任何节日，请粘贴通知全文。', en: 'No festival was found. Paste the whole text of the notice.' })
  const signed = [...text.matchAll(/(\d{4})年(\d{1,2})月(\d{1,2})日/g)].at(-1)
  const publishedOn = signed && Number(signed[1]) === year - 1 ? isoDate(year - 1, Number(signed[2]), Number(signed[3])) : null
  return { number, publishedOn, festivals, doubts }
}

function readFestival(name: string, body: string, year: number, doubts: Text[]): Festival | undefined {
  let off: [string, string] | undefined
  const workdays: string[] = []
  for (const sentence of body.split(/[。；;]/)) {
    // 鼓励…: what employers are encouraged to do is no holiday.
    if (sentence.includes('鼓励')) continue
    const days = daysIn(sentence, year, name, doubts)
    const [first, second] = days
    if (sentence.includes('上班')) workdays.push(...days.map((day) => day.date))
    else if (sentence.includes('放假') && first) {
      const isRange = second !== undefined && /^\s*至/.test(sentence.slice(first.to, second.from))
      off = [first.date, isRange ? second.date : first.date]
    }
  }
  if (off) return { name: festivalNames(name), from: off[0], to: off[1], workdays }
  doubts.push({ zh: `“${name}”没有读到放假日期。`, en: `No days off were found for “${name}”.` })
  return undefined
}

function daysIn(sentence: string, year: number, name: string, doubts: Text[]): NamedDay[] {
  let [inYear, month] = [year, 0]
  return [...sentence.matchAll(dayPattern)].flatMap((found) => {
    const [whole, givenYear, givenMonth, day, said] = found
    if (givenYear) inYear = Number(givenYear)
    else if (givenMonth && Number(givenMonth) < month) inYear += 1
    if (givenMonth) month = Number(givenMonth)
    const date = isoDate(inYear, month, Number(day))
    if (!date) {
      doubts.push({ zh: `“${name}”中的“${whole}”不是有效日期。`, en: `“${whole}” in “${name}” is no date.` })
      return []
    }
    const weekday = weekdays[weekdayOf(dayOf(date))] as string
    const claimed = said && /(?:周|星期)([日一二三四五六天])/.exec(said)?.[1]?.replace('天', '日')
    if (claimed && claimed !== weekday)
      doubts.push({
        zh: `${date} 是周${weekday}，通知写的是“${said}”。`,
        en: `${date} is not the weekday that the text says (“${said}”).`,
      })
    return [{ date, from: found.index, to: found.index + whole.length }]
  })
}

function isoDate(year: number, month: number, day: number): string | null {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return month > 0 && !Number.isNaN(dayOf(text)) && dateOf(dayOf(text)) === text ? text : null
}
