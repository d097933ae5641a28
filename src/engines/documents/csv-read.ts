import { Readable, Transform } from 'node:stream'
import { parse } from 'csv-parse'
import { DomainError } from '#kernel'
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

function parserOf(first: string, rest: AsyncIterator<string>, limits: TableLimits): Transform {
  const skipped = /^sep=[,;\t|]\r?\n/i.exec(first)?.[0].length ?? 0
  const parser = parse({
    delimiter: separatorOf(first),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    // A quotation mark that is never closed must not gather the whole file.
    max_record_size: Math.max(1_000_000, limits.cell * 8),
  })
  const texts = async function* () {
    yield first.slice(skipped)
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  }
  const from = Readable.from(texts(), { objectMode: false, encoding: 'utf8' })
  from.on('error', (error) => parser.destroy(error))
  parser.on('close', () => from.destroy())
  return from.pipe(parser)
}

/** First a part with the header alone, then parts with rows. */
async function* rowsOf(first: string, rest: AsyncGenerator<string>, limits: TableLimits): AsyncGenerator<Part> {
  const parser = parserOf(first, rest, limits)
  const reading = { header: undefined as string[] | undefined, line: 0, count: 0 }
  let rows: TableRow[] = []
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      reading.line = info.lines
      if (!reading.header) {
        reading.header = headerOf(record, limits)
        if (reading.header.length > 0) yield { header: reading.header, rows: [] }
        else reading.header = undefined
        continue
      }
      reading.count += 1
      if (reading.count > limits.rows) throw tooManyRows({ most: limits.rows })
      const row = rowOf(record, reading.header.length, info.lines, limits)
      if (row) rows.push(row)
      if (rows.length < BATCH) continue
      yield { header: reading.header, rows }
      rows = []
    }
  } catch (error) {
    throw told(error, reading.line, limits)
  } finally {
    parser.destroy()
    await rest.return(undefined)
  }
  if (reading.header && rows.length > 0) yield { header: reading.header, rows }
}

function headerOf(record: readonly string[], limits: TableLimits): string[] {
  if (record.length > limits.columns) throw tooManyColumns({ line: 1, most: limits.columns })
  const header = record.map((cell) => plain(cell).trim())
  while (header.length > 0 && header.at(-1) === '') header.pop()
  return header
}

const newlines = (cell: string): number => (cell.includes('\n') ? cell.split('\n').length - 1 : 0)

function rowOf(record: readonly string[], width: number, lastLine: number, limits: TableLimits): TableRow | undefined {
  if (record.length > limits.columns) throw tooManyColumns({ line: lastLine, most: limits.columns })
  const cells = new Array<string | null>(width)
  let filled = false
  let line = lastLine
  for (let at = 0; at < record.length; at++) {
    const cell = record[at] as string
    if (cell === '') {
      if (at < width) cells[at] = null
      continue
    }
    if (cell.length > limits.cell) throw cellTooLong({ line: lastLine, most: limits.cell })
    filled = true
    line -= newlines(cell)
    if (at < width) cells[at] = plain(cell)
  }
  if (!filled) return undefined
  for (let at = record.length; at < width; at++) cells[at] = null
  const fault = widthFault(record, width)
  return fault ? { line, cells, faults: [fault] } : { line, cells }
}

/** Empty cells at the end of a line say nothing; a missing one may be half an upload. */
function widthFault(record: readonly string[], width: number): CellFault | undefined {
  if (record.length < width) return { column: record.length, code: 'short' }
  if (record.length > width && record.slice(width).some((cell) => cell !== '')) return { column: width, code: 'long' }
  return undefined
}

function told(error: unknown, line: number, limits: TableLimits): unknown {
  if (error instanceof DomainError) return error
  const code = (error as { code?: string }).code
  if (code === 'CSV_MAX_RECORD_SIZE') return cellTooLong({ line: line + 1, most: limits.cell })
  if (code?.startsWith('CSV_')) return brokenCsv({ line: / line (\d+)/.exec((error as Error).message)?.[1] ?? line + 1 })
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'ABORT_ERR') return cutOff()
  return error
}
