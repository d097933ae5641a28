import type { ItemType, Mask } from './schema.ts'

const INTEGER = /^-?(0|[1-9]\d{0,14})$/
const DECIMAL = /^-?(0|[1-9]\d{0,14})\.\d{1,15}$/
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const INSTANT =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})$/
const BOOLEAN = /^(true|false)$/i

const isDay = (text: string) => DATE.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

const kindOf = (text: string): ItemType => {
  if (INTEGER.test(text)) return 'integer'
  if (DECIMAL.test(text)) return 'decimal'
  if (isDay(text)) return 'date'
  if (INSTANT.test(text)) return 'instant'
  return BOOLEAN.test(text) ? 'boolean' : 'text'
}

const isNumber = (type: ItemType) => type === 'integer' || type === 'decimal'

/**
 * What type a column is, seen over all its cells: as strict as all of them allow. Codes with leading zeros and numbers
 * longer than fifteen digits stay text, or their form would be lost.
 */
export class TypeGuess {
  #type: ItemType | undefined

  see(text: string | null): void {
    if (text === null || text === '' || this.#type === 'text') return
    const kind = kindOf(text)
    if (this.#type === undefined || this.#type === kind) this.#type = kind
    else if (isNumber(this.#type) && isNumber(kind)) this.#type = 'decimal'
    else this.#type = 'text'
  }

  get type(): ItemType {
    return this.#type ?? 'text'
  }
}

const personal: [RegExp, Mask][] = [
  [/身份证|证件号|公民身份号码|id.?(card|number|no)\b/i, 'id-number'],
  [/手机|电话|联系方式|phone|mobile|\btel/i, 'phone'],
  [/姓名|联系人|户主|法定代表人|负责人|person.?name|contact/i, 'name'],
  [/住址|家庭地址|户籍地址|居住地|home.?address/i, 'address'],
]
/** What a column's title says about whose data it holds: a proposal, which the steward may correct. */
export const maskFor = (title: string): Mask | null => personal.find(([words]) => words.test(title))?.[1] ?? null

const LONGEST = 60

/** Column names of a table made from a file's header: the header's own words, made unique, short and not ours. */
export function columnNames(header: readonly string[]): string[] {
  const taken = new Set<string>(['_id', '_words'])
  return header.map((title, at) => {
    const plain =
      title
        .normalize('NFKC')
        .trim()
        .replaceAll(/[\s".\\\u0000-\u001f]+/g, '_')
        .replace(/^_+/, '') || `column_${at + 1}`
    let name = cut(plain, LONGEST)
    for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${cut(plain, LONGEST - 4)}_${n}`
    taken.add(name.toLowerCase())
    return name
  })
}

function cut(text: string, bytes: number): string {
  let out = ''
  for (const character of text) {
    if (Buffer.byteLength(out + character) > bytes) break
    out += character
  }
  return out
}
