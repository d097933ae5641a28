import type { FactorLimit, MonitorFactor } from './schema.ts'

/** A row of the register of factors, as the table has it. */
export interface FactorRow {
  id: string
  version: number
  code: string
  kind: FactorLimit['kind']
  direction: FactorLimit['direction']
  level: number
  raise_at: number | null
  clear_at: number | null
  severity: FactorLimit['severity']
  raise_after: number
  clear_after: number
  use: MonitorFactor['use']
  name: string | null
  name_en: string | null
  unit: string | null
}
type Values = Omit<FactorRow, 'id' | 'version'>

const limitOf = ({ kind, direction, raise_at, clear_at, raise_after, clear_after, severity }: FactorRow): FactorLimit[] =>
  raise_at === null
    ? []
    : [
        {
          kind,
          direction,
          raiseAt: raise_at,
          ...(clear_at !== null && { clearAt: clear_at }),
          raiseAfter: raise_after,
          clearAfter: clear_after,
          severity,
        },
      ]

/** A monitor's rows as its factors, in the order in which they were registered; names and units as the first row of each says. */
export function factorsOf(rows: readonly FactorRow[]): MonitorFactor[] {
  return [...Map.groupBy(rows, ({ code }) => code)].map(([code, own]) => {
    const { name, name_en, unit, use } = own[0] as FactorRow
    const ordered = own.toSorted((a, b) => a.level - b.level)
    return {
      code,
      ...((name || name_en) && { name: { zh: (name || name_en) as string, en: (name_en || name) as string } }),
      ...(unit && { unit }),
      use,
      limits: ordered.flatMap(limitOf),
    }
  })
}

/** The other way round: one row per limit, numbered among those of its kind and direction; without any, one row that says so. */
export function rowsOf({ code, name, unit, use, limits }: MonitorFactor): Values[] {
  const common = { code, use, name: name?.zh ?? null, name_en: name?.en ?? null, unit: unit ?? null }
  const counts = new Map<string, number>()
  const rows = limits.map(({ kind, direction, raiseAt, clearAt, raiseAfter, clearAfter, severity }): Values => {
    const level = (counts.get(`${kind} ${direction}`) ?? 0) + 1
    counts.set(`${kind} ${direction}`, level)
    const limit = { raise_at: raiseAt, clear_at: clearAt ?? null, severity, raise_after: raiseAfter, clear_after: clearAfter }
    return { ...common, kind, direction, level, ...limit }
  })
  const watched = { raise_at: null, clear_at: null, severity: 'serious', raise_after: 1, clear_after: 1 } as const
  return rows.length > 0 ? rows : [{ ...common, kind: 'real-time', direction: 'above', level: 1, ...watched }]
}
