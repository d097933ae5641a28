import { createHash } from 'node:crypto'
import type { Ctx } from '#kernel'
import { gateBlocked, nothingLeft, tooManyRows } from './errors.ts'
import { within } from './held.ts'
import { checkPlan, type GateSource, IdentifierPassed, outgoing, released, TooLargeToCompare } from './privacy/gate.ts'
import type { Plan } from './privacy/plan.ts'
import type { Field, FieldType, GateReport } from './schema.ts'
import { sourceOf, type SourceField } from './source.ts'
import * as store from './store.ts'
import * as tables from './store-table.ts'
import { rowWords } from './words-of.ts'

const BATCH = 4000

export const reportAt = (ctx: Ctx, report: Omit<GateReport, 'checkedAt'>): GateReport => ({
  ...report,
  checkedAt: ctx.now.toISOString(),
})

const reasons = (ctx: Ctx, report: GateReport) => report.why.map((text) => text[ctx.locale]).join('；')

const LON = /^(lon|lng|longitude|经度|x)$/i
const LAT = /^(lat|latitude|纬度|y)$/i
/** Columns of degrees make the rows things on a map. */
function geometryOf(fields: readonly Field[]): { lon: string; lat: string } | null {
  const numbers = fields.filter(({ type }) => type === 'float8' || type === 'int8')
  const lon = numbers.find(({ id, title }) => LON.test(id) || LON.test(title.zh))
  const lat = numbers.find(({ id, title }) => LAT.test(id) || LAT.test(title.zh))
  return lon && lat ? { lon: lon.id, lat: lat.id } : null
}

const fieldsOf = (source: GateSource & { fields: readonly SourceField[] }, plan: Plan): Field[] =>
  outgoing(source.columns, plan).map(({ column, type }) => {
    const known = source.fields.find(({ id }) => id === column.id)
    return {
      id: column.id,
      type: type as FieldType,
      title: known?.title ?? { zh: column.title, en: column.title },
      about: known?.about ?? null,
      unit: known?.unit ?? null,
    }
  })

/**
 * Makes the open table of a resource anew: read from its source, checked, treated by its plan, written beside the old one
 * and put in its place in one moment. What does not pass leaves the old table as it is.
 */
export async function makeOpen(ctx: Ctx, resource: store.ResourceRow): Promise<void> {
  const plan = resource.plan
  if (resource.kind !== 'table' || !plan) return
  const source = await sourceOf(ctx, resource)
  const report = reportAt(ctx, await checkPlan(source, plan))
  if (report.verdict === 'blocked') throw gateBlocked({ why: reasons(ctx, report) }, { current: report })
  const fields = fieldsOf(source, plan)
  if (fields.length === 0) throw nothingLeft()
  const table = tables.newTableName(resource.id, ctx.now)
  try {
    await within(ctx, 'write', (inner) => tables.createTable(inner, table, fields))
    const written = await write(ctx, table, fields, released(source, plan))
    await within(ctx, 'write', async (inner) => {
      await tables.indexTable(inner, table, fields)
      await store.changeResource(inner, resource.id, {
        fields,
        table_name: table,
        row_count: written.rows,
        is_dense: true,
        bytes: written.bytes,
        digest: written.digest,
        geometry: geometryOf(fields),
        report,
      })
      if (resource.table_name) await tables.dropTable(inner, resource.table_name)
    })
  } catch (error) {
    if (ctx.mode === 'none') await within(ctx, 'write', (inner) => tables.dropTable(inner, table))
    if (error instanceof TooLargeToCompare) throw tooManyRows({ most: 300_000 })
    if (error instanceof IdentifierPassed) throw gateBlocked({ why: titleOf(source, error.column) })
    throw error
  }
}

const titleOf = (source: GateSource, column: string) => source.columns.find(({ id }) => id === column)?.title ?? column

async function write(
  ctx: Ctx,
  table: string,
  fields: readonly Field[],
  batches: AsyncIterable<(string | null)[][]>,
): Promise<{ rows: number; bytes: number; digest: string }> {
  const digest = createHash('sm3')
  let rows = 0
  let bytes = 0
  let waiting: (string | null)[][] = []
  const texts = fields.flatMap(({ type }, at) => (type === 'text' ? [at] : []))
  const put = async () => {
    if (waiting.length === 0) return
    const batch = waiting
    const firstId = rows + 1
    for (const row of batch) {
      const line = JSON.stringify(row)
      bytes += line.length
      digest.update(line)
    }
    const columns = fields.map((_, at) => batch.map((row) => row[at] ?? null))
    const words = batch.map((row) => rowWords(texts.map((at) => row[at] ?? null)))
    await within(ctx, 'write', (inner) => tables.fill(inner, table, fields, { firstId, columns, words }))
    rows += batch.length
    waiting = []
  }
  for await (const batch of batches) {
    waiting.push(...batch)
    if (waiting.length >= BATCH) await put()
  }
  await put()
  return { rows, bytes, digest: digest.digest('hex') }
}
