import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { unwrapWoff } from './woff.ts'

/** Fonts are read from the package that brings them, once per process and only when a character asks for them. */
export type Weight = 400 | 700
export interface Face {
  /** Name under which the document registers it. */
  name: string
  bytes: Buffer
}

const require = createRequire(import.meta.url)
const folder = dirname(require.resolve('@fontsource/noto-sans-sc/package.json'))
const MAIN = 'chinese-simplified'

const faces = new Map<string, Face>()
function face(subset: string, weight: Weight): Face {
  const name = `${subset}-${weight}`
  const known = faces.get(name)
  if (known) return known
  const made = { name, bytes: unwrapWoff(readFileSync(join(folder, 'files', `noto-sans-sc-${name}-normal.woff`))) }
  faces.set(name, made)
  return made
}

/** `U+4e00-4eff,U+5104` → pairs of first and last. */
const parseRanges = (text: string): [number, number][] =>
  text.split(',').map((part) => {
    const [first, last] = part.trim().replace(/^U\+/i, '').split('-')
    return [Number.parseInt(first as string, 16), Number.parseInt(last ?? (first as string), 16)]
  })

let ranges: { subset: string; spans: [number, number][] }[] | undefined
function subsetsWith(code: number): string[] {
  ranges ??= Object.entries(JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>).map(
    ([subset, text]) => ({ subset: subset.replace(/[[\]]/g, ''), spans: parseRanges(text) }),
  )
  return ranges.filter(({ spans }) => spans.some(([first, last]) => code >= first && code <= last)).map(({ subset }) => subset)
}

/** The faces that may hold a character, the likeliest first: the great Chinese file, then the small ones for rare characters. */
export function* facesFor(code: number, weight: Weight): Generator<Face> {
  yield face(MAIN, weight)
  for (const subset of subsetsWith(code)) if (subset !== MAIN) yield face(subset, weight)
}
