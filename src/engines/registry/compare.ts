import { pinyin } from 'pinyin-pro'
import type { FieldValues, Registry } from './definition.ts'
import type { Statement } from './golden.ts'
import type { Explained, Level, MatchField } from './schema.ts'

/** Bits of evidence from which on two records are one, and from which on a person should look. */
export const SAME = 16
export const DOUBTFUL = 7

export interface Compared {
  readonly score: number
  readonly explanation: Explained[]
  /** Two whole, different national numbers: never joined without a person. */
  readonly contradicted: boolean
}

/** Edits (with swaps of neighbours) up to 2; beyond that it does not matter. */
function edits(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (rows[i - 2]?.[j - 2] as number) + 1 : 9
      row.push(
        Math.min((rows[i - 1]?.[j] as number) + 1, (row[j - 1] as number) + 1, (rows[i - 1]?.[j - 1] as number) + cost, swap),
      )
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] as number
}

const sound = (name: string): string => pinyin(name, { toneType: 'none', type: 'array' }).join(' ')

const bigrams = (text: string): Set<string> =>
  new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)))
function overlap(a: string, b: string): number {
  const [left, right] = [bigrams(a), bigrams(b)]
  if (left.size === 0 || right.size === 0) return a === b ? 1 : 0
  let shared = 0
  for (const pair of left) if (right.has(pair)) shared += 1
  return shared / Math.min(left.size, right.size)
}

const near: Readonly<Record<MatchField['as'], (a: string, b: string) => boolean>> = {
  id: (a, b) => edits(a, b) <= 1,
  name: (a, b) => sound(a) === sound(b) || (a.length === b.length && a.length > 2 && edits(a, b) === 1),
  date: (a, b) =>
    edits(a, b) <= 1 || (a.slice(0, 4) === b.slice(0, 4) && a.slice(5, 7) === b.slice(8) && a.slice(8) === b.slice(5, 7)),
  phone: (a, b) => edits(a, b) <= 1,
  address: (a, b) => overlap(a, b) >= 0.6,
  text: (a, b) => overlap(a, b) >= 0.7,
  exact: () => false,
}

function levelOf(as: MatchField['as'], a: string | undefined, b: string | undefined): Level {
  if (!a || !b) return 'missing'
  if (a === b) return 'same'
  return near[as](a, b) ? 'close' : 'different'
}

/** What speaks for and against two records being about one, field by field. */
export function compare(registry: Registry, left: Statement, right: Statement): Compared {
  const [a, b] = [left.values, right.values]
  const explanation: Explained[] = []
  for (const [field, { match }] of Object.entries(registry.fields)) {
    if (!match) continue
    const level = levelOf(match.as, a[field], b[field])
    const weight = { same: match.agree, close: match.close, different: match.differ, missing: 0 }[level]
    explanation.push({ field, level, weight })
  }
  const key = explanation.find(({ field }) => field === registry.key)
  const contradicted =
    key !== undefined &&
    key.level === 'different' &&
    ![...left.flags, ...right.flags].some((flag) => flag.startsWith(`${registry.key}:`))
  return { score: explanation.reduce((sum, { weight }) => sum + weight, 0), explanation, contradicted }
}

/** Records that share one of these are compared with each other. */
export function blocksOf(registry: Registry, values: FieldValues): string[] {
  const { key, nameField, addressField } = registry
  const name = values[nameField]
  const birth = values['birth']
  const address = addressField ? values[addressField] : undefined
  return [
    values[key] && `key:${values[key]}`,
    values['phone'] && `phone:${values['phone']}`,
    name && birth && `sound+year:${sound(name)}:${birth.slice(0, 4)}`,
    birth && values['sex'] && name && `birth+surname:${birth}:${[...name][0]}`,
    name && address && `name+address:${name}:${address.slice(-8)}`,
    name && !birth && `name:${name}`,
  ].filter((block): block is string => Boolean(block))
}
