import { posix } from 'node:path'
import { brokenWorkbook, noSheet, tooManyMerged, tooMuchText } from './errors.ts'
import type { TableLimits } from './table.ts'
import { unescaped, walkAll } from './xlsx-xml.ts'
import type { Parts } from './xlsx-zip.ts'

/** `date`, `time`, or both: how a number shows that is a moment. */
export type NumberStyle = 'number' | 'date' | 'time' | 'date-time'

export interface Workbook {
  sheet: { name: string; part: string }
  texts?: string
  styles: NumberStyle[]
  from1904: boolean
}

interface Relation {
  id: string
  type: string
  part: string
}

const MOST_SHEETS = 1000

async function relationsOf(parts: Parts, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part)
  const name = posix.join(folder, '_rels', `${posix.basename(part)}.rels`)
  const relations: Relation[] = []
  if (!parts.has(name)) return relations
  await walkAll(parts.read(name), name, {
    open: (tag, { Id = '', Type = '', Target = '', TargetMode }) => {
      if (tag !== 'Relationship' || TargetMode === 'External' || relations.length > MOST_SHEETS * 4) return
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target)
      relations.push({ id: Id, type: Type.split('/').at(-1) ?? '', part: target })
    },
  })
  return relations
}

/** Finds the first visible sheet and what is needed to read it. */
export async function readWorkbook(parts: Parts): Promise<Workbook> {
  const main = (await relationsOf(parts, '')).find(({ type }) => type === 'officeDocument')?.part
  if (!main?.endsWith('.xml') || !parts.has(main)) throw brokenWorkbook({ part: 'workbook' })
  const relations = await relationsOf(parts, main)
  let sheet: { name: string; part: string } | undefined
  let from1904 = false
  await walkAll(parts.read(main), main, {
    open: (tag, attributes) => {
      if (tag === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
      if (tag !== 'sheet' || sheet || (attributes['state'] ?? 'visible') !== 'visible') return
      const id = Object.entries(attributes).find(([name]) => name === 'r:id' || name.endsWith(':id'))?.[1]
      const found = relations.find((relation) => relation.id === id && relation.type === 'worksheet')
      if (found) sheet = { name: attributes['name'] ?? '', part: found.part }
    },
  })
  if (!sheet) throw noSheet()
  const texts = relations.find(({ type }) => type === 'sharedStrings')?.part
  const styles = relations.find(({ type }) => type === 'styles')?.part
  return {
    sheet,
    from1904,
    ...(texts && parts.has(texts) && { texts }),
    styles: styles && parts.has(styles) ? await readStyles(parts, styles) : [],
  }
}

/** Numbers 27-36 and 50-58 are dates in the Chinese, Japanese and Korean editions (ECMA-376, 18.8.30). */
function builtIn(id: number): NumberStyle {
  if (id === 22) return 'date-time'
  if ((id >= 18 && id <= 21) || id === 45 || id === 47 || (id >= 32 && id <= 35) || id === 55 || id === 56) return 'time'
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return 'date'
  return 'number'
}

/** What a format code shows, its quoted words, colours and languages put aside; `[h]:mm` is a length of time, a number. */
export function styleOfCode(code: string): NumberStyle {
  const first = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';')[0] as string
  if (/\[(h+|m+|s+)\]/i.test(first)) return 'number'
  const letters = first.replace(/\[[^\]]*\]|AM\/PM|A\/P|General/gi, '')
  const time = /[hs]/i.test(letters)
  const date = /[yd]/i.test(letters) || (!time && /m/i.test(letters))
  if (date) return time ? 'date-time' : 'date'
  return time ? 'time' : 'number'
}

async function readStyles(parts: Parts, name: string): Promise<NumberStyle[]> {
  const codes = new Map<number, NumberStyle>()
  const styles: NumberStyle[] = []
  let inside = false
  await walkAll(parts.read(name), name, {
    open: (tag, { numFmtId = '0', formatCode = '' }) => {
      if (tag === 'numFmt' && codes.size < 10_000) codes.set(Number(numFmtId), styleOfCode(formatCode.slice(0, 255)))
      if (tag === 'cellXfs') inside = true
      if (tag === 'xf' && inside && styles.length < 100_000) styles.push(codes.get(Number(numFmtId)) ?? builtIn(Number(numFmtId)))
    },
    close: (tag) => {
      if (tag === 'cellXfs') inside = false
    },
  })
  return styles
}

/** The texts that cells share, in memory; without the small syllables that are printed above characters. */
export async function readTexts(parts: Parts, name: string, limits: TableLimits): Promise<string[]> {
  const texts: string[] = []
  let text = ''
  let total = 0
  let taking = false
  let phonetic = false
  await walkAll(parts.read(name), name, {
    open: (tag) => {
      if (tag === 'si') text = ''
      if (tag === 'rPh') phonetic = true
      if (tag === 't') taking = !phonetic
    },
    text: (piece) => {
      if (!taking) return
      text += piece
      total += piece.length
    },
    close: (tag) => {
      if (tag === 't') taking = false
      if (tag === 'rPh') phonetic = false
      if (tag !== 'si') return
      texts.push(unescaped(text))
      // An empty text costs memory too.
      total += 16
      if (total > limits.texts) throw tooMuchText()
    },
  })
  return texts
}

export interface Area {
  top: number
  bottom: number
  left: number
  right: number
}

export const columnOf = (letters: string): number => {
  let column = 0
  for (let at = 0; at < letters.length; at++) column = column * 26 + letters.charCodeAt(at) - 64
  return column - 1
}

const MOST_MERGED = 5000
const MERGED = /mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"/g

/** Merged areas stand behind the rows, so the sheet is gone through for them first; a bomb shows itself on the way. */
export async function readMerged(parts: Parts, name: string): Promise<Area[]> {
  const areas: Area[] = []
  let before = ''
  for await (const chunk of parts.read(name)) {
    if (!chunk.includes('mergeCell') && !before.includes('merge')) {
      before = chunk.subarray(-256).toString('latin1')
      continue
    }
    const window = before + chunk.toString('latin1')
    let last = 0
    for (const match of window.matchAll(MERGED)) {
      last = (match.index as number) + match[0].length
      areas.push(areaOf(match as unknown as string[]))
      if (areas.length > MOST_MERGED) throw tooManyMerged({ most: MOST_MERGED })
    }
    before = window.slice(Math.max(last, window.length - 256))
  }
  return areas.sort((one, other) => one.top - other.top)
}

const areaOf = ([, left = '', top, right = '', bottom]: string[]): Area => ({
  top: Number(top),
  bottom: Number(bottom),
  left: columnOf(left),
  right: columnOf(right),
})
