import type { FieldValues } from './definition.ts'
import type { SourceSpec, Why } from './schema.ts'

/** What one source says of one entity. */
export interface Statement {
  readonly record: string
  readonly source: string
  readonly observedOn: string
  readonly values: FieldValues
  /** `field:code` of what did not pass its check. */
  readonly flags: readonly string[]
}

export interface Won {
  readonly record: string
  readonly source: string
  readonly observedOn: string
  readonly why: Why
  /** Other sources that say something else. */
  readonly disagree: number
}

export interface Golden {
  readonly values: FieldValues
  readonly provenance: Readonly<Record<string, Won>>
}

interface Rules {
  readonly fields: readonly string[]
  /** Most trusted first. */
  readonly sources: readonly SourceSpec[]
  /** Field → record that a steward chose. */
  readonly chosen: Readonly<Record<string, string>>
  readonly today: string
}

const DAY = 86_400_000
const ageDays = (on: string, today: string) => (Date.parse(today) - Date.parse(on)) / DAY

type Rank = readonly [chosen: number, valid: number, fresh: number, holder: number, trust: number, newest: number]
const reasons: readonly Why[] = ['chosen', 'valid', 'fresher', 'duty-holder', 'trust', 'newest']

/**
 * Chosen by a steward; passing its check; not stale; from the duty-holder; from the more trusted source; the newer.
 * The record's id breaks ties, so that the order of delivery never decides.
 */
function rankOf(field: string, statement: Statement, rules: Rules): Rank {
  const at = rules.sources.findIndex(({ id }) => id === statement.source)
  const source = rules.sources[at]
  return [
    rules.chosen[field] === statement.record ? 0 : 1,
    statement.flags.some((flag) => flag.startsWith(`${field}:`)) ? 1 : 0,
    source && ageDays(statement.observedOn, rules.today) <= source.freshDays ? 0 : 1,
    source?.holds.includes(field) ? 0 : 1,
    at < 0 ? rules.sources.length : at,
    -Date.parse(statement.observedOn),
  ]
}

function firstDifference(a: Rank, b: Rank): number {
  return a.findIndex((value, index) => value !== b[index])
}

function decide(field: string, statements: readonly Statement[], rules: Rules): Won | undefined {
  const ranked = statements
    .filter(({ values }) => values[field])
    .map((statement) => ({ statement, rank: rankOf(field, statement, rules) }))
    .sort((a, b) => {
      const at = firstDifference(a.rank, b.rank)
      return at < 0 ? (a.statement.record < b.statement.record ? -1 : 1) : (a.rank[at] as number) - (b.rank[at] as number)
    })
  const [first] = ranked
  if (!first) return undefined
  const others = ranked.filter(({ statement }) => statement.values[field] !== first.statement.values[field])
  const rival = others[0]
  const at = rival ? firstDifference(first.rank, rival.rank) : -1
  const why = rules.chosen[field] === first.statement.record ? 'chosen' : ranked.length === 1 ? 'only' : whyOf(first.rank, at)
  const { record, source, observedOn } = first.statement
  return { record, source, observedOn, why, disagree: new Set(others.map(({ statement }) => statement.source)).size }
}

/** Nobody contradicts: then it counts that the duty-holder says so, else that the trusted source does. */
const whyOf = (rank: Rank, at: number): Why => (at >= 0 ? (reasons[at] as Why) : rank[3] === 0 ? 'duty-holder' : 'trust')

/** The value of each field that wins among what the sources say, where it is from and why it won. Pure. */
export function goldenOf(statements: readonly Statement[], rules: Rules): Golden {
  const values: FieldValues = {}
  const provenance: Record<string, Won> = {}
  for (const field of rules.fields) {
    const won = decide(field, statements, rules)
    if (!won) continue
    provenance[field] = won
    values[field] = statements.find(({ record }) => record === won.record)?.values[field] as string
  }
  return { values, provenance }
}
