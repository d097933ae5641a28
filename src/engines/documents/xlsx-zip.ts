import type { Readable } from 'node:stream'
import { type Entry, open, type ZipFile } from 'yauzl'
import { DomainError } from '#kernel'
import { brokenWorkbook, encryptedWorkbook, notATable, workbookBomb } from './errors.ts'
import type { TableLimits } from './table.ts'

const MOST_PARTS = 5000
/** Below this a part may be packed as tightly as it likes: an empty sheet of one repeated style is. */
const HARMLESS = 16 * 1024 * 1024

/** The parts of a workbook, each unpacked as a stream that counts and stops a bomb on its way. */
export class Parts {
  private readonly zip: ZipFile
  private readonly entries: Map<string, Entry>
  private readonly limits: TableLimits
  private unpacked = 0

  constructor(zip: ZipFile, entries: Map<string, Entry>, limits: TableLimits) {
    this.zip = zip
    this.entries = entries
    this.limits = limits
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase())
  }

  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name.toLowerCase())
    if (!entry) throw brokenWorkbook({ part: name })
    const stream = await this.stream(entry, name)
    let bytes = 0
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        bytes += chunk.length
        this.unpacked += chunk.length
        const bomb = bytes > HARMLESS && bytes > entry.compressedSize * this.limits.ratio
        // Twice, for the sheet is gone through for merged cells before its rows are read.
        if (bomb || this.unpacked > this.limits.unpacked * 2 || bytes > this.limits.unpacked) throw workbookBomb({ part: name })
        yield chunk
      }
    } catch (error) {
      throw error instanceof DomainError ? error : brokenWorkbook({ part: name })
    } finally {
      stream.destroy()
    }
  }

  private stream(entry: Entry, name: string): Promise<Readable> {
    return new Promise((resolve, reject) => {
      this.zip.openReadStream(entry, (error, stream) => (error ? reject(brokenWorkbook({ part: name })) : resolve(stream)))
    })
  }

  close(): void {
    this.zip.close()
  }
}

/** Opens the container of a workbook; anything else that is a zip is told so. */
export async function openParts(path: string, limits: TableLimits): Promise<Parts> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: false }, (error, opened) =>
      error ? reject(brokenWorkbook({ part: 'zip' })) : resolve(opened),
    )
  })
  try {
    const entries = await entriesOf(zip)
    if (!entries.has('_rels/.rels') || ![...entries.keys()].some((name) => /^xl\/|workbook/.test(name))) throw notATable()
    return new Parts(zip, entries, limits)
  } catch (error) {
    zip.close()
    throw error
  }
}

const entriesOf = (zip: ZipFile): Promise<Map<string, Entry>> =>
  new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>()
    if (zip.entryCount > MOST_PARTS) return reject(workbookBomb({ part: 'zip' }))
    zip.on('error', () => reject(brokenWorkbook({ part: 'zip' })))
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: Entry) => {
      const name = entry.fileName.replace(/^\//, '').toLowerCase()
      if (entry.isEncrypted()) return reject(encryptedWorkbook())
      // Two parts of one name: which one is read would depend on the reader.
      if (entries.has(name)) return reject(brokenWorkbook({ part: entry.fileName.slice(0, 80) }))
      entries.set(name, entry)
      zip.readEntry()
    })
    zip.readEntry()
  })
