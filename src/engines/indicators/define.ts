import { type Dataset, datasetKind, defineKind, type House, type Kind, type Text } from '#kernel'

/** A row counts when every condition holds. Columns are those the dataset declares. */
export type Condition = { readonly column: string } & (
  | { readonly is: string | boolean }
  | { readonly in: readonly string[] }
  | { readonly not: string }
  | { readonly empty: boolean }
  /** The column's instant has passed. */
  | { readonly past: true }
  /** The column's instant lies at most so many hours back. */
  | { readonly withinHours: number }
)

/** How rows become one number. `share` is a percentage: of all rows, those for which its own conditions hold too. */
export type Measure =
  | { readonly count: true }
  | { readonly share: readonly Condition[] }
  | { readonly average: string }
  | { readonly sum: string }
  /** Median of the hours between two instants of a row. */
  | { readonly medianHours: readonly [from: string, to: string] }

/**
 * An indicator (指标): a figure with its definition, and the rows it is made of. Value and rows are read by one and the same
 * condition from one dataset, so that they cannot disagree.
 */
export interface Indicator {
  /** `<module>.<name>` */
  readonly id: string
  /** Counted up whenever what it counts changes: closed periods keep the version they were counted by. */
  readonly version: number
  readonly title: Text
  /** What is counted, from when to when, and by whom; shown wherever the number is. */
  readonly about: Text
  readonly unit: Text
  readonly digits: number
  readonly better: 'more' | 'less' | 'neither'
  readonly dataset: string
  readonly measure: Measure
  readonly where: readonly Condition[]
  /** The instant by which a row belongs to a period; absent: a state, as it is now. */
  readonly at?: string
  /** Column with the ltree path of the row's administrative area. */
  readonly area: string
  /** What a row is about: its ref is `<type>:<key>`, its name stands in `title`. */
  readonly row: { readonly type: string; readonly key: string; readonly title: string }
  /** The period it is usually looked at in; states have none. */
  readonly usual?: 'today' | 'last-30d' | 'this-month' | 'this-year'
  /** Topic of the live stream on which its rows change. */
  readonly live?: string
  /** Its place among the figures of the command centre; absent: not there. */
  readonly wall?: number
  /** The list behind it, where a room has one: an address of the workbench. */
  readonly opens?: string
}

const columnsOf = ({ where, measure, at, area, row }: Indicator): string[] => [
  ...where.map(({ column }) => column),
  ...('share' in measure ? measure.share.map(({ column }) => column) : []),
  ...('average' in measure ? [measure.average] : []),
  ...('sum' in measure ? [measure.sum] : []),
  ...('medianHours' in measure ? measure.medianHours : []),
  ...(at ? [at] : []),
  area,
  row.key,
  row.title,
]

function complaintsOf(house: House, indicator: Indicator, owner: string): string[] {
  const { id, dataset, at, usual } = indicator
  const found: Dataset | undefined = house.find(datasetKind, dataset)
  return [
    ...(id.startsWith(`${owner}.`) ? [] : [`"${id}" is declared by "${owner}" and must begin with its name`]),
    ...(at && !usual ? [`"${id}" happens in time and must say in which period it is usually looked at`] : []),
    ...(found
      ? columnsOf(indicator)
          .filter((column) => !(column in found.columns))
          .map((column) => `"${id}" reads column "${column}", which ${dataset} does not declare`)
      : [`"${id}" reads ${dataset}, which nobody publishes`]),
  ]
}

export const indicatorKind: Kind<Indicator> = defineKind<Indicator>({
  name: 'indicator',
  keyOf: ({ id }) => id,
  check: (house) => house.entries(indicatorKind).flatMap(({ value, owner }) => complaintsOf(house, value, owner)),
})
export const defineIndicator = (indicator: Indicator): Indicator => indicator
export const indicator = (value: Indicator) => indicatorKind.of(value)
