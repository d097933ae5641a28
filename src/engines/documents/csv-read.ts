import { type CsvRecord, CsvRecords, QuoteNotClosed, RecordTooLong } from './csv-records.ts'
import { Decoder } from './encoding.ts'
import { brokenCsv, cellTooLong, cutOff, emptyTable, notATable, tooManyColumns, tooManyRows } from './errors.ts'
import { plain } from './neutral.ts'
import type { CellFault, Table, TableLimits, TableRow } from './table.ts'

const BATCH = 1000

/** A csv of any size, a batch of rows at a time. The decoder knows the encoding once it has met a character of it. */
export async function openCsv(source: AsyncIterable<Buffer>, limits: TableLimits): Promise<Table> {
  const decoder = new Decoder()
  const texts = decoded(source, decoder)
  const first = await texts.next()
  if (first.done) throw emptyTable()
  const rows = rowsOf(first.value, texts, limits)
  try {
    const header = await rows.next()
    if (header.done) throw emptyTable()
    return {
      kind: 'csv',
      get encoding() {
        return decoder.encoding ?? 'utf-8'
      },
      header: header.value.header,
      batches: batchesOf(rows),
      close: async () => void (await rows.return(undefined)),
    }
  } catch (error) {
    await rows.return(undefined)
    throw error
  }
}

type Part = { header: string[]; rows: TableRow[] }

async function* batchesOf(rows: AsyncGenerator<Part>): AsyncGenerator<TableRow[]> {
  try {
    for (let next = await rows.next(); !next.done; next = await rows.next()) if (next.value.rows.length > 0) yield next.value.rows
  } finally {
    await rows.return(undefined)
  }
}

async function* decoded(source: AsyncIterable<Buffer>, decoder: Decoder): AsyncGenerator<string> {
  for await (const chunk of source) {
    const text = decoder.decode(chunk)
    if (text.includes('\0')) throw notATable()
    if (text !== '') yield text
  }
  const last = decoder.end()
  if (last !== '') yield last
}

/** The most frequent of the three in the first line, outside quotation marks; `sep=;` of some programs says it itself. */
export function separatorOf(text: string): string {
  const said = /^sep=([,;\t|])\r?\n/i.exec(text)
  if (said) return said[1] as string
  const counts = new Map([
    [',', 0],
    [';', 0],
    ['\t', 0],
  ])
  let quoted = false
  for (const char of text) {
    if (char === '"') quoted = !quoted
    else if (!quoted && (char === '\n' || char === '\r')) break
    else if (!quoted && counts.has(char)) counts.set(char, (counts.get(char) as number) + 1)
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}

/** First a part with the header alone, then parts with rows. */
async function* rowsOf(first: string, rest: AsyncGenerator<string>, limits: TableLimits): AsyncGenerator<Part> {
  const reading: Reading = { header: [], count: 0, limits }
  const skipped = /^sep=[,;\t|]\r?\n/i.exec(first)?.[0].length ?? 0
  // A quotation mark that is never closed must not gather the whole file.
  const records = new CsvRecords(separatorOf(first), Math.max(1_000_000, limits.cell * 8))
  let rows: TableRow[] = []
  try {
    for (let text: string | undefined = first.slice(skipped); ; ) {
      for (const record of text === undefined ? records.last() : records.push(text)) {
        if (reading.header.length === 0) {
          reading.header = headerOf(record.cells, limits)
          if (reading.header.length > 0) yield { header: reading.header, rows: [] }
          continue
        }
        const row = rowOf(record, reading)
        if (row) rows.push(row)
        if (rows.length < BATCH) continue
        yield { header: reading.header, rows }
        rows = []
      }
      if (text === undefined) break
      const next: IteratorResult<string> = await rest.next()
      text = next.done ? undefined : next.value
    }
  } catch (error) {
    throw told(error, limits)
  } finally {
    await rest.return(undefined)
  }
  if (reading.header.length > 0 && rows.length > 0) yield { header: reading.header, rows }
}

interface Reading {
  header: string[]
  count: number
  readonly limits: TableLimits
}

function headerOf(record: readonly string[], limits: TableLimits): string[] {
  if (record.length > limits.columns) throw tooManyColumns({ line: 1, most: limits.columns })
  const header = record.map((cell) => plain(cell).trim())
  while (header.length > 0 && header.at(-1) === '') header.pop()
  return header
}

function rowOf({ line, cells: record }: CsvRecord, reading: Reading): TableRow | undefined {
  const { limits, header } = reading
  const width = header.length
  reading.count += 1
  if (reading.count > limits.rows) throw tooManyRows({ most: limits.rows })
  if (record.length > limits.columns) throw tooManyColumns({ line, most: limits.columns })
  const fault = record.length === width ? undefined : widthFault(record, width)
  const cells: (string | null)[] = record
  let filled = false
  for (let at = 0; at < cells.length; at++) {
    const cell = record[at] as string
    if (cell.length > limits.cell) throw cellTooLong({ line, most: limits.cell })
    cells[at] = cell === '' ? null : plain(cell)
    filled ||= cell !== ''
  }
  if (!filled) return undefined
  while (cells.length < width) cells.push(null)
  cells.length = width
  return fault ? { line, cells, faults: [fault] } : { line, cells }
}

/** Empty cells at the end of a line say nothing; a missing one may be half an upload. */
function widthFault(record: readonly string[], width: number): CellFault | undefined {
  if (record.length < width) return { column: record.length, code: 'short' }
  if (record.length > width && record.slice(width).some((cell) => cell !== '')) return { column: width, code: 'long' }
  return undefined
}

function told(error: unknown, limits: TableLimits): unknown {
  if (error instanceof RecordTooLong) return cellTooLong({ line: error.line, most: limits.cell })
  if (error instanceof QuoteNotClosed) return brokenCsv({ line: error.line })
  const code = (error as { code?: string }).code
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'ABORT_ERR') return cutOff()
  return error
}
