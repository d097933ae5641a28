import type { FieldType } from '../schema.ts'

const forms: readonly (readonly [FieldType, RegExp])[] = [
  ['int8', /^-?(0|[1-9]\d{0,14})$/],
  ['float8', /^-?((0|[1-9]\d{0,14})(\.\d{1,15})?|\.\d{1,15})(e[+-]?\d{1,2})?$/i],
  ['bool', /^(true|false)$/i],
  ['date', /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/],
  [
    'timestamptz',
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?$/,
  ],
]
const fits = (type: FieldType, value: string): boolean => {
  if (!forms.find(([name]) => name === type)?.[1].test(value)) return false
  return (type !== 'date' && type !== 'timestamptz') || dayExists(value)
}
const dayExists = (value: string) => {
  const date = new Date(`${value.slice(0, 10)}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value.slice(0, 10))
}

/** The narrowest type that every value of a column has; telephone numbers and codes with leading zeros stay text. */
export class TypeGuess {
  #possible: FieldType[] | undefined

  add(value: string | null): void {
    if (value === null || value === '') return
    this.#possible = (this.#possible ?? forms.map(([type]) => type)).filter((type) => fits(type, value))
  }

  get type(): FieldType {
    return this.#possible?.[0] ?? 'text'
  }
}

const MOST_BYTES = 58

/** Headings as column names: no quotes, no leading underscore, short enough for the database, each once. */
export function columnIds(headings: readonly string[]): string[] {
  const taken = new Set<string>()
  return headings.map((heading, at) => {
    let base =
      heading
        .normalize('NFC')
        .replaceAll(/["\\\p{Cc}]/gu, ' ')
        .trim()
        .replace(/^_+/, '') || `column_${at + 1}`
    while (Buffer.byteLength(base) > MOST_BYTES) base = [...base].slice(0, -1).join('')
    let id = base
    for (let n = 2; taken.has(id.toLowerCase()); n++) id = `${base}_${n}`
    taken.add(id.toLowerCase())
    return id
  })
}
