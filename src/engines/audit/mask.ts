const PHONE = /^(.*)(phone|mobile)(.*)$/i
const NAME = /^(contact|reporter|caller|citizen|owner|holder|person)?name$/i
const HIDDEN = /^(password|token|key|secret|code|totp)$|(idnumber|idcard|address|email)$/i
const DEEPEST = 4

/** `13800001234` → `138****1234`; shorter numbers keep their last two digits only. */
export const maskPhone = (phone: string): string =>
  phone.length >= 8 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-2)}`

/** `陈阿婆` → `陈**`. */
export const maskName = (name: string): string => (name === '' ? '' : `${[...name][0]}**`)

export const MASKS = ['name', 'phone', 'id-number', 'address', 'date', 'all'] as const
export type Mask = (typeof MASKS)[number]

const stars = (count: number) => '*'.repeat(Math.max(1, count))

const masks: Readonly<Record<Mask, (value: string) => string>> = {
  name: maskName,
  phone: maskPhone,
  /** Province and the last two: enough to compare with a card in one's hand. */
  'id-number': (value) =>
    value.length > 6 ? `${value.slice(0, 3)}${stars(value.length - 5)}${value.slice(-2)}` : stars(value.length),
  /** Street or town only: what is after the first road, estate or village is nobody's business. */
  address: (value) => {
    const road = /^.{0,24}?[路街道弄巷村镇乡](?![办路街])/u.exec(value)?.[0]
    return `${road ?? [...value].slice(0, 4).join('')}****`
  },
  /** `1956-03-12` → `1956-**-**` */
  date: (value) => `${value.slice(0, 4)}-**-**`,
  all: () => '****',
}

/**
 * What is left to recognise a value by, without giving it away. One rule for every room: two that hid different digits of one
 * number would together show more than either. The catalogue says the same in SQL (`catalog/store-relation.ts`; a story compares).
 */
export const maskAs = (kind: Mask, value: string): string => (value === '' ? '' : masks[kind](value))

function maskField(key: string, value: unknown, hidden: readonly string[], depth: number): unknown {
  if (value === null || value === undefined) return value
  if (hidden.includes(key) || HIDDEN.test(key)) return '[hidden]'
  if (typeof value === 'string')
    return PHONE.test(key) ? maskPhone(value) : NAME.test(key) && key !== 'name' ? maskName(value) : value
  return mask(value, hidden, depth + 1)
}

/**
 * What may stand in the audit: telephone numbers and persons' names shortened, secrets and addresses gone.
 * Fields are known by their names; `hidden` adds a room's own (a citizen's `name`, a free text).
 */
export function mask(value: unknown, hidden: readonly string[] = [], depth = 0): unknown {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Date) return value.toISOString()
  if (depth > DEEPEST) return '…'
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => mask(item, hidden, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, maskField(key, field, hidden, depth)]))
}
