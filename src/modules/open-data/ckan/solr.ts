/** The part of Solr's query language that harvesters and portals use, read into a tree; nothing of it reaches SQL as text. */
export type Query =
  | { is: 'all' }
  | { is: 'none' }
  | { is: 'and' | 'or'; of: Query[] }
  | { is: 'not'; of: Query }
  | { is: 'words'; text: string; phrase: boolean }
  | { is: 'equals'; field: string; value: string }
  | { is: 'begins'; field: string; value: string }
  | { is: 'exists'; field: string }
  | { is: 'range'; field: string; from: string | null; to: string | null; withFrom: boolean; withTo: boolean }

export class QueryFault extends Error {}

interface Token {
  is: 'open' | 'close' | 'and' | 'or' | 'not' | 'plus' | 'minus' | 'field' | 'word' | 'phrase' | 'range'
  text: string
}

const MOST_TOKENS = 400
const MOST_LETTERS = 8000
const unescaped = (text: string) => text.replaceAll(/\\(.)/g, '$1')
const forms: readonly (readonly [Token['is'], RegExp])[] = [
  ['open', /^\(/],
  ['close', /^\)/],
  ['range', /^[[{]\s*("[^"]*"|[^\s\]}]+)\s+TO\s+("[^"]*"|[^\s\]}]+)\s*[\]}]/],
  ['phrase', /^"((?:\\.|[^"\\])*)"(?:[~^][\d.]*)?/],
  ['and', /^(?:AND(?=[\s(]|$)|&&)/],
  ['or', /^(?:OR(?=[\s(]|$)|\|\|)/],
  ['not', /^(?:NOT(?=[\s(]|$)|!)/],
  ['plus', /^\+/],
  ['minus', /^-/],
  ['field', /^([A-Za-z_][\w.\u0080-\uffff-]*|\*)\s*:(?!\s*$)/],
  ['word', /^(?:\\.|[^\s()"\\[\]{}:])+/],
]

function tokens(text: string): Token[] {
  if (text.length > MOST_LETTERS) throw new QueryFault('The query is too long')
  const found: Token[] = []
  let rest = text.trimStart()
  while (rest !== '') {
    const hit = forms.map(([is, form]) => ({ is, match: form.exec(rest) })).find(({ match }) => match)
    if (!hit?.match) throw new QueryFault(`Cannot read the query at: ${rest.slice(0, 20)}`)
    const [whole, inner] = hit.match
    found.push({ is: hit.is, text: hit.is === 'field' || hit.is === 'phrase' ? (inner ?? '') : whole })
    if (found.length > MOST_TOKENS) throw new QueryFault('The query has too many parts')
    rest = rest.slice(whole.length).trimStart()
  }
  return found
}

class Reader {
  readonly #tokens: Token[]
  #at = 0
  #depth = 0

  constructor(list: Token[]) {
    this.#tokens = list
  }

  whole(): Query {
    const query = this.#either()
    if (this.#at < this.#tokens.length) throw new QueryFault('A closing bracket too many')
    return query
  }

  #peek = () => this.#tokens[this.#at]
  #take(is: Token['is']): Token | undefined {
    const token = this.#peek()
    if (token?.is !== is) return undefined
    this.#at += 1
    return token
  }

  #either(field?: string): Query {
    const of = [this.#all(field)]
    while (this.#take('or')) of.push(this.#all(field))
    return of.length === 1 ? (of[0] as Query) : { is: 'or', of }
  }

  /** What stands side by side must all hold. */
  #all(field?: string): Query {
    const of: Query[] = []
    for (let next = this.#peek(); next && next.is !== 'close' && next.is !== 'or'; next = this.#peek()) {
      if (this.#take('and')) continue
      of.push(this.#one(field))
    }
    if (of.length === 0) throw new QueryFault('Something is missing')
    return of.length === 1 ? (of[0] as Query) : { is: 'and', of }
  }

  #one(field?: string): Query {
    if (this.#take('not') ?? this.#take('minus')) return { is: 'not', of: this.#one(field) }
    if (this.#take('plus')) return this.#one(field)
    if (this.#take('open')) return this.#group(field)
    const named = this.#take('field')
    if (named) return this.#one(named.text)
    const token = this.#tokens[this.#at++]
    if (!token) throw new QueryFault('Something is missing')
    return leaf(token, field)
  }

  #group(field?: string): Query {
    this.#depth += 1
    if (this.#depth > 20) throw new QueryFault('Too many brackets')
    const query = this.#either(field)
    if (!this.#take('close')) throw new QueryFault('A closing bracket is missing')
    this.#depth -= 1
    return query
  }
}

function leaf(token: Token, field: string | undefined): Query {
  if (token.is === 'range') return range(token.text, field)
  if (token.is === 'phrase')
    return field
      ? { is: 'equals', field, value: unescaped(token.text) }
      : { is: 'words', text: unescaped(token.text), phrase: true }
  if (token.is !== 'word') throw new QueryFault(`Not expected here: ${token.text}`)
  const bare = token.text.replace(/(?<!\\)[~^][\d.]*$/, '')
  if (field === '*' && bare === '*') return { is: 'all' }
  if (bare === '*') return field ? { is: 'exists', field } : { is: 'all' }
  if (!field) return { is: 'words', text: unescaped(bare.replaceAll(/(?<!\\)[*?]/g, '')), phrase: false }
  if (/(?<!\\)\*$/.test(bare)) return { is: 'begins', field, value: unescaped(bare.slice(0, -1)) }
  return { is: 'equals', field, value: unescaped(bare) }
}

function range(text: string, field: string | undefined): Query {
  const [, from = '*', to = '*'] = /^.\s*("[^"]*"|[^\s\]}]+)\s+TO\s+("[^"]*"|[^\s\]}]+)\s*.$/.exec(text) ?? []
  if (!field) throw new QueryFault('A range needs a field')
  const bound = (end: string) => (end === '*' ? null : end.replaceAll('"', ''))
  return { is: 'range', field, from: bound(from), to: bound(to), withFrom: text.startsWith('['), withTo: text.endsWith(']') }
}

/** A filter query (`fq`): what cannot be read is the caller's fault. */
export const readFilter = (text: string): Query => (text.trim() === '' ? { is: 'all' } : new Reader(tokens(text)).whole())

/** A person's query (`q`): what cannot be read as a language is read as words. */
export function readQuery(text: string): Query {
  if (/^\s*(\*:\*|\*)?\s*$/.test(text)) return { is: 'all' }
  try {
    return readFilter(text)
  } catch {
    return { is: 'words', text: text.slice(0, MOST_LETTERS).replaceAll(/["()[\]{}:\\+\-!^~*?&|]/g, ' '), phrase: false }
  }
}

const units: Record<string, (date: Date, by: number) => void> = {
  YEAR: (date, by) => date.setUTCFullYear(date.getUTCFullYear() + by),
  MONTH: (date, by) => date.setUTCMonth(date.getUTCMonth() + by),
  DAY: (date, by) => date.setUTCDate(date.getUTCDate() + by),
  HOUR: (date, by) => date.setUTCHours(date.getUTCHours() + by),
  MINUTE: (date, by) => date.setUTCMinutes(date.getUTCMinutes() + by),
  SECOND: (date, by) => date.setUTCSeconds(date.getUTCSeconds() + by),
}
const lengths: Record<string, number> = { YEAR: 4, MONTH: 7, DAY: 10, HOUR: 13, MINUTE: 16, SECOND: 19 }
const START = '0000-01-01T00:00:00.000Z'

function rounded(date: Date, unit: string): Date {
  const kept = date.toISOString().slice(0, lengths[unit])
  return new Date(`${kept}${START.slice(kept.length)}`)
}

/** `2024-01-01T00:00:00Z`, `2024-01-01`, and Solr's own arithmetic: `NOW-7DAYS/DAY`. */
export function instantOf(text: string, now: Date): Date {
  const moved = /^NOW((?:[+-]\d{1,6}[A-Z]+|\/[A-Z]+)*)$/.exec(text)
  if (!moved) {
    const date = new Date(
      /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`,
    )
    if (!/^\d{4}-\d\d/.test(text) || Number.isNaN(date.getTime())) throw new QueryFault(`Not a date: ${text}`)
    return date
  }
  let date = new Date(now)
  for (const [, sign, amount, name = ''] of (moved[1] ?? '').matchAll(/([+\-/])(\d*)([A-Z]+)/g)) {
    const unit = name.replace(/S$/, '')
    if (!units[unit]) throw new QueryFault(`Not a unit of time: ${name}`)
    if (sign === '/') date = rounded(date, unit)
    else units[unit](date, Number(`${sign}${amount}`))
    if (Number.isNaN(date.getTime())) throw new QueryFault(`Not a date: ${text}`)
  }
  return date
}
