import type { Text } from '#kernel'
import { rungTitles } from '../words.ts'

/** How a column that describes a person is made coarser; each kind has a ladder of its own. */
export const quasiTitles = {
  date: { zh: '日期', en: 'Date' },
  number: { zh: '数值', en: 'Number' },
  address: { zh: '地址', en: 'Address' },
  point: { zh: '坐标', en: 'Point' },
  category: { zh: '类别', en: 'Category' },
  code: { zh: '代码', en: 'Code' },
} as const satisfies Record<string, Text>
export type QuasiKind = keyof typeof quasiTitles

export const rungs: Record<QuasiKind, readonly Text[]> = rungTitles as Record<QuasiKind, readonly Text[]>
export const OTHER = '其他'
export type Cell = string | null

const ISO = /^(\d{4})-(\d\d)(?:-(\d\d))?/
const quarter = (month: string) => `Q${Math.ceil(Number(month) / 3)}`
function coarserDate(value: string, level: number): Cell {
  const parts = ISO.exec(value)
  if (!parts) return null
  const [, year = '', month = ''] = parts
  return (
    [value, `${year}-${month}`, `${year}-${quarter(month)}`, year, `${year.slice(0, 3)}0–${year.slice(0, 3)}9`][level] ?? null
  )
}

const widths = [0, 5, 10, 20, 50]
function band(value: string, level: number): Cell {
  const number = Number(value)
  const width = widths[level]
  if (width === undefined || value.trim() === '' || !Number.isFinite(number)) return null
  if (width === 0) return value
  const from = Math.floor(number / width) * width
  return `${from}–${from + width - 1}`
}

const ROAD = /^(.*?(?:路|街|大道|公路|弄(?=\d)|村|新村|巷))(?!道)/u
const TOWN = /(?:^|区)([\p{Script=Han}]{2,6}?(?:街道|镇|乡))/u
function coarserAddress(value: string, level: number): Cell {
  if (level === 0) return value
  const town = TOWN.exec(value)?.[1]
  if (level === 1) return ROAD.exec(value)?.[1] ?? town ?? null
  return level === 2 ? (town ?? null) : null
}

const steps = [0, 0.005, 0.01, 0.05]
/** `lon,lat`: the middle of its cell. */
function cellOf(value: string, level: number): Cell {
  const step = steps[level]
  const [lon, lat, more] = value.split(',').map(Number)
  if (step === undefined || lon === undefined || lat === undefined || more !== undefined || !Number.isFinite(lon + lat))
    return null
  if (step === 0) return value
  const middle = (of: number) => (Math.floor(of / step) * step + step / 2).toFixed(4)
  return `${middle(lon)},${middle(lat)}`
}

/** One value at a rung of its ladder; what does not have the form of its kind is withheld from the first rung on. */
export function generalise(kind: QuasiKind, value: Cell, level: number, isCommon: (value: string) => boolean): Cell {
  if (value === null || level === 0) return value
  if (level >= rungs[kind].length - 1) return null
  switch (kind) {
    case 'date':
      return coarserDate(value, level)
    case 'number':
      return band(value, level)
    case 'address':
      return coarserAddress(value, level)
    case 'point':
      return cellOf(value, level)
    case 'code':
      return value.slice(0, level === 1 ? 9 : 6)
    case 'category':
      return isCommon(value) ? value : OTHER
  }
}

const headings: readonly (readonly [QuasiKind, RegExp])[] = [
  ['date', /出生|生日|birth|就诊日期|入学日期/i],
  ['number', /年龄|\bage\b|工龄|收入|工资|income|salary/i],
  ['address', /住址|地址|家庭住|address|居住/i],
  [
    'category',
    /性别|gender|\bsex\b|民族|ethnic|婚姻|marital|学历|education|职业|occupation|籍贯|国籍|nationality|户籍|宗教|残疾|病种|诊断|小区/i,
  ],
]
/** Columns that, read together, may point at one person. */
export const quasiOfHeading = (heading: string): QuasiKind | undefined => headings.find(([, form]) => form.test(heading))?.[0]
