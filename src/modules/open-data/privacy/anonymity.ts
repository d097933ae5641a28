import type { ClassFigures, Plan } from './plan.ts'
import { type Cell, generalise, type QuasiKind, rungs } from './quasi.ts'

/** Rows that may be withheld before the table is no longer worth publishing. */
export const MOST_WITHHELD = 0.2
export const LEAST_K = 5
const SEPARATOR = '\u001f'
const NOTHING = '\u0000'

export interface Quasi {
  column: string
  kind: QuasiKind
}

/** Equal combinations of quasi-identifiers, counted: the search for a plan works on these and not on rows. */
export class Tuples {
  readonly #counts = new Map<string, number>()
  readonly width: number

  constructor(width: number) {
    this.width = width
  }

  add(values: readonly Cell[]): void {
    const key = values.map((value) => value ?? NOTHING).join(SEPARATOR)
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  *entries(): Iterable<{ values: Cell[]; count: number }> {
    for (const [key, count] of this.#counts)
      yield { values: key.split(SEPARATOR).map((value) => (value === NOTHING ? null : value)), count }
  }
}

/** Values of a column that stand in at least k rows. */
function commonValues(tuples: Tuples, at: number, k: number): Set<string> {
  const counts = new Map<string, number>()
  for (const { values, count } of tuples.entries()) {
    const value = values[at]
    if (value !== null && value !== undefined) counts.set(value, (counts.get(value) ?? 0) + count)
  }
  return new Set([...counts].filter(([, count]) => count >= k).map(([value]) => value))
}

/** What turns a row's quasi-identifiers into what is published, and which of the results are too rare. */
export interface Anonymiser {
  readonly figures: ClassFigures
  /** The published values, or undefined when the row stands in too small a class and is withheld. */
  apply: (values: readonly Cell[]) => Cell[] | undefined
}

export function anonymiser(tuples: Tuples, quasi: readonly Quasi[], levels: readonly number[], k: number): Anonymiser {
  const common = quasi.map(({ kind }, at) => (kind === 'category' && levels[at] === 1 ? commonValues(tuples, at, k) : undefined))
  const coarse = (values: readonly Cell[]) =>
    quasi.map(({ kind }, at) => generalise(kind, values[at] ?? null, levels[at] ?? 0, (value) => common[at]?.has(value) ?? true))
  const classes = new Map<string, number>()
  const keyOf = (values: readonly Cell[]) => values.map((value) => value ?? NOTHING).join(SEPARATOR)
  let rows = 0
  for (const { values, count } of tuples.entries()) {
    const key = keyOf(coarse(values))
    classes.set(key, (classes.get(key) ?? 0) + count)
    rows += count
  }
  const sizes = [...classes.values()]
  return {
    figures: {
      rows,
      classes: classes.size,
      smallest: sizes.length > 0 ? sizes.reduce((least, size) => Math.min(least, size)) : 0,
      atRisk: sizes.filter((size) => size < k).reduce((sum, size) => sum + size, 0),
    },
    apply: (values) => {
      const published = coarse(values)
      return (classes.get(keyOf(published)) ?? 0) >= k ? published : undefined
    },
  }
}

export interface Proposal {
  levels: number[]
  before: ClassFigures
  /** With the generalisation, before rare rows are withheld. */
  after: ClassFigures
  /** Nothing short of withholding more than a fifth of the rows makes it anonymous. */
  blocked: boolean
}

/**
 * Full-domain generalisation, greedily: of all single steps up one ladder, the one that frees the most rows at risk for
 * the share of its ladder it climbs; until few enough rows are left that these can be withheld.
 */
export function propose(
  tuples: Tuples,
  quasi: readonly Quasi[],
  k: number,
  from: readonly number[] = quasi.map(() => 0),
): Proposal {
  const before = anonymiser(
    tuples,
    quasi,
    quasi.map(() => 0),
    k,
  ).figures
  let levels = [...from]
  let now = anonymiser(tuples, quasi, levels, k).figures
  while (now.atRisk > now.rows * MOST_WITHHELD * 0.25) {
    const steps = quasi.flatMap(({ kind }, at) => {
      if ((levels[at] ?? 0) >= rungs[kind].length - 1) return []
      const next = levels.with(at, (levels[at] ?? 0) + 1)
      const figures = anonymiser(tuples, quasi, next, k).figures
      const cost = ((levels[at] ?? 0) + 1) / (rungs[kind].length - 1)
      return [{ next, figures, worth: (now.atRisk - figures.atRisk + 1) / cost }]
    })
    const best = steps.sort((a, b) => b.worth - a.worth)[0]
    if (!best) break
    levels = best.next
    now = best.figures
  }
  return { levels, before, after: now, blocked: isBlocked(now) }
}

export const isBlocked = ({ rows, atRisk }: ClassFigures): boolean =>
  rows === 0 || atRisk === rows || atRisk > rows * MOST_WITHHELD

export const quasiOf = (plan: Plan): (Quasi & { level: number })[] =>
  Object.entries(plan.columns).flatMap(([column, treatment]) =>
    treatment.do === 'generalise' ? [{ column, kind: treatment.kind, level: treatment.level }] : [],
  )
