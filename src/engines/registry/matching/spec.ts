/** What a kind of thing declares so that its records can be matched. Nothing here is fitted: `fit.ts` learns from unlabelled records. */

/** A record as a source gives it. */
export type Raw = Readonly<Record<string, string | null | undefined>>
/** The same record in one spelling, by column; what is missing or unusable is left out. */
export type Values = Record<string, string | undefined>

/** Compares two rows of a table; 0 says that one of them has nothing to compare. */
export type Compare = (a: number, b: number) => number

export interface Label {
  zh: string
  en: string
}

export interface Level {
  id: string
  title: Label
  /** Where learning begins: how often records of one thing meet on this level. */
  m: number
  /** The column whose value's own frequency stands for u: a rare name says more than a common one. */
  frequency?: string
  /** Two different things of this level are rarer than this, by law or by nature (identity numbers). */
  uAtMost?: number
  /** Every pair of this level shares a blocking key, so that u is counted and not sampled. */
  blocked?: boolean
}

export interface Field {
  id: string
  title: Label
  /** From the strongest agreement to the plainest difference; level 0, "missing", is not declared. */
  levels: Level[]
  compare: (table: Table) => Compare
}

export interface BlockingKey {
  id: string
  of: (values: Values) => string | undefined
  /** Records that share one value; a larger block is left out and reported. */
  cap: number
}

export interface Doubt {
  id: string
  title: Label
  /** Levels by field id; all of them together keep a pair from being joined without a person's look. */
  when: Record<string, string[]>
  unless?: Record<string, string[]>
}

export interface Spec {
  kind: string
  /** Goes up when normalising or keys change: stored keys and weights of an earlier version are made anew. */
  version: number
  columns: string[]
  normalise: (raw: Raw) => Values
  keys: BlockingKey[]
  fields: Field[]
  /** Agreements that strangers share together more often than by chance: `[field, level]` twice (a household: home and phone). */
  together: [[string, string], [string, string]][]
  /** A thing has at most one value of this column, where `holds` says that the value is verified. */
  only: { column: string; holds: string } | null
  doubts: Doubt[]
  /** Bits of evidence, the prior included: 0 is as likely as not. */
  thresholds: { match: number; review: number }
  /** The module and the name by which a worker finds this specification again. */
  from: { module: string; name: string }
}

export interface Dictionary {
  /** UTF-16 of all values, one after another; value `id` stands between `starts[id]` and `starts[id + 1]`. */
  chars: Uint16Array
  starts: Uint32Array
  counts: Uint32Array
}

export interface Column {
  /** 0 is missing. */
  ids: Int32Array
  dictionary: Dictionary
}

/** Records by column, in memory that workers share. */
export interface Table {
  size: number
  columns: Record<string, Column>
  /** A hash of each blocking key's value per record; 0 is none. */
  keys: Uint32Array[]
}

export const columnOf = (table: Table, id: string): Column => {
  const column = table.columns[id]
  if (!column) throw new Error(`No column "${id}" in the table`)
  return column
}

export const valueOf = ({ dictionary }: Column, id: number): string =>
  String.fromCharCode(...dictionary.chars.subarray(dictionary.starts[id], dictionary.starts[id + 1]))

/** Blocking keys of one record, as stored with it: `population.1.id` and the value. Values are personal: store them as blind indexes. */
export const blockKeys = (spec: Spec, values: Values): { key: string; value: string }[] =>
  spec.keys.flatMap((key) => {
    const value = key.of(values)
    return value ? [{ key: `${spec.kind}.${spec.version}.${key.id}`, value }] : []
  })
