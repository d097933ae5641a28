import { districtOf, type House, type Text } from '#kernel'

/** What is wrong with one value, in both languages. */
export interface Fault {
  code: string
  text: Text
}
export type Parsed<T> = { value: T | null; fault?: undefined } | { fault: Fault; value?: undefined }

const refuse = (code: string, zh: string, en: string): { fault: Fault } => ({ fault: { code, text: { zh, en } } })
export const missing: Fault = { code: 'required', text: { zh: '请填写此项', en: 'Please fill this in' } }

export function textFault(value: string, maxLength: number, pattern: RegExp | undefined): Fault | undefined {
  if (value.length > maxLength)
    return { code: 'maxLength', text: { zh: `最多 ${maxLength} 个字`, en: `At most ${maxLength} characters` } }
  if (pattern && !pattern.test(value)) return { code: 'pattern', text: { zh: '格式不正确', en: 'Not in the right form' } }
  return undefined
}

export function numberFault(value: number, min = -1e15, max = 1e15, digits = 0): Fault | undefined {
  if (!Number.isFinite(value)) return { code: 'number', text: { zh: '不是数字', en: 'Not a number' } }
  if (value < min) return { code: 'minimum', text: { zh: `不能小于 ${min}`, en: `Must be ${min} or more` } }
  if (value > max) return { code: 'maximum', text: { zh: `不能大于 ${max}`, en: `Must be ${max} or less` } }
  if (Number(value.toFixed(digits)) !== value)
    return digits === 0
      ? { code: 'integer', text: { zh: '应为整数', en: 'Must be a whole number' } }
      : { code: 'digits', text: { zh: `最多 ${digits} 位小数`, en: `At most ${digits} decimals` } }
  return undefined
}

const NUMBER = /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/
/** `１，２３４．５` and `1,234.5` read alike. */
export function decimalOf(cell: string): Parsed<number> {
  const plain = cell.normalize('NFKC').replaceAll(' ', '')
  if (!NUMBER.test(plain)) return refuse('number', `“${short(cell)}”不是数字`, `“${short(cell)}” is not a number`)
  return { value: Number(plain.replaceAll(',', '')) }
}
export const integerOf = decimalOf

const YES = new Set(['true', '1', 'y', 'yes', '是', '有', '√'])
const NO = new Set(['false', '0', 'n', 'no', '否', '无', '×'])
export function booleanOf(cell: string): Parsed<boolean> {
  const word = cell.toLowerCase()
  if (YES.has(word)) return { value: true }
  if (NO.has(word)) return { value: false }
  return refuse('boolean', `“${short(cell)}”应为“是”或“否”`, `“${short(cell)}” must be yes or no`)
}

const DAY =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))$/
const two = (text: string) => text.padStart(2, '0')

/** `2026-03-04`, `2026/3/4`, `2026.3.4`, `2026年3月4日`, `20260304`; a time of midnight behind it does no harm. */
export function dateOf(cell: string): Parsed<string> {
  const found = DAY.exec(cell.replace(/[T ]00:00(:00(\.0+)?)?Z?$/, ''))
  const [year, month, day] = (found?.slice(1) ?? []).filter((part) => part !== undefined)
  const value = year && month && day ? `${year}-${two(month)}-${two(day)}` : cell
  const fault = dateFault(value)
  return fault
    ? refuse('date', `“${short(cell)}”不是日期，例如 2026-03-04`, `“${short(cell)}” is not a date such as 2026-03-04`)
    : { value }
}

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/** By arithmetic: a file of a million rows asks some million times. */
export function dateFault(value: string): Fault | undefined {
  const [, year, month, day] = (ISO_DAY.exec(value) ?? []).map(Number) as [number, number, number, number]
  const days = month === 2 && isLeap(year) ? 29 : MONTHS[month - 1]
  return year >= 1000 && days !== undefined && day >= 1 && day <= days
    ? undefined
    : { code: 'date', text: { zh: '不是日期，例如 2026-03-04', en: 'Not a date such as 2026-03-04' } }
}

const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})$/
export const instantFault = (value: string): Fault | undefined =>
  ZONED.test(value) && Number.isFinite(Date.parse(value))
    ? undefined
    : { code: 'instant', text: { zh: '不是时间，例如 2026-03-04T08:30:00Z', en: 'Not a moment such as 2026-03-04T08:30:00Z' } }

const CLOCK = /^(\S+)[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/
export function instantOf(cell: string, house: House): Parsed<string> {
  if (ZONED.test(cell) && !instantFault(cell)) return { value: new Date(cell).toISOString() }
  const clock = CLOCK.exec(cell)
  const day = dateOf(clock?.[1] ?? cell)
  const [hour = '0', minute = '0', second = '0'] = clock?.slice(2) ?? []
  if (day.fault || day.value === null || Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59)
    return refuse(
      'instant',
      `“${short(cell)}”不是时间，例如 2026-03-04 08:30`,
      `“${short(cell)}” is not a time such as 2026-03-04 08:30`,
    )
  const wall = Date.parse(`${day.value}T${two(hour)}:${minute.padStart(2, '0')}:${two(second ?? '0')}Z`)
  return { value: inZone(wall, districtOf(house).timeZone).toISOString() }
}

const clocks = new Map<string, Intl.DateTimeFormat>()
/** The moment at which the zone's clocks show this wall time. */
function inZone(wall: number, zone: string): Date {
  const format = clocks.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  clocks.set(zone, format)
  const offset = (at: number) => Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - at
  return new Date(wall - offset(wall - offset(wall)))
}

const titles = new WeakMap<object, Map<string, string>>()
export function codeOf(cell: string, codes: Readonly<Record<string, Text>>): Parsed<string> {
  if (Object.hasOwn(codes, cell)) return { value: cell }
  const byTitle =
    titles.get(codes) ??
    new Map(Object.entries(codes).flatMap(([code, { zh, en }]) => [[zh, code] as const, [en, code] as const]))
  titles.set(codes, byTitle)
  const code = byTitle.get(cell)
  return code === undefined ? { fault: codeFault(cell, codes) as Fault } : { value: code }
}

export function codeFault(value: string, codes: Readonly<Record<string, Text>>): Fault | undefined {
  if (Object.hasOwn(codes, value)) return undefined
  const some = Object.values(codes).slice(0, 12)
  return {
    code: 'enum',
    text: {
      zh: `没有“${short(value)}”这一项，只能是：${some.map(({ zh }) => zh).join('、')}`,
      en: `There is no “${short(value)}”; it must be one of: ${some.map(({ en }) => en).join(', ')}`,
    },
  }
}

const PAIR = /^(?:POINT\s*\(\s*)?([+-]?\d+(?:\.\d+)?)\s*[,，\s]\s*([+-]?\d+(?:\.\d+)?)\s*\)?$/i
export function pointOf(cell: string): Parsed<{ lon: number; lat: number }> {
  const [lon, lat] = (PAIR.exec(cell)?.slice(1) ?? []).map(Number)
  if (lon === undefined || lat === undefined || Math.abs(lon) > 180 || Math.abs(lat) > 90)
    return refuse(
      'point',
      `“${short(cell)}”不是坐标，例如 121.1105,31.1452（经度在前）`,
      `“${short(cell)}” is not a place such as 121.1105,31.1452 (longitude first)`,
    )
  return { value: { lon, lat } }
}

const short = (text: string): string => (text.length > 30 ? `${text.slice(0, 30)}…` : text)
