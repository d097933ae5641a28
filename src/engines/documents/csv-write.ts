import { Readable } from 'node:stream'
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

async function* pieces(header: readonly string[], batches: AsyncIterable<unknown[][]>, bom: boolean): AsyncGenerator<Buffer> {
  let text = (bom ? '\uFEFF' : '') + csvLine(header)
  for await (const batch of batches) {
    for (const row of batch) {
      text += csvLine(row)
      if (text.length < PIECE) continue
      yield Buffer.from(text)
      text = ''
    }
  }
  if (text !== '') yield Buffer.from(text)
}

/**
 * csv as RFC 4180 has it, UTF-8; with a byte order mark unless told otherwise, for without it Excel takes Chinese for GBK.
 * The next batch is asked for when the reader has taken this one.
 */
export const writeCsv = (
  header: readonly string[],
  batches: AsyncIterable<unknown[][]>,
  { bom = true }: { bom?: boolean } = {},
): Readable => Readable.from(pieces(header, batches, bom), { objectMode: false, highWaterMark: PIECE })
