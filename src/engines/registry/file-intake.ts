import type { Readable } from 'node:stream'
import { openTable, type Table, type TableRow } from '#engines/documents'
import { type Ctx, defineError, invalid, type UploadPart } from '#kernel'
import type { DeclaredRegistry } from './definition.ts'
import { type Line, deliveryById, openDelivery, takeBatch } from './intake.ts'
import type { DeliveryView, SourceSpec } from './schema.ts'
import { record } from '#engines/audit'

const columnMissing = defineError('invalid', 'column_missing', {
  zh: '表头缺少“{column}”一列。表头可用：{known}。请补上后重新上传。',
  en: 'The header lacks a column “{column}”. It may have: {known}. Add it and upload again.',
})

const keyNames = ['key', '编号', '记录编号', '主键']
const dateNames = ['observed_on', '数据日期', '采集日期', '截至日期']
const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase()

interface Columns {
  key: number
  date: number
  fields: { at: number; field: string }[]
}

/** A column is known by the field's id, its title in either language, or a name departments use for it. */
function columnsOf(ctx: Ctx, registry: DeclaredRegistry, header: readonly string[]): Columns {
  const heads = header.map(plain)
  const find = (names: readonly string[]) => heads.findIndex((head) => names.some((name) => plain(name) === head))
  const fields = Object.entries(registry.fields).flatMap(([field, { title, also = [] }]) => {
    const at = find([field, title.zh, title.en, ...also])
    return at < 0 ? [] : [{ at, field }]
  })
  const known = Object.values(registry.fields).map(({ title }) => title[ctx.locale])
  const need = (names: readonly string[]) => {
    const at = find(names)
    if (at < 0) throw columnMissing({ column: names[1], known: [keyNames[1], dateNames[1], ...known].join('、') })
    return at
  }
  const columns = { key: need(keyNames), date: need(dateNames), fields }
  if (!fields.some(({ field }) => field === registry.nameField || field === registry.key))
    throw columnMissing({ column: registry.fields[registry.nameField]?.title[ctx.locale], known: known.join('、') })
  return columns
}

const DAY = /^\d{4}-\d{2}-\d{2}/

/** A row without key or day cannot be known again when the file comes a second time: it is left out, and said. */
function linesOf(
  rows: readonly TableRow[],
  { key, date, fields }: Columns,
): { lines: Line[]; bad: { line: number; field: string }[] } {
  const bad: { line: number; field: string }[] = []
  const lines = rows.flatMap(({ line, cells }): Line[] => {
    const [id, on] = [cells[key]?.trim(), cells[date]?.trim().replaceAll('/', '-')]
    if (!id || !on || !DAY.test(on)) {
      bad.push({ line, field: id ? 'observed_on' : 'key' })
      return []
    }
    return [
      {
        line,
        key: id,
        observedOn: on.slice(0, 10),
        values: Object.fromEntries(fields.map(({ at, field }) => [field, cells[at] ?? null])),
      },
    ]
  })
  return { lines, bad }
}

const BATCH = 500
const noPlace = { zh: '缺少编号或日期，未收录', en: 'No key or no day; left out' }

async function takeRows(
  ctx: Ctx,
  registry: DeclaredRegistry,
  { source, delivery }: { source: SourceSpec; delivery: string },
  { table, columns }: { table: Table; columns: Columns },
): Promise<void> {
  for await (const rows of table.batches)
    for (let at = 0; at < rows.length; at += BATCH) {
      const { lines, bad } = linesOf(rows.slice(at, at + BATCH), columns)
      const refused = bad.map((one) => ({ ...one, code: 'no_place', text: noPlace }))
      await ctx.transact('write', (tx) => takeBatch(tx, registry, source, { delivery, lines, refused }))
    }
}

async function fileOf(parts: AsyncIterable<UploadPart>): Promise<{ stream: Readable; filename: string }> {
  for await (const part of parts) if (part.filename) return part
  throw invalid(
    {},
    { faults: [{ path: 'file', code: 'missing', text: { zh: '请选择要上传的文件', en: 'Choose a file to upload' } }] },
  )
}

/** A whole file, batch by batch: what was taken stays taken, and sending the file again changes nothing twice. */
export async function deliverFile(
  ctx: Ctx,
  registry: DeclaredRegistry,
  sourceId: string,
  parts: AsyncIterable<UploadPart>,
): Promise<DeliveryView> {
  const { stream, filename } = await fileOf(parts)
  const table = await openTable(stream, { filename })
  try {
    const columns = columnsOf(ctx, registry, table.header)
    const opened = await ctx.transact('write', (tx) => openDelivery(tx, registry, sourceId, { how: 'file', filename }))
    await takeRows(ctx, registry, opened, { table, columns })
    return await ctx.transact('write', async (tx) => {
      const { faults: _faults, ...numbers } = await deliveryById(tx, registry, opened.delivery)
      record(tx, {
        action: 'registry.deliver',
        ref: `registry.delivery:${opened.delivery}`,
        after: { registry: registry.id, ...numbers },
      })
      return deliveryById(tx, registry, opened.delivery)
    })
  } finally {
    await table.close()
  }
}
