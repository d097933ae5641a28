/**
 * Chinese has no spaces: text is cut into overlapping pairs of characters (两字一组), which finds every word of two
 * characters and more exactly, without a dictionary. Other scripts are cut into words. The texts of tsvector and
 * tsquery are made here and not by PostgreSQL's parser, so that both databases cut words alike (decision 9).
 */
const RUNS = /(\p{Script=Han}+)|([\p{L}\p{N}]+)/gu
/** Room between runs, so that no phrase reaches across a comma. */
const GAP = 2
const LAST_POSITION = 16_000
const MOST_PLACES = 200

type Weight = 'A' | 'B' | 'C' | 'D'

export const plain = (text: string) => text.normalize('NFKC').toLowerCase()

interface Run {
  han: boolean
  text: string
}
export const runsOf = (text: string): Run[] =>
  EVERYDAY.test(text)
    ? everydayRuns(text.toLowerCase())
    : [...plain(text).matchAll(RUNS)].flatMap(([, han, other]) => (han ? [{ han: true, text: han }] : other ? cut(other) : []))

/** Nearly every text holds only these, which mean the same in any form; a million rows are cut in half the time. */
const EVERYDAY = /^[\x00-\x7f\u4e00-\u9fff\u3001\u3002]*$/
const EVERYDAY_RUNS = /[\u4e00-\u9fff]+|[a-z0-9]+/g
const everydayRuns = (text: string): Run[] =>
  text.match(EVERYDAY_RUNS)?.map((run) => ({ han: run.charCodeAt(0) >= 0x4e00, text: run })) ?? []

/** `路灯A12坏了` mixes scripts in one run of letters; Han characters were taken out first, the rest is one word. */
const cut = (text: string): Run[] =>
  text
    .split(/(\p{Script=Han}+)/u)
    .filter((part) => part !== '')
    .map((part) => ({ han: /^\p{Script=Han}/u.test(part), text: part }))

export const pairsOf = (han: string): string[] => {
  const characters = [...han]
  return characters.map((character, at) => character + (characters[at + 1] ?? ''))
}

/** The words of a text with their places, as the text of a tsvector. */
export class Lexemes {
  readonly #places = new Map<string, { text: string; last: number; count: number }>()
  #at = 1

  add(lexeme: string, weight: Weight): void {
    if (this.#at > LAST_POSITION) return
    const place = weight === 'D' ? String(this.#at) : `${this.#at}${weight}`
    const known = this.#places.get(lexeme)
    if (!known) {
      this.#places.set(lexeme, { text: place, last: this.#at, count: 1 })
      return
    }
    if (known.last === this.#at || known.count >= MOST_PLACES) return
    known.text += `,${place}`
    known.last = this.#at
    known.count += 1
  }

  step(by = 1): void {
    this.#at += by
  }

  text(text: string, weight: Weight): void {
    for (const { han, text: run } of runsOf(text)) {
      for (const lexeme of han ? pairsOf(run) : [run]) {
        this.add(lexeme, weight)
        this.step()
      }
      this.step(GAP)
    }
  }

  /** Lexemes that are looked up alone, never as a phrase, stand all at one place. */
  together(lexemes: Iterable<string>, weight: Weight): void {
    for (const lexeme of lexemes) this.add(lexeme, weight)
    this.step(GAP)
  }

  toString(): string {
    let all = ''
    for (const [lexeme, { text }] of this.#places) all += `${all === '' ? '' : ' '}${quoted(lexeme)}:${text}`
    return all
  }
}

const AWKWARD = /['\\]/
export const quoted = (lexeme: string): string =>
  AWKWARD.test(lexeme) ? `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${lexeme}'`

/** Up to so many characters no word can have more places than a tsvector holds. */
const SHORT = MOST_PLACES

/** The text of a tsvector of some texts, phrases kept within each. Empty texts add nothing. */
export function wordsOf(texts: readonly string[]): string {
  return everydayWords(texts) ?? anyWords(texts)
}

/**
 * The same for short texts of everyday characters, as nearly all of a file's million rows are: nothing to quote, and a word
 * may stand there twice, for PostgreSQL gathers its places itself.
 */
function everydayWords(texts: readonly string[]): string | undefined {
  let all = ''
  let place = 1
  let length = 0
  for (const text of texts) {
    length += text.length
    if (length > SHORT) return undefined
    const lower = text.toLowerCase()
    for (let at = 0; at < lower.length; ) {
      const kind = kindOf(lower.charCodeAt(at))
      if (kind === UNKNOWN) return undefined
      const from = at++
      if (kind === NOTHING) continue
      while (at < lower.length && kindOf(lower.charCodeAt(at)) === kind) at += 1
      if (kind === LETTERS) all += ` ${lower.slice(from, at)}:${place++}`
      else for (let next = from; next < at; next++) all += ` ${lower.slice(next, Math.min(next + 2, at))}:${place++}`
      place += GAP
    }
  }
  return all.slice(1)
}

const [UNKNOWN, NOTHING, LETTERS, HAN] = [0, 1, 2, 3]
/** What a character means to `EVERYDAY_RUNS`, by its code. */
function kindOf(code: number): number {
  if (code >= 0x4e00) return code <= 0x9fff ? HAN : UNKNOWN
  if (code >= 0x80) return code === 0x3001 || code === 0x3002 ? NOTHING : UNKNOWN
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) ? LETTERS : NOTHING
}

export function anyWords(texts: readonly string[]): string {
  const lexemes = new Lexemes()
  for (const text of texts) lexemes.text(text, 'D')
  return lexemes.toString()
}

/** The text of a tsquery: every run must be there; Han runs as phrases, the others as beginnings of words. Empty when nothing is asked. */
export function queryOf(words: string): string {
  const parts = runsOf(words).map(({ han, text }) => {
    if (!han) return `${quoted(text)}:*`
    const pairs = pairsOf(text)
    if (pairs.length === 1) return `${quoted(text)}:*`
    return `(${pairs.slice(0, -1).map(quoted).join(' <-> ')})`
  })
  return [...new Set(parts)].slice(0, 12).join(' & ')
}

const COMMON = /^'.':\*$/u
/** Of a query its parts that are not beginnings of one character: those match nearly everything, and an index is slow to say so. */
export function rareOf(query: string): string {
  const rare = query.split(' & ').filter((part) => !COMMON.test(part))
  return rare.length === 0 ? query : rare.join(' & ')
}
