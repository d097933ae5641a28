import { create, type Font } from 'fontkit'
import { type Face, facesFor, type Weight } from './fonts.ts'

/** A stretch of one line that one font file can draw. */
export interface Run {
  face: Face
  text: string
  width: number
}
export interface Line {
  runs: Run[]
  width: number
}
export interface Style {
  size: number
  weight: Weight
}

/** What stands for a character that no font here has: the printer's 〓, with the character's number after it. */
const missing = (code: number) => `〓(U+${code.toString(16).toUpperCase()})`
export const isMarked = (text: string): boolean => text.includes('〓(U+')

/** Not at the beginning of a line; not at its end (避头尾). */
const NOT_FIRST = new Set('，。、；：？！）》」』】〕〉％‰℃…—·,.;:?!)]}%”’')
const NOT_LAST = new Set('（《「『【〔〈([{“‘￥$')
const isWide = (code: number) => code >= 0x2e80

const fonts = new Map<string, Font>()
export function fontOf(face: Face): Font {
  const known = fonts.get(face.name)
  if (known) return known
  const font = create(face.bytes) as Font
  fonts.set(face.name, font)
  return font
}

const found = new Map<string, Face | null>()
function faceOf(code: number, weight: Weight): Face | null {
  const key = `${weight} ${code}`
  const known = found.get(key)
  if (known !== undefined) return known
  let face: Face | null = null
  for (const candidate of facesFor(code, weight))
    if (fontOf(candidate).hasGlyphForCodePoint(code)) {
      face = candidate
      break
    }
  found.set(key, face)
  return face
}

/** Composed, without controls and invisible selectors; characters that nothing can draw are marked, never an empty box. */
export function drawable(text: string, weight: Weight): string {
  const plain = text
    .normalize('NFC')
    .replace(/[\p{Cc}\u2028\u2029]/gu, (control) => (control === '\n' ? '\n' : ' '))
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]|[\u{e0100}-\u{e01ef}]/gu, '')
  let made = ''
  for (const character of plain) {
    const code = character.codePointAt(0) as number
    made += character === '\n' || faceOf(code, weight) ? character : missing(code)
  }
  return made
}

const widths = new Map<string, number>()
function widthOf(text: string, face: Face): number {
  const key = `${face.name} ${text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  const font = fontOf(face)
  const units = font.layout(text).glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth, 0) / font.unitsPerEm
  if (widths.size > 20_000) widths.clear()
  widths.set(key, units)
  return units
}

function runsOf(text: string, { size, weight }: Style): Run[] {
  const runs: Run[] = []
  for (const character of text) {
    const face = faceOf(character.codePointAt(0) as number, weight) as Face
    const last = runs.at(-1)
    if (last?.face === face) last.text += character
    else runs.push({ face, text: character, width: 0 })
  }
  for (const run of runs) run.width = widthOf(run.text, run.face) * size
  return runs
}
export const lineOf = (text: string, style: Style): Line => {
  const runs = runsOf(text, style)
  return { runs, width: runs.reduce((sum, run) => sum + run.width, 0) }
}

/** Pieces that stay whole: a Latin word or number, one Chinese character with the marks that cling to it. */
function pieces(text: string): string[] {
  const made: string[] = []
  for (const character of text) {
    const last = made.at(-1)
    const before = last && [...last].at(-1)
    const clings =
      before !== undefined &&
      (NOT_FIRST.has(character) ||
        NOT_LAST.has(before) ||
        (character !== ' ' &&
          before !== ' ' &&
          !isWide(character.codePointAt(0) as number) &&
          !isWide(before.codePointAt(0) as number)))
    if (clings) made[made.length - 1] += character
    else made.push(character)
  }
  return made
}

/** A piece longer than a whole line (an address of a page, a long number) is cut where it must be. */
function* cut(piece: string, width: number, style: Style): Generator<string> {
  let held = ''
  for (const character of piece) {
    if (held && lineOf(held + character, style).width > width) {
      yield held
      held = ''
    }
    held += character
  }
  yield held
}

/** Lines of at most this width; `indent` shortens the first one. */
export function breakLines(text: string, width: number, style: Style, indent = 0): Line[] {
  const lines: Line[] = []
  for (const paragraph of drawable(text, style.weight).split('\n')) {
    let held = ''
    let room = width - (lines.length === 0 ? indent : 0)
    const finish = () => {
      lines.push(lineOf(held.trimEnd(), style))
      held = ''
      room = width
    }
    for (const piece of pieces(paragraph)) {
      if (lineOf((held + piece).trimEnd(), style).width <= room) {
        held += piece
        continue
      }
      if (held) finish()
      const parts = lineOf(piece.trimEnd(), style).width > width ? [...cut(piece, width, style)] : [piece.trimStart()]
      for (const [index, part] of parts.entries()) {
        held = part
        if (index < parts.length - 1) finish()
      }
    }
    finish()
  }
  return lines
}
