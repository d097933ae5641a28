import { cellTooLong, tooManyColumns, tooManyRows } from './errors.ts'
import { plain } from './neutral.ts'
import type { CellFault, TableLimits } from './table.ts'
import { type Meaning, type RawCell, readCell } from './xlsx-cell.ts'
import { columnOf } from './xlsx-workbook.ts'
import { walk } from './xlsx-xml.ts'

/** Cells by column, only those that hold something or are amiss. */
export interface SheetRow {
  line: number
  cells: Map<number, string | null>
  faults: CellFault[]
}

/** Rows that a sheet may have in any spreadsheet program, the empty ones counted. */
const MOST_LINES = 1_048_576

/** Gathers cells between the tags of a sheet, a row at a time. */
class Gatherer {
  rows: SheetRow[] = []
  private readonly meaning: Meaning
  private readonly limits: TableLimits
  private row: SheetRow | undefined
  private line = 0
  private cell: RawCell | undefined
  private next = 0
  private taking = false
  private phonetic = false

  constructor(meaning: Meaning, limits: TableLimits) {
    this.meaning = meaning
    this.limits = limits
  }

  open(tag: string, attributes: Record<string, string>): void {
    if (tag === 'c' && this.row) this.openCell(attributes)
    else if (tag === 'row') this.openRow(attributes)
    else if (tag === 'f' && this.cell) this.cell.formula = true
    else if (tag === 'rPh') this.phonetic = true
    else if (tag === 'v' || tag === 't') this.taking = this.cell !== undefined && !this.phonetic
  }

  private openRow({ r }: Record<string, string>): void {
    const said = Number(r)
    this.line = Number.isInteger(said) && said > this.line ? said : this.line + 1
    if (this.line > MOST_LINES) throw tooManyRows({ most: this.limits.rows })
    this.row = { line: this.line, cells: new Map(), faults: [] }
    this.next = 0
  }

  private openCell({ r = '', t = 'n', s = '0' }: Record<string, string>): void {
    let letters = 0
    while (letters < 4 && r.charCodeAt(letters) >= 65 && r.charCodeAt(letters) <= 90) letters += 1
    const column = letters > 0 ? columnOf(r.slice(0, letters)) : this.next
    this.next = column + 1
    this.cell = { column, type: t, style: Number(s), value: '', formula: false }
  }

  text(piece: string): void {
    if (!this.taking || !this.cell) return
    this.cell.value += piece
    // Each escaped character may stand for seven.
    if (this.cell.value.length > this.limits.cell * 7) throw cellTooLong({ line: this.line, most: this.limits.cell })
  }

  close(tag: string): void {
    if (tag === 'v' || tag === 't') this.taking = false
    else if (tag === 'rPh') this.phonetic = false
    else if (tag === 'c') this.closeCell()
    else if (tag === 'row') this.closeRow()
  }

  private closeCell(): void {
    const { cell, row, limits } = this
    this.cell = undefined
    if (!cell || !row) return
    const { text, fault } = readCell(cell, this.meaning)
    if (text === null && !fault) return
    if (cell.column >= limits.columns) throw tooManyColumns({ line: row.line, most: limits.columns })
    if (text !== null && text.length > limits.cell) throw cellTooLong({ line: row.line, most: limits.cell })
    row.cells.set(cell.column, text === null ? null : plain(text))
    if (fault) row.faults.push({ column: cell.column, code: fault })
  }

  private closeRow(): void {
    if (this.row && this.row.cells.size > 0) this.rows.push(this.row)
    this.row = undefined
  }
}

/** The rows of a sheet that hold something, as they come. */
export async function* sheetRows(
  source: AsyncIterable<Buffer>,
  part: string,
  meaning: Meaning,
  limits: TableLimits,
): AsyncGenerator<SheetRow[]> {
  const gatherer = new Gatherer(meaning, limits)
  const hear = {
    open: (tag: string, attributes: Record<string, string>) => gatherer.open(tag, attributes),
    text: (piece: string) => gatherer.text(piece),
    close: (tag: string) => gatherer.close(tag),
  }
  for await (const _ of walk(source, part, hear)) {
    if (gatherer.rows.length < 200) continue
    yield gatherer.rows
    gatherer.rows = []
  }
  yield gatherer.rows
}
