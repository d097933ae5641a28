import { pinyin } from 'pinyin-pro'

/**
 * Chinese has no spaces: text is cut into overlapping pairs of characters (两字一组), which finds every word of two
 * characters and more exactly, without a dictionary. Other scripts are cut into words. Titles are also indexed by
 * their sound (pinyin) and its initials, from each syllable on, so that `xiayang`, `xyjd` and `jiedao` find 夏阳街道.
 */
const RUNS = /(\p{Script=Han}+)|([\p{L}\p{N}]+)/gu
const LONGEST_BODY = 6000
const LONGEST_SOUND = 48
const MOST_SYLLABLES = 60
/** Room between runs, so that no phrase reaches across a comma. */
const GAP = 2
const LAST_POSITION = 16_000

type Weight = 'A' | 'B' | 'C' | 'D'

const plain = (text: string) => text.normalize('NFKC').toLowerCase()

interface Run {
  han: boolean
  text: string
}
export const runsOf = (text: string): Run[] =>
  [...plain(text).matchAll(RUNS)].flatMap(([, han, other]) => (han ? [{ han: true, text: han }] : other ? cut(other) : []))

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

class Lexemes {
  readonly #places = new Map<string, Map<number, Weight>>()
  #at = 1

  add(lexeme: string, weight: Weight): void {
    if (this.#at > LAST_POSITION) return
    const places = this.#places.get(lexeme) ?? new Map<number, Weight>()
    if (places.size < 200) places.set(this.#at, weight)
    this.#places.set(lexeme, places)
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

  /** Sounds stand all at one place: they are looked up alone, never as a phrase. */
  sounds(text: string): void {
    for (const { han, text: run } of runsOf(text)) if (han) for (const sound of soundsOf(run)) this.add(sound, 'C')
    this.step(GAP)
  }

  toString(): string {
    return [...this.#places]
      .map(
        ([lexeme, places]) =>
          `${quoted(lexeme)}:${[...places].map(([place, weight]) => `${place}${weight === 'D' ? '' : weight}`).join(',')}`,
      )
      .join(' ')
  }
}

export const quoted = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** From each syllable on: the whole sound, and the initials. */
export function soundsOf(han: string): string[] {
  const syllables = pinyin(han, { toneType: 'none', type: 'array', v: true }).slice(0, MOST_SYLLABLES)
  return syllables.flatMap((_, at) => {
    const rest = syllables.slice(at)
    return [rest.join(''), rest.map((syllable) => syllable[0]).join('')].map((sound) => sound.slice(0, LONGEST_SOUND))
  })
}

/** A number is found whole (`青城管20261234号`), by its groups (`1234`), and without leading zeros. */
function numberLexemes(number: string): string[] {
  const whole = plain(number).replaceAll(/[^\p{L}\p{N}]/gu, '')
  const groups = plain(number).match(/[a-z0-9]+/g) ?? []
  return [...new Set([whole, ...groups, ...groups.map((group) => group.replace(/^0+(?=\d)/, ''))])].filter(
    (lexeme) => lexeme !== '',
  )
}

/** The text of a tsvector, made here and not by PostgreSQL's parser, so that both databases cut words alike. */
export function vectorOf({
  titles,
  body,
  numbers,
}: {
  titles: readonly string[]
  body: string
  numbers: readonly string[]
}): string {
  const lexemes = new Lexemes()
  for (const number of numbers) {
    for (const lexeme of numberLexemes(number)) lexemes.add(lexeme, 'A')
    lexemes.step(GAP)
    lexemes.text(number, 'A')
  }
  for (const title of titles) lexemes.text(title, 'B')
  for (const title of titles) lexemes.sounds(title)
  lexemes.text(body.slice(0, LONGEST_BODY), 'D')
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

const AROUND = 28

/** A piece of the text around the first word that was looked for. */
export function snippetOf(body: string, words: string): string {
  const text = body.replaceAll(/\s+/g, ' ').trim()
  const low = text.toLowerCase()
  const at =
    runsOf(words)
      .map((run) => low.indexOf(run.text))
      .find((place) => place >= 0) ?? 0
  const from = Math.max(0, at - AROUND)
  const piece = text.slice(from, at + AROUND * 2)
  return `${from > 0 ? '…' : ''}${piece}${from + piece.length < text.length ? '…' : ''}`
}
