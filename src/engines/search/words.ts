import { Lexemes, plain, runsOf } from '#kernel'
import { pinyin } from 'pinyin-pro'

/**
 * Text is cut by the kernel (decision 9). Titles are also indexed by their sound (pinyin) and its initials, from each
 * syllable on, so that `xiayang`, `xyjd` and `jiedao` find 夏阳街道.
 */
const LONGEST_BODY = 6000
const LONGEST_SOUND = 48
const MOST_SYLLABLES = 60

const soundsIn = (title: string): string[] => runsOf(title).flatMap(({ han, text }) => (han ? soundsOf(text) : []))

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
    lexemes.together(numberLexemes(number), 'A')
    lexemes.text(number, 'A')
  }
  for (const title of titles) lexemes.text(title, 'B')
  for (const title of titles) lexemes.together(soundsIn(title), 'C')
  lexemes.text(body.slice(0, LONGEST_BODY), 'D')
  return lexemes.toString()
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
