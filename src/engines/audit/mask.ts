const PHONE = /^(.*)(phone|mobile)(.*)$/i
const NAME = /^(contact|reporter|caller|citizen|owner|holder|person)?name$/i
const HIDDEN = /^(password|token|key|secret|code|totp)$|(idnumber|idcard|address|email)$/i
const DEEPEST = 4

/** `13800001234` → `138****1234`; shorter numbers keep their last two digits only. */
export const maskPhone = (phone: string): string =>
  phone.length >= 8 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-2)}`

/** `陈阿婆` → `陈**`. */
export const maskName = (name: string): string => (name === '' ? '' : `${[...name][0]}**`)

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
