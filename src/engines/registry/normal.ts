import type { Text } from '#kernel'
import { cleanCreditCode, parseCreditCode } from '#protocols/credit-code'
import { cleanNationalId, parseNationalId } from '#protocols/national-id'
import type { Check, FieldValues, Registry, RegistryField } from './definition.ts'

const squeeze = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, '')

function plainDate(text: string): string | undefined {
  const digits = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(squeeze(text))
  if (!digits) return undefined
  const iso = `${digits[1]}-${digits[2]?.padStart(2, '0')}-${digits[3]?.padStart(2, '0')}`
  return Number.isNaN(Date.parse(iso)) || new Date(iso).toISOString().slice(0, 10) !== iso ? undefined : iso
}

/** A value in the form in which it is compared, stored and hashed; and what is wrong with it. */
const cleaned: Readonly<Record<Check, (text: string) => { value: string; faults: readonly string[] }>> = {
  'national-id': (text) => {
    const id = parseNationalId(text)
    return id ? { value: id.id, faults: id.faults } : { value: cleanNationalId(text), faults: ['shape'] }
  },
  'credit-code': (text) => {
    const code = parseCreditCode(text)
    return code ? { value: code.code, faults: code.faults } : { value: cleanCreditCode(text), faults: ['shape'] }
  },
  phone: (text) => {
    const value = squeeze(text)
      .replace(/[-()（）]/g, '')
      .replace(/^(\+?86|0086)(?=1\d{10}$)/, '')
    return { value, faults: /^(1[3-9]\d{9}|(0\d{2,3})?[2-9]\d{6,7})$/.test(value) ? [] : ['shape'] }
  },
  date: (text) => {
    const value = plainDate(text)
    return value ? { value, faults: [] } : { value: squeeze(text), faults: ['shape'] }
  },
  address: (text) => ({ value: squeeze(text), faults: [...squeeze(text)].length < 5 ? ['vague'] : [] }),
}

/** A code as it is, or the code whose title was written instead of it (`女` → `2`). */
function codeOf({ codes = {} }: RegistryField, text: string): { value: string; faults: readonly string[] } {
  const value = squeeze(text)
  if (codes[value]) return { value, faults: [] }
  const found = Object.entries(codes).find(([, { zh, en }]) => zh === value || en.toLowerCase() === value.toLowerCase())
  return found ? { value: found[0], faults: [] } : { value, faults: ['code'] }
}

function clean(field: RegistryField, text: string): { value: string; faults: readonly string[] } {
  if (field.codes) return codeOf(field, text)
  if (field.check) return cleaned[field.check](text)
  return {
    value: field.match?.as === 'name' || field.match?.as === 'text' ? squeeze(text) : text.normalize('NFKC').trim(),
    faults: [],
  }
}

/** The number itself tells birth and sex; a record that says otherwise is flagged, and kept. */
function contradictions({ fields }: Registry, values: FieldValues): string[] {
  const flags: string[] = []
  for (const [id, field] of Object.entries(fields)) {
    const number = field.check === 'national-id' && values[id] ? parseNationalId(values[id]) : null
    if (!number || number.faults.length > 0 || id !== 'id_number') continue
    if (values['birth'] && values['birth'] !== number.bornOn) flags.push('birth:not-as-number')
    if (values['sex'] && values['sex'] !== (number.sex === 'male' ? '1' : '2')) flags.push('sex:not-as-number')
  }
  return flags
}

export interface Clean {
  readonly values: FieldValues
  readonly flags: string[]
}

export function normalise(registry: Registry, given: Readonly<Record<string, string | null>>): Clean {
  const values: FieldValues = {}
  const flags: string[] = []
  for (const [id, text] of Object.entries(given)) {
    const field = registry.fields[id]
    if (!field || text === null || text.trim() === '') continue
    const { value, faults } = clean(field, text)
    values[id] = value
    flags.push(...faults.map((fault) => `${id}:${fault}`))
  }
  return { values, flags: [...flags, ...contradictions(registry, values)].sort() }
}

/** How one value is asked for in a look-up: as it would have been stored. */
export const normaliseOne = (registry: Registry, field: string, text: string): string =>
  clean(registry.fields[field] as RegistryField, text).value

const flagWords: Readonly<Record<string, Text>> = {
  shape: { zh: '格式不对', en: 'not of its form' },
  check: { zh: '校验码不符', en: 'check character does not fit' },
  check_digit: { zh: '校验码不符', en: 'check digit does not fit' },
  area: { zh: '行政区划代码不存在', en: 'area code does not exist' },
  birth_date: { zh: '其中的出生日期不存在', en: 'holds an impossible date of birth' },
  character: { zh: '含有不允许的字符', en: 'holds characters that are not allowed' },
  registrar: { zh: '登记管理部门代码不存在', en: 'registrar does not exist' },
  organisation_check: { zh: '主体标识码校验不符', en: 'organisation code does not fit its check' },
  code: { zh: '不在代码表中', en: 'not in the code table' },
  vague: { zh: '过于简略', en: 'too vague' },
  'not-as-number': { zh: '与身份号码不一致', en: 'does not agree with the identity number' },
}

export function flagTitle(registry: Registry, flag: string): Text {
  const [field = '', code = ''] = flag.split(':')
  const name = registry.fields[field]?.title ?? { zh: field, en: field }
  const what = flagWords[code] ?? { zh: code, en: code }
  return { zh: `${name.zh}${what.zh}`, en: `${name.en}: ${what.en}` }
}
