import type { Ctx } from '#kernel'
import { openTable } from './ckan/datastore.ts'
import { columnUnknown } from './errors.ts'
import type { ChartData, Field, Places } from './schema.ts'
import type { ResourceRow } from './store.ts'
import * as tables from './store-table.ts'

const isNumber = ({ type }: Field) => type === 'int8' || type === 'float8'
const isTime = ({ type }: Field) => type === 'timestamptz' || type === 'date'

/** A column that says what was measured in a row: figures of different things are never drawn as one. */
const isKind = ({ id, type, title }: Field) =>
  type === 'text' && (/^(measure|indicator|cut)$/.test(id) || /监测因子|指标名称|统计口径/.test(title.zh))
const MOST_KINDS = 60
/** Numbers that are names. */
const isCode = ({ id, title }: Field) => /(^|_)(id|code|year)$|代码|编号|年份$/i.test(id) || /代码|编号|^年份$/.test(title.zh)

type Figures = Readonly<Record<string, tables.ColumnFigures>>
interface Wish {
  by?: string | undefined
  value?: string | undefined
  how?: ChartData['how'] | undefined
  /** Which of the things measured. */
  only?: string | undefined
}

/** What can be drawn, and by what. */
function choicesOf({ fields, geometry }: ResourceRow, figures: Figures) {
  const isPlace = ({ id }: Field) => id === geometry?.lon || id === geometry?.lat
  const distinct = ({ id }: Field) => figures[id]?.distinct ?? 0
  const repeats = (field: Field) => distinct(field) * 2 <= (figures[field.id]?.filled ?? 0)
  const kinds = fields.find((field) => isKind(field) && distinct(field) >= 2 && distinct(field) <= MOST_KINDS && repeats(field))
  return {
    kinds,
    groups: fields.filter(
      (field) =>
        field !== kinds &&
        !isCode(field) &&
        (isTime(field) || (!isPlace(field) && distinct(field) >= 2 && distinct(field) <= 60)),
    ),
    numbers: fields.filter((field) => isNumber(field) && !isPlace(field) && !isCode(field)),
  }
}

function named(fields: readonly Field[], wanted: string | undefined): Field | undefined {
  const field = fields.find(({ id }) => id === wanted)
  if (wanted && !field) throw columnUnknown({ column: wanted.slice(0, 60) })
  return field
}

/** Of several things measured one is drawn: the one wished for, else the one with most rows. */
async function kindOf(ctx: Ctx, table: string, kinds: Field | undefined, wish: Wish): Promise<ChartData['only']> {
  if (!kinds) return null
  const found = await tables.grouped(ctx, table, { by: kinds, value: null, how: 'count', part: null })
  const choices = found.map(({ key }) => key)
  const value = choices.find((choice) => choice === wish.only) ?? choices[0]
  return value === undefined ? null : { column: kinds.id, value, choices: choices.toSorted((a, b) => a.localeCompare(b, 'zh')) }
}

/** A sensible first chart: a number over time if there is time, else the largest groups. */
export async function chart(ctx: Ctx, id: string, wish: Wish): Promise<ChartData> {
  const { resource, table } = await openTable(ctx, id)
  const figures = await tables.figures(ctx, table, resource.fields)
  const { groups, numbers, kinds } = choicesOf(resource, figures)
  const choices = { by: groups.map((field) => field.id), value: numbers.map((field) => field.id) }
  // A row for each day and nothing measured: how many days a month has tells nobody anything.
  const tells = ({ id }: Field) => numbers.length > 0 || (figures[id]?.distinct ?? 0) < (figures[id]?.filled ?? 0) * 0.95
  const by =
    named(resource.fields, wish.by) ??
    groups.find((field) => isTime(field) && (figures[field.id]?.distinct ?? 0) > 3 && tells(field)) ??
    groups.find((field) => !isNumber(field) && !isTime(field)) ??
    groups[0]
  const value =
    wish.by && !wish.value ? undefined : (named(resource.fields, wish.value) ?? numbers.find((field) => field.id !== by?.id))
  const how = wish.how ?? (value ? usual(value) : 'count')
  const only = await kindOf(ctx, table, kinds, wish)
  if (!by) return { by: null, value: null, how, isTime: false, points: [], choices, only, unit: null }
  const found = await tables.grouped(ctx, table, {
    by,
    value: value && isNumber(value) ? value.id : null,
    how,
    part: isTime(by) ? partOf(by, figures[by.id]) : null,
    only: only && { column: only.column, value: only.value },
  })
  const points = isTime(by) ? found.reverse().map((point) => ({ ...point, key: `${point.key}Z` })) : found
  const unit = how === 'count' ? null : await unitOf(ctx, table, resource.fields, only)
  return { by: by.id, value: value?.id ?? null, how, isTime: isTime(by), points, choices, only, unit }
}

/** What is counted is added up, what is measured is averaged. */
const usual = ({ id, title }: Field): ChartData['how'] =>
  /数量|条数|件数|次数|套数|人数|床位|泊位/.test(`${id} ${title.zh}`) ? 'sum' : 'avg'

/** The unit of the thing drawn, where each row names its own. */
async function unitOf(ctx: Ctx, table: string, fields: readonly Field[], only: ChartData['only']): Promise<string | null> {
  const units = fields.find(({ id, title }) => id === 'unit' || title.zh === '单位' || title.zh === '计量单位')
  if (!units || !only) return null
  const found = await tables.grouped(ctx, table, { by: units, value: null, how: 'count', part: null, only })
  return found.length === 1 ? (found[0]?.key ?? null) : null
}

const DAY = 86_400_000
/** Steps of time that give a chart some dozens of points. */
function partOf({ type }: Field, figures: tables.ColumnFigures | undefined): 'hour' | 'day' | 'month' | 'year' {
  const days = (Date.parse(figures?.most ?? '') - Date.parse(figures?.least ?? '')) / DAY
  if (type === 'timestamptz' && days < 6) return 'hour'
  if (days < 180) return 'day'
  return days < 3650 || Number.isNaN(days) ? 'month' : 'year'
}

const MOST_PLACES = 2000
/** Where the rows are: a station with a thousand readings is one place. */
export async function places(ctx: Ctx, id: string): Promise<Places> {
  const { resource, table } = await openTable(ctx, id)
  const { geometry, fields } = resource
  if (!geometry) return { total: 0, items: [] }
  const title =
    fields.find(({ type, id: column }) => type === 'text' && /名称|name|title|站点|标题/i.test(column)) ??
    fields.find(({ type }) => type === 'text')
  const asked: tables.TableQuery = {
    table,
    fields,
    columns: [geometry.lon, geometry.lat, ...(title ? [title.id] : [])],
    conditions: [],
    sort: [],
    distinct: true,
    limit: MOST_PLACES,
    offset: 0,
  }
  const found = await tables.read(ctx, asked)
  const items = found.flatMap((row, at) => {
    const [lon, lat] = [row[geometry.lon], row[geometry.lat]]
    return typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90
      ? [{ id: String(at + 1), lon, lat, title: String((title && row[title.id]) ?? at + 1) }]
      : []
  })
  return { total: found.length < MOST_PLACES ? items.length : await tables.count(ctx, asked), items }
}
