import { type Identifier, identifierOfHeading, identifiersIn, looksLikeName } from './identifiers.ts'
import type { FoundIdentifier, GateColumn } from './plan.ts'
import { type QuasiKind, quasiOfHeading } from './quasi.ts'

/** A column of names needs no heading: most of its values look like one, and they hardly repeat. */
const NAMES_SHARE = 0.8
const NAMES_DISTINCT = 0.5
const DISTINCT_CAP = 5000
const POINT = /^-?\d{1,3}\.\d+,\s*-?\d{1,2}\.\d+$/
const ROOM = /\d+\s*(号|弄).{0,12}(室|\d{3,4})$/

interface Seen {
  rows: number
  filled: number
  names: number
  points: number
  rooms: number
  distinct: Set<string>
  kinds: Map<Identifier, number>
}

/** Looks at every row once: direct identifiers, and columns that may point at a person. */
export class Detector {
  readonly #columns: readonly GateColumn[]
  readonly #seen: Seen[]

  constructor(columns: readonly GateColumn[]) {
    this.#columns = columns
    this.#seen = columns.map(() => ({ rows: 0, filled: 0, names: 0, points: 0, rooms: 0, distinct: new Set(), kinds: new Map() }))
  }

  /** Values as text, in the order of the columns. */
  add(row: readonly (string | null)[]): void {
    this.#seen.forEach((seen, at) => {
      seen.rows += 1
      const value = row[at]
      if (value === null || value === undefined || value === '') return
      seen.filled += 1
      if (seen.distinct.size < DISTINCT_CAP) seen.distinct.add(value)
      if (looksLikeName(value)) seen.names += 1
      if (POINT.test(value)) seen.points += 1
      if (ROOM.test(value)) seen.rooms += 1
      if (isMeasure(this.#columns[at]?.type)) return
      for (const kind of identifiersIn(value)) seen.kinds.set(kind, (seen.kinds.get(kind) ?? 0) + 1)
    })
  }

  identifiers(): FoundIdentifier[] {
    return this.#columns.flatMap((column, at): FoundIdentifier[] => {
      const seen = this.#seen[at] as Seen
      const found = [...seen.kinds].map(([kind, rows]) => ({ column: column.id, kind, by: 'content' as const, rows }))
      const named = this.#isNames(seen)
        ? [{ column: column.id, kind: 'person-name' as const, by: 'content' as const, rows: seen.names }]
        : []
      const heading = identifierOfHeading(`${column.id} ${column.title}`)
      const isKnown = (kind: Identifier) => [...found, ...named].some((other) => other.kind === kind)
      const byHeading =
        heading && !isKnown(heading) ? [{ column: column.id, kind: heading, by: 'heading' as const, rows: seen.filled }] : []
      const all = [...found, ...named.filter(({ kind }) => !seen.kinds.has(kind)), ...byHeading]
      if (all.length > 0 || !column.personal || quasiOfHeading(`${column.id} ${column.title}`)) return all
      return [{ column: column.id, kind: 'person-name', by: 'declared', rows: seen.filled }]
    })
  }

  #isNames({ filled, names, distinct }: Seen): boolean {
    return filled >= 5 && names / filled >= NAMES_SHARE && distinct.size / Math.min(filled, DISTINCT_CAP) >= NAMES_DISTINCT
  }

  /** Columns that together may point at one person, each with the ladder it goes down. */
  quasi(): Record<string, QuasiKind> {
    return Object.fromEntries(
      this.#columns.flatMap((column, at) => {
        const kind = this.#quasiKind(column, this.#seen[at] as Seen)
        return kind ? [[column.id, kind]] : []
      }),
    )
  }

  #quasiKind(column: GateColumn, { filled, points, rooms }: Seen): QuasiKind | undefined {
    if (filled > 0 && rooms / filled >= 0.3) return 'address'
    const kind = quasiOfHeading(`${column.id} ${column.title}`)
    if (kind) return kind
    return column.personal && filled > 0 && points / filled > 0.8 ? 'point' : undefined
  }

  /** The ladder that fits a column when rows are about people and its owner names it a quasi-identifier. */
  ladderFor(id: string): QuasiKind {
    const at = this.#columns.findIndex((column) => column.id === id)
    const column = this.#columns[at]
    const seen = this.#seen[at]
    if (!column || !seen) return 'category'
    const kind = this.#quasiKind(column, seen)
    if (kind) return kind
    if (seen.filled > 0 && seen.points / seen.filled > 0.8) return 'point'
    if (/^(date|timestamp)/.test(column.type)) return 'date'
    return /^(int|numeric|float|double|bigint)/.test(column.type) ? 'number' : 'category'
  }
}

/** Readings and sums cannot hold a telephone number; whole numbers can. */
const isMeasure = (type: string | undefined): boolean =>
  type !== undefined && /^(numeric|float|double|real|bool|timestamp|date|time|geo)/.test(type)
