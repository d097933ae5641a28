import type { Readable } from 'node:stream'
import { openCsv } from './csv-read.ts'
import { looksLikeText } from './encoding.ts'
import { emptyTable, encryptedWorkbook, notATable, oldWorkbook } from './errors.ts'
import { type Table, type TableLimits, tableLimits } from './table.ts'
import { openXlsx } from './xlsx-read.ts'

const ZIP = Buffer.from('PK\x03\x04', 'latin1')
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const HEAD = 64 * 1024

/**
 * Opens a table by its content, not by its name: a workbook (.xlsx) or csv in UTF-8 or GB18030, separated by comma,
 * semicolon or tab. The first row is the header. Streams: any csv, and the largest workbook, in constant memory.
 */
export async function openTable(
  stream: Readable,
  options: { filename?: string; limits?: Partial<TableLimits> } = {},
): Promise<Table> {
  const limits = { ...tableLimits, ...options.limits }
  const source = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  try {
    const head = await readHead(source)
    if (head.length === 0) throw emptyTable()
    if (head.subarray(0, 4).equals(ZIP)) return await openXlsx(joined(head, source), limits)
    if (head.subarray(0, 8).equals(COMPOUND)) throw (await isEncrypted(head, source)) ? encryptedWorkbook() : oldWorkbook()
    if (!looksLikeText(head)) throw notATable()
    return await openCsv(joined(head, source), { ...limits, rows: options.limits?.rows ?? Number.POSITIVE_INFINITY })
  } catch (error) {
    stream.destroy()
    throw error
  }
}

async function readHead(source: AsyncIterator<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  while (length < HEAD) {
    const { done, value } = await source.next()
    if (done) break
    parts.push(Buffer.from(value))
    length += value.length
  }
  return Buffer.concat(parts)
}

async function* joined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    for (let at = 0; at < head.length; at += HEAD) yield head.subarray(at, at + HEAD)
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

/** An encrypted workbook is a compound file, like .xls, with a stream of this name in its directory. */
async function isEncrypted(head: Buffer, rest: AsyncIterator<Buffer>): Promise<boolean> {
  const mark = Buffer.from('EncryptedPackage', 'utf16le')
  let before = Buffer.alloc(0)
  for await (const chunk of joined(head, rest)) {
    const window = Buffer.concat([before, chunk])
    if (window.includes(mark)) return true
    before = Buffer.from(window.subarray(-mark.length))
  }
  return false
}
