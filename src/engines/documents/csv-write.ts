import { Readable } from 'node:stream'
import { toGb18030 } from './gb18030.ts'
import { neutral } from './neutral.ts'

const PIECE = 64 * 1024

/** A number stays a number; anything else becomes text that no spreadsheet runs. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return neutral(value)
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString()
  return neutral(JSON.stringify(value) ?? '')
}

const QUOTED = /[",;\t\r\n]|^\s|\s$/

const csvCell = (value: unknown): string => {
  const text = cellText(value)
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
/** A line with one empty cell would be an empty line, which is no line. */
const csvLine = (cells: readonly unknown[]): string => `${cells.map(csvCell).join(',') || '""'}\r\n`

interface Written {
  bom?: boolean
  encoding?: 'utf-8' | 'gb18030'
}

async function* pieces(
  header: readonly string[],
  batches: AsyncIterable<unknown[][]>,
  { bom = true, encoding = 'utf-8' }: Written,
): AsyncGenerator<Buffer> {
  const encoded = (text: string) => (encoding === 'gb18030' ? toGb18030(text) : Buffer.from(text))
  let text = (bom && encoding === 'utf-8' ? '\uFEFF' : '') + csvLine(header)
  for await (const batch of batches) {
    for (const row of batch) {
      text += csvLine(row)
      if (text.length < PIECE) continue
      yield encoded(text)
      text = ''
    }
  }
  if (text !== '') yield encoded(text)
}

/**
 * csv as RFC 4180 has it, UTF-8 or GB 18030; in UTF-8 with a byte order mark unless told otherwise, for without it Excel takes
 * Chinese for GBK. The next batch is asked for when the reader has taken this one.
 */
export const writeCsv = (header: readonly string[], batches: AsyncIterable<unknown[][]>, how: Written = {}): Readable =>
  Readable.from(pieces(header, batches, how), { objectMode: false, highWaterMark: PIECE })
