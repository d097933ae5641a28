import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { cellText } from './csv-write.ts'

/** What a sheet of any spreadsheet program holds, the header counted; what is more goes on a further sheet. */
const MOST_ROWS = 1_048_576
const MOST_CHARACTERS = 32_767
const PIECE = 64 * 1024
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const code = (char: string): string => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

/** Characters that XML cannot hold as `_x0001_`, and what happens to look like that so that it comes back as it was. */
const escaped = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    // biome-ignore lint: control characters are what this is about
    .replace(/[\x00-\x08\x0B-\x1F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, code)
    .replace(/[&<>"]/g, (char) => ENTITIES[char] as string)

const DATE = /^\d{4}-\d\d-\d\d$/

/** `2026-11-20` as a day number, so that it sorts and filters as a date; undefined for what no calendar has. */
function serialOf(text: string): number | undefined {
  const at = new Date(`${text}T00:00:00Z`)
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text || text < '1900-03-01') return undefined
  return at.getTime() / 86_400_000 + 25_569
}

function xmlCell(value: unknown): string {
  if (value === null || value === undefined || value === '') return '<c/>'
  if (typeof value === 'boolean') return `<c t="b"><v>${value ? 1 : 0}</v></c>`
  // Longer numbers lose their last digits in a spreadsheet: they stay texts.
  if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e15) return `<c><v>${value}</v></c>`
  const text = cellText(value)
  const serial = DATE.test(text) ? serialOf(text) : undefined
  if (serial !== undefined) return `<c s="2"><v>${serial}</v></c>`
  return textCell(text)
}

function textCell(text: string, style = ''): string {
  const fits = text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`
  return `<c t="inlineStr"${style}><is><t xml:space="preserve">${escaped(fits)}</t></is></c>`
}

const xmlRow = (cells: readonly unknown[]): string => `<row>${cells.map(xmlCell).join('')}</row>`
const headerRow = (header: readonly string[]): string =>
  `<row>${header.map((title) => textCell(cellText(title), ' s="1"')).join('')}</row>`

/** Chinese characters are twice as wide. */
const widthOf = (value: unknown): number => {
  let width = 2
  for (const char of cellText(value).slice(0, 60)) width += (char.codePointAt(0) as number) > 0x2e7f ? 2 : 1
  return width
}

function columns(header: readonly string[], sample: readonly unknown[][]): string {
  const cols = header.map((title, at) => {
    const width = Math.min(50, Math.max(8, widthOf(title), ...sample.slice(0, 100).map((row) => widthOf(row[at]))))
    return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`
  })
  return cols.length > 0 ? `<cols>${cols.join('')}</cols>` : ''
}

const beginning = (header: readonly string[], sample: readonly unknown[][]): string =>
  `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${columns(header, sample)}<sheetData>${headerRow(header)}`

/** Hands out rows, sheet after sheet. */
class Source {
  private readonly batches: AsyncIterator<unknown[][]>
  private batch: unknown[][] = []
  private at = 0
  ended = false

  constructor(batches: AsyncIterable<unknown[][]>) {
    this.batches = batches[Symbol.asyncIterator]()
  }

  /** The rest of the batch under way; empty at the end. */
  async ahead(): Promise<unknown[][]> {
    while (!this.ended && this.at >= this.batch.length) {
      const next = await this.batches.next()
      this.at = 0
      this.batch = next.done ? [] : next.value
      this.ended = next.done === true
    }
    return this.batch.slice(this.at)
  }

  take(count: number): void {
    this.at += count
  }

  async stop(): Promise<void> {
    await this.batches.return?.()
  }
}

async function* sheet(header: readonly string[], source: Source, most: number): AsyncGenerator<Buffer> {
  let text = beginning(header, await source.ahead())
  let count = 1
  while (count < most) {
    const rows = (await source.ahead()).slice(0, most - count)
    if (rows.length === 0) break
    for (const row of rows) {
      text += xmlRow(row)
      if (text.length < PIECE) continue
      yield Buffer.from(text)
      text = ''
    }
    source.take(rows.length)
    count += rows.length
  }
  yield Buffer.from(`${text}</sheetData></worksheet>`)
}

const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Arial"/></font><font><b/><sz val="11"/><name val="Arial"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF7"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" fillId="2" applyFont="1" applyFill="1"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`

const sheetPath = (at: number): string => `worksheets/sheet${at + 1}.xml`

/** Sheet names have at most 31 characters and none of these; no two alike. */
const sheetName = (name: string, at: number): string => {
  const plain = name.replace(/[\\/?*[\]:'\p{Cc}]/gu, ' ').trim() || 'Sheet'
  return at === 0 ? plain.slice(0, 31) : `${plain.slice(0, 24)} (${at + 1})`
}

function addFrame(zip: ZipFile, name: string, sheets: number, title: string): void {
  const all = Array.from({ length: sheets }, (_, at) => at)
  const add = (path: string, text: string) => zip.addBuffer(Buffer.from(XML + text), path)
  add(
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${all.map((at) => `<sheet name="${escaped(sheetName(name, at))}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`,
  )
  add(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships">${all.map((at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/worksheet" Target="${sheetPath(at)}"/>`).join('')}<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  )
  zip.addBuffer(Buffer.from(STYLES), 'xl/styles.xml')
  add(
    'docProps/core.xml',
    `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(title)}</dc:title></cp:coreProperties>`,
  )
  add(
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
  )
  add(
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${KIND}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${all.map((at) => `<Override PartName="/xl/${sheetPath(at)}" ContentType="${KIND}.worksheet+xml"/>`).join('')}</Types>`,
  )
}

/**
 * A workbook with one frozen, shaded header, columns as wide as their content, dates as dates; rows are asked for as the
 * reader takes them. A text that begins like a formula gets its apostrophe here as well: the sheet may be saved as csv.
 */
export function writeXlsx(
  header: readonly string[],
  batches: AsyncIterable<unknown[][]>,
  { sheet: name, title = name, rowsPerSheet = MOST_ROWS }: { sheet: string; title?: string; rowsPerSheet?: number },
): Readable {
  const zip = new ZipFile()
  const source = new Source(batches)
  const out = zip.outputStream as Readable
  const fail = (error: Error) => out.destroy(error)
  zip.on('error', fail)
  const addSheet = (at: number) => {
    const stream = Readable.from(sheet(header, source, rowsPerSheet), { objectMode: false })
    stream.on('error', fail)
    out.on('close', () => stream.destroy())
    stream.on('end', () => {
      void source.ahead().then((rows) => {
        if (rows.length > 0) return addSheet(at + 1)
        addFrame(zip, name, at + 1, title)
        zip.end()
      }, fail)
    })
    zip.addReadStream(stream, `xl/${sheetPath(at)}`, { compressionLevel: 4 })
  }
  addSheet(0)
  out.on('close', () => void source.stop().catch(() => undefined))
  return out
}
