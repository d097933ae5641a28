import type { Text } from '#kernel'
import type { GateReport } from '../schema.ts'
import { type Anonymiser, anonymiser, isBlocked, LEAST_K, propose, quasiOf, Tuples } from './anonymity.ts'
import { isCountHeading, smallCells, withholdSmallCells } from './cells.ts'
import { Detector } from './detect.ts'
import { type Identifier, identifiersIn, identifierTitles } from './identifiers.ts'
import type { FoundIdentifier, GateColumn, Plan, Treatment } from './plan.ts'
import { type Cell, quasiOfHeading } from './quasi.ts'

export type Row = readonly Cell[]
/** Rows that can be read again and again, in the same order, as text. */
export interface GateSource {
  columns: readonly GateColumn[]
  batches: () => AsyncIterable<readonly Row[]>
  /** Set while it is read: too many rows to keep, so two readings may differ. */
  isTooLarge?: boolean
}

/** Two readings of a table may differ, and what is counted in one must not be let out by the other. */
export class TooLargeToCompare extends Error {}

/** A table with two or more of these is about people, whatever its owner says. */
const PERSONAL =
  /出生|生日|birth|年龄|\bage\b|性别|gender|\bsex\b|民族|ethnic|婚姻|marital|学历|education|职业|occupation|户籍|病种|诊断|残疾/i
const FEW = 0.05

interface Looked {
  detector: Detector
  found: FoundIdentifier[]
  rows: number
}

async function look({ columns, batches }: GateSource): Promise<Looked> {
  const detector = new Detector(columns)
  let rows = 0
  for await (const batch of batches()) {
    for (const row of batch) detector.add(row)
    rows += batch.length
  }
  return { detector, found: detector.identifiers(), rows }
}

export const isAboutPeople = (columns: readonly GateColumn[]): boolean =>
  columns.filter(({ id, title, personal }) => personal || PERSONAL.test(`${id} ${title}`)).length >= 2

async function tuplesOf({ columns, batches }: GateSource, quasi: readonly { column: string }[]): Promise<Tuples> {
  const places = quasi.map(({ column }) => columns.findIndex(({ id }) => id === column))
  const tuples = new Tuples(quasi.length)
  for await (const batch of batches()) for (const row of batch) tuples.add(places.map((at) => row[at] ?? null))
  return tuples
}

/** The plan the gate would follow: identifiers out, quasi-identifiers made coarser until k people share each line. */
export async function proposePlan(
  source: GateSource,
  declaredAboutPeople: boolean,
): Promise<{ plan: Plan; report: Omit<GateReport, 'checkedAt'> }> {
  const looked = await look(source)
  const aboutPeople = declaredAboutPeople || isAboutPeople(source.columns)
  const dropped = treatmentsOf(source.columns, looked)
  const kinds = aboutPeople ? looked.detector.quasi() : {}
  const quasi = source.columns
    .filter(({ id }) => !dropped[id] && kinds[id])
    .map(({ id }) => ({ column: id, kind: kinds[id] as NonNullable<(typeof kinds)[string]> }))
  const levels = quasi.length > 0 ? propose(await tuplesOf(source, quasi), quasi, LEAST_K).levels : []
  const counts = source.columns
    .filter(({ id, title, type }) => /^(int|bigint|float|numeric)/.test(type) && isCountHeading(`${id} ${title}`) && !dropped[id])
    .map(({ id }) => id)
  const columns: Record<string, Treatment> = Object.fromEntries(
    source.columns.map(({ id }): [string, Treatment] => {
      const at = quasi.findIndex(({ column }) => column === id)
      return [
        id,
        dropped[id] ??
          (at >= 0
            ? { do: 'generalise', kind: (quasi[at] as (typeof quasi)[number]).kind, level: levels[at] ?? 0 }
            : { do: 'keep' }),
      ]
    }),
  )
  const plan: Plan = { k: LEAST_K, aboutPeople, columns, counts }
  return { plan, report: await reportOn(source, plan, looked) }
}

/** A column of identifiers goes; one that holds them here and there keeps its other cells. */
function treatmentsOf(columns: readonly GateColumn[], { found, rows }: Looked): Record<string, Treatment> {
  return Object.fromEntries(
    columns.flatMap(({ id }): [string, Treatment][] => {
      const here = found.filter(({ column }) => column === id)
      if (here.length === 0) return []
      const isRare = here.every((one) => one.by === 'content' && one.rows <= rows * FEW)
      return [[id, isRare ? { do: 'redact' } : { do: 'drop', why: 'identifier' }]]
    }),
  )
}

/** Would this plan let the table out? Counted over every row. */
export async function checkPlan(source: GateSource, plan: Plan): Promise<Omit<GateReport, 'checkedAt'>> {
  return reportOn(source, plan, await look(source))
}

/** Is this find still open under the plan? A heading alone can be answered for; contents cannot. */
function isOpen({ column, by }: FoundIdentifier, { columns }: Plan): boolean {
  const treatment = columns[column]
  if (!treatment || treatment.do === 'drop') return false
  if (treatment.do === 'redact') return by !== 'content'
  return !(treatment.do === 'keep' && by === 'heading' && (treatment.because?.trim().length ?? 0) >= 4)
}

async function reportOn(source: GateSource, plan: Plan, { found, rows }: Looked): Promise<Omit<GateReport, 'checkedAt'>> {
  const identifiers = found.map((one) => ({ ...one, open: isOpen(one, plan) }))
  const quasi = quasiOf(plan)
  const tuples = quasi.length > 0 ? await tuplesOf(source, quasi) : undefined
  const at = (levels: number[]) => tuples && anonymiser(tuples, quasi, levels, plan.k).figures
  const after = at(quasi.map(({ level }) => level)) ?? null
  const why = refusals(source.columns, plan, identifiers, after, rows)
  return {
    rows,
    identifiers,
    before: at(quasi.map(() => 0)) ?? null,
    after,
    withheldRows: after?.atRisk ?? 0,
    smallCells: await countSmallCells(source, plan),
    verdict: why.length > 0 ? 'blocked' : 'open',
    why,
  }
}

function refusals(
  columns: readonly GateColumn[],
  plan: Plan,
  identifiers: GateReport['identifiers'],
  after: GateReport['after'],
  rows: number,
): Text[] {
  const titleOf = (id: string) => columns.find((column) => column.id === id)?.title ?? id
  const why = identifiers
    .filter(({ open }) => open)
    .map(({ column, kind, rows: held }): Text => {
      const name = identifierTitles[kind as Identifier]
      return {
        zh: `字段“${titleOf(column)}”含${name.zh}（${held} 行）`,
        en: `The column “${titleOf(column)}” holds: ${name.en} (${held} rows)`,
      }
    })
  if (rows === 0) why.push({ zh: '没有数据', en: 'There are no rows' })
  const bare = columns.filter(
    ({ id, title, personal }) => plan.columns[id]?.do === 'keep' && (quasiOfHeading(`${id} ${title}`) || personal),
  )
  if (plan.aboutPeople || isAboutPeople(columns))
    for (const { title } of bare)
      why.push({
        zh: `字段“${title}”可能指向个人，需要概括或去掉`,
        en: `The column “${title}” may point at a person: generalise or drop it`,
      })
  if (after && rows > 0 && isBlocked(after))
    why.push({
      zh: `仍有 ${after.atRisk} 行不足 ${plan.k} 人同类，去掉后剩余太少`,
      en: `${after.atRisk} rows still share their line with fewer than ${plan.k}; too few would be left`,
    })
  return why
}

async function countSmallCells({ columns, batches }: GateSource, { counts, k }: Plan): Promise<number> {
  if (counts.length === 0) return 0
  const places = counts.map((id) => columns.findIndex((column) => column.id === id)).filter((at) => at >= 0)
  let cells = 0
  for await (const batch of batches())
    for (const at of places)
      cells += smallCells(
        batch.map((row) => numberOf(row[at] ?? null)),
        k,
      )
  return cells
}

const numberOf = (cell: Cell): number | null => (cell === null || cell === '' || Number.isNaN(Number(cell)) ? null : Number(cell))

/** Columns that leave, in order, and the database type each has after its treatment. */
export const outgoing = (columns: readonly GateColumn[], plan: Plan): { column: GateColumn; at: number; type: string }[] =>
  columns.flatMap((column, at) => {
    const treatment = plan.columns[column.id] ?? { do: 'drop' as const, why: 'chosen' as const }
    if (treatment.do === 'drop') return []
    return [{ column, at, type: treatment.do === 'generalise' && treatment.level > 0 ? 'text' : column.type }]
  })

export class IdentifierPassed extends Error {
  readonly column: string
  constructor(column: string) {
    super(`An identifier stands in "${column}"`)
    this.column = column
  }
}

/** The rows that leave: treated by the plan, the rare withheld, and looked at once more on their way out. */
export async function* released(source: GateSource, plan: Plan): AsyncGenerator<Cell[][]> {
  const quasi = quasiOf(plan)
  const made =
    quasi.length > 0
      ? anonymiser(
          await tuplesOf(source, quasi),
          quasi,
          quasi.map(({ level }) => level),
          plan.k,
        )
      : undefined
  if (source.isTooLarge && (made || plan.counts.length > 0)) throw new TooLargeToCompare()
  const places = quasi.map(({ column }) => source.columns.findIndex(({ id }) => id === column))
  const out = outgoing(source.columns, plan)
  const counts = await safeCounts(source, plan, out)
  let line = 0
  for await (const batch of source.batches()) {
    const rows: Cell[][] = []
    for (const row of batch) {
      const place = line
      line += 1
      const coarse = coarseOf(made, places, row)
      if (!coarse) continue
      rows.push(
        out.map(
          ({ column, at }) =>
            counts.get(column.id)?.[place] ?? (counts.has(column.id) ? null : cellOf(column, at, row, coarse, plan)),
        ),
      )
    }
    yield rows
  }
}

const coarseOf = (made: Anonymiser | undefined, places: readonly number[], row: Row): Map<number, Cell> | undefined => {
  if (!made) return new Map()
  const values = made.apply(places.map((at) => row[at] ?? null))
  return values && new Map(places.map((at, index) => [at, values[index] ?? null]))
}

function cellOf(column: GateColumn, at: number, row: Row, coarse: Map<number, Cell>, plan: Plan): Cell {
  const value = coarse.has(at) ? (coarse.get(at) ?? null) : (row[at] ?? null)
  if (value === null || value === '' || column.type !== 'text') return value === '' ? null : value
  if (identifiersIn(value).length === 0) return value
  if (plan.columns[column.id]?.do === 'redact') return null
  throw new IdentifierPassed(column.id)
}

/** Counting columns as they are published; groups are the values of the first other column. */
async function safeCounts(
  { columns, batches }: GateSource,
  plan: Plan,
  out: readonly { column: GateColumn }[],
): Promise<Map<string, Cell[]>> {
  const chosen = plan.counts.filter((id) => out.some(({ column }) => column.id === id))
  if (chosen.length === 0) return new Map()
  const groupAt = columns.findIndex(({ id }) => !chosen.includes(id) && out.some(({ column }) => column.id === id))
  const groups: string[] = []
  const values = chosen.map((): (number | null)[] => [])
  const places = chosen.map((id) => columns.findIndex((column) => column.id === id))
  for await (const batch of batches())
    for (const row of batch) {
      groups.push(row[groupAt] ?? '')
      places.forEach((at, index) => void values[index]?.push(numberOf(row[at] ?? null)))
    }
  return new Map(
    chosen.map((id, index) => [
      id,
      withholdSmallCells(values[index] ?? [], groups, plan.k).map((count) => (count === null ? null : String(count))),
    ]),
  )
}
