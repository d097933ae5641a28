import { pinyin } from 'pinyin-pro'
import type { FieldValues, Matching, Registry } from './definition.ts'
import type { Statement } from './golden.ts'
import type { Weights } from './matching/fit.ts'
import { judge } from './matching/judge.ts'
import type { Decision, Explanation, FieldReason } from './matching/score.ts'
import { blockKeys, type Values } from './matching/spec.ts'
import type { Explained, Level, MatchField } from './schema.ts'

/** For registries without learned weights: from how many declared bits on two records are one, and a person should look. */
const SAME = 16
const DOUBTFUL = 7

export interface Compared {
  readonly score: number
  readonly explanation: Explained[]
  /** Two whole, different national numbers: never joined without a person. */
  readonly contradicted: boolean
  readonly decision: Decision
  /** The bits are enough, whatever else speaks against joining. */
  readonly strong: boolean
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
function compareDeclared(registry: Registry, left: Statement, right: Statement): Compared {
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
  const score = explanation.reduce((sum, { weight }) => sum + weight, 0)
  return {
    score,
    explanation,
    contradicted,
    strong: score >= SAME,
    decision: score >= SAME ? 'match' : score >= DOUBTFUL ? 'review' : 'different',
  }
}

/** What a registry shows and keeps of an explanation. */
const levelsAgainst = new Set(['different', 'conflict', 'family', 'year', 'town'])
const levelShown = ({ level }: FieldReason): Level =>
  level === 'same' || level === 'missing' ? level : levelsAgainst.has(level) ? 'different' : 'close'

export function told({ spec, fields }: Matching, { bits, decision, fields: reasons }: Explanation): Compared {
  return {
    score: bits,
    decision,
    strong: bits >= spec.thresholds.match,
    contradicted: reasons.some(({ field, level }) => field === spec.only?.column && level === 'conflict'),
    explanation: reasons.map((reason) => ({
      field: fields[reason.field] ?? reason.field,
      level: levelShown(reason),
      weight: Math.round(reason.bits * 100) / 100,
      says: reason.levelTitle,
    })),
  }
}

/** One statement held against others of its registry. */
export type Compare = (statement: Statement, others: readonly Statement[]) => Compared[]

/** By the weights that the registry has learned, by those it starts with, or, without a specification, by those its fields declare. */
export function comparerOf(registry: Registry, learned: Weights | undefined): Compare {
  const { matching } = registry
  if (!matching) return (statement, others) => others.map((other) => compareDeclared(registry, statement, other))
  const { spec, raw, starting } = matching
  const { among } = judge(spec, learned?.version === spec.version ? learned : starting)
  const read = new WeakMap<Statement, Values>()
  const valuesOf = (statement: Statement) => {
    const known = read.get(statement) ?? spec.normalise(raw(statement.values))
    read.set(statement, known)
    return known
  }
  return (statement, others) => {
    const score = among([statement, ...others].map(valuesOf))
    return others.map((_, at) => told(matching, score.explain(0, at + 1)))
  }
}

/** Records that share one of these are compared with each other. */
export function blocksOf(registry: Registry, values: FieldValues): string[] {
  const { matching } = registry
  if (!matching) return blocksDeclared(registry, values)
  return blockKeys(matching.spec, matching.spec.normalise(matching.raw(values))).map(({ key, value }) => `${key}:${value}`)
}

function blocksDeclared(registry: Registry, values: FieldValues): string[] {
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
