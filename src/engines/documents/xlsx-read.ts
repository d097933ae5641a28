import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { DomainError } from '#kernel'
import { cutOff, emptyTable, tooManyRows, workbookTooLarge } from './errors.ts'
import type { CellFault, Table, TableLimits, TableRow } from './table.ts'
import { type SheetRow, sheetRows } from './xlsx-sheet.ts'
import { type Area, readMerged, readTexts, readWorkbook } from './xlsx-workbook.ts'
import { openParts, type Parts } from './xlsx-zip.ts'

const BATCH = 1000
const MB = 1024 * 1024

/** A zip is read from its end: the stream goes to a temporary file, which leaves with the table. */
async function spool(source: AsyncIterable<Buffer>, most: number): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'table-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  const path = join(folder, 'workbook')
  let bytes = 0
  const counted = async function* () {
    for await (const chunk of source) {
      bytes += chunk.length
      if (bytes > most) throw workbookTooLarge({ megabytes: Math.floor(most / MB) })
      yield chunk
    }
  }
  try {
    await pipeline(counted, createWriteStream(path, { mode: 0o600 }))
  } catch (error) {
    await remove()
    throw error instanceof DomainError ? error : cutOff()
  }
  return { path, remove }
}

/** The first visible sheet of a workbook. What cannot be read at all is refused before the first row is given. */
export async function openXlsx(source: AsyncIterable<Buffer>, limits: TableLimits): Promise<Table> {
  const { path, remove } = await spool(source, limits.file)
  let parts: Parts | undefined
  const close = async () => {
    parts?.close()
    parts = undefined
    await remove()
  }
  try {
    parts = await openParts(path, limits)
    const workbook = await readWorkbook(parts)
    const { name, part } = workbook.sheet
    const merged = await readMerged(parts, part)
    const texts = workbook.texts ? await readTexts(parts, workbook.texts, limits) : []
    const rows = flat(sheetRows(parts.read(part), part, { ...workbook, texts }, limits))
    const header = await readHeader(rows, merged)
    return { kind: 'xlsx', sheet: name, header, batches: batchesOf(rows, header.length, merged, limits, close), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function* flat(batches: AsyncIterable<SheetRow[]>): AsyncGenerator<SheetRow> {
  for await (const batch of batches) yield* batch
}

/** The first row with something in it; a single merged cell above it is the sheet's own heading and passed over. */
async function readHeader(rows: AsyncGenerator<SheetRow>, merged: readonly Area[]): Promise<string[]> {
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    const { line, cells } = next.value
    const filled = [...cells].filter(([, text]) => text !== null)
    if (filled.length === 0) continue
    const [only] = filled as [[number, string]]
    const isHeading = merged.some((area) => area.top === line && area.left === only[0] && area.right > area.left)
    if (filled.length === 1 && isHeading) continue
    const width = Math.max(...filled.map(([column]) => column)) + 1
    return Array.from({ length: width }, (_, column) => (cells.get(column) ?? '').trim())
  }
  throw emptyTable()
}

async function* batchesOf(
  rows: AsyncGenerator<SheetRow>,
  width: number,
  merged: readonly Area[],
  limits: TableLimits,
  close: () => Promise<void>,
): AsyncGenerator<TableRow[]> {
  const areas = activeAreas(merged)
  let batch: TableRow[] = []
  let count = 0
  try {
    for await (const row of rows) {
      count += 1
      if (count > limits.rows) throw tooManyRows({ most: limits.rows })
      batch.push(tableRow(row, width, areas(row.line)))
      if (batch.length < BATCH) continue
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  } finally {
    await close()
  }
}

/** The merged areas that touch a line; lines are asked for in order. */
function activeAreas(merged: readonly Area[]): (line: number) => readonly Area[] {
  let next = 0
  let active: Area[] = []
  return (line) => {
    if (active.length > 0) active = active.filter(({ bottom }) => bottom >= line)
    for (; next < merged.length && (merged[next] as Area).top <= line; next++) {
      const area = merged[next] as Area
      if (area.bottom >= line) active.push(area)
    }
    return active
  }
}

function tableRow({ line, cells, faults }: SheetRow, width: number, areas: readonly Area[]): TableRow {
  const row: TableRow = { line, cells: Array.from({ length: width }, (_, column) => cells.get(column) ?? null) }
  const beyond = [...cells].find(([column, text]) => column >= width && text !== null)
  const all: CellFault[] = [
    ...faults.filter(({ column }) => column < width),
    ...areas.flatMap(({ left, right }) => mergedFaults(left, Math.min(right, width - 1))),
    ...(beyond ? [{ column: width, code: 'long' as const }] : []),
  ]
  return all.length > 0 ? { ...row, faults: all } : row
}

const mergedFaults = (left: number, right: number): CellFault[] =>
  Array.from({ length: Math.max(0, right - left + 1) }, (_, at) => ({ column: left + at, code: 'merged' as const }))
