import { pinyin } from 'pinyin-pro'
import type { House } from '#kernel'
import type { Column, Columns } from './columns.ts'
import type { AnyRegister } from './define.ts'
import { plainTitle } from './import-header.ts'
import type { Proposal } from './schema.ts'

const LEAST = 0.45
const MOST = 3

/** `主体名称（盖章）`, `主体名称:` and `主体名称` say the same; so do `credit_code` and `CreditCode`. */
const loose = (title: string): string =>
  plainTitle(title)
    .replace(/[(（【[].*?[)）】\]]/g, '')
    .replace(/[\p{P}\p{S}_]/gu, '')

/** `访问密码（PW）` answers to PW too. */
const inBrackets = (title: string): string[] =>
  [...plainTitle(title).matchAll(/[(（【[](.*?)[)）】\]]/g)].map(([, words = '']) => loose(words)).filter((words) => words !== '')

const bits = (text: string): string[] => [...text, ...[...text].slice(1).map((letter, at) => [...text][at] + letter)]

/** How much of their letters and pairs of letters two words share, 0 to 1. */
function alike(a: string, b: string): number {
  const rest = bits(b)
  const all = bits(a).length + rest.length
  let shared = 0
  for (const bit of bits(a)) {
    const at = rest.indexOf(bit)
    if (at < 0) continue
    rest.splice(at, 1)
    shared += 2
  }
  return all === 0 ? 0 : shared / all
}

interface Sounds {
  whole: string
  initials: string
}
const sounds = new Map<string, Sounds>()
function soundsOf(title: string): Sounds {
  const known = sounds.get(title)
  if (known) return known
  const heard = pinyin(loose(title), { toneType: 'none', type: 'array', nonZh: 'consecutive' })
  const made = { whole: heard.join(''), initials: heard.map((sound) => sound[0] ?? '').join('') }
  sounds.set(title, made)
  return made
}

type Likeness = Omit<Proposal, 'column'>

/** How the head of a file's column speaks for a column of the register. */
export function likenessOf(title: string, name: string, { title: { zh, en } }: Pick<Column, 'title'>): Likeness {
  const given = loose(title)
  if (given === '') return { likeness: 0, by: 'words' }
  const forms = [loose(zh), loose(en), loose(name)]
  if ([...forms, ...inBrackets(zh), ...inBrackets(en)].includes(given)) return { likeness: 0.95, by: 'title' }
  if (/^[a-z0-9]+$/.test(given)) {
    const { whole, initials } = soundsOf(zh)
    if (given === whole || (given === initials && given.length > 1)) return { likeness: 0.9, by: 'pinyin' }
    const ending = sharedEnding(given, initials)
    if (ending > 1) return { likeness: 0.3 + (0.7 * ending) / (given.length + initials.length), by: 'pinyin' }
    const likeness = Math.max(alike(given, whole), alike(given, forms[1] as string), alike(given, forms[2] as string))
    return { likeness: likeness * 0.85, by: 'words' }
  }
  return { likeness: Math.max(...forms.map((form) => closeness(given, form))), by: 'words' }
}

/** `qymc` 企业名称 and `dwmc` 单位名称 end alike: what kind of thing it is comes last. */
function sharedEnding(a: string, b: string): number {
  let shared = 0
  while (shared < Math.min(a.length, b.length) && a.at(-1 - shared) === b.at(-1 - shared)) shared++
  return shared
}

function closeness(a: string, b: string): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  const within = short.length > 1 && long.includes(short) ? 0.55 + (0.35 * short.length) / long.length : 0
  return Math.max(within, alike(a, b) * 0.9)
}

const anything = ['abc', '12345', '2026-01-01', 'A-1']
/** Forms that few values have by chance: a code of eighteen signs, a date, one of some choices, a place. */
const speaks = ({ kind, pattern }: Column): boolean =>
  (pattern !== undefined && !anything.some((text) => pattern.test(text))) || ['date', 'instant', 'choice', 'point'].includes(kind)

/** Do the first values of the file's column look like this column's? Between 0 (none) and 1; half where nothing can be said. */
function fitting(house: House, column: Column, samples: readonly string[]): number {
  if (samples.length === 0 || column.mask) return 0.5
  return samples.filter((sample) => column.parse(sample, house).fault === undefined).length / samples.length
}

/** What a column of the file may be for, the likeliest first: by its head, by how that sounds, by what stands below it. */
export function proposalsFor(house: House, register: AnyRegister, title: string, samples: readonly string[]): Proposal[] {
  return Object.entries(register.columns as Columns)
    .filter(([, { computed }]) => !computed)
    .map(([name, column]): Proposal => {
      const { likeness, by } = likenessOf(title, name, column)
      const fits = fitting(house, column, samples)
      if (likeness < LEAST && speaks(column) && samples.length > 1 && fits >= 0.5)
        return { column: name, likeness: 0.5, by: 'content' }
      return {
        column: name,
        likeness: fits === 0 ? likeness * 0.5 : Math.min(0.99, likeness + (speaks(column) ? 0.1 * fits : 0)),
        by,
      }
    })
    .filter(({ likeness }) => likeness >= LEAST)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, MOST)
    .map((proposal) => ({ ...proposal, likeness: Math.round(proposal.likeness * 100) / 100 }))
}

/** One column of the register for each of the file's at most: the surest proposals first. Those taken already stay as they are. */
export function chosen(taken: readonly (string | null)[], proposals: readonly (readonly Proposal[])[]): (string | null)[] {
  const found = [...taken]
  const used = new Set(taken.filter((name) => name !== null))
  const all = proposals
    .flatMap((some, at) => (taken[at] === null ? some.map((proposal) => ({ ...proposal, at })) : []))
    .sort((a, b) => b.likeness - a.likeness)
  for (const { at, column } of all) {
    if (found[at] !== null || used.has(column)) continue
    found[at] = column
    used.add(column)
  }
  return found
}
