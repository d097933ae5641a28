/** One record of a csv: its cells as they stand, quotation marks taken off, and the line it begins in. */
export interface CsvRecord {
  line: number
  cells: string[]
}

export class QuoteNotClosed extends Error {
  readonly line: number
  constructor(line: number) {
    super(`The quotation mark opened in line ${line} is never closed`)
    this.line = line
  }
}
export class RecordTooLong extends Error {
  readonly line: number
  constructor(line: number) {
    super(`The record that begins in line ${line} does not end`)
    this.line = line
  }
}

const QUOTE = 34
const LF = 10
const CR = 13

/**
 * Cuts csv (RFC 4180) into records as its text comes, in pieces of any size. Forgiving where people's files are: a quotation
 * mark inside a cell is a character, lines end in LF, CRLF or CR, empty lines are no records, a record has as many cells as
 * it has. Goes from separator to separator by `indexOf`: files have millions of lines, and most cells no quotation mark.
 */
export class CsvRecords {
  private readonly separator: string
  private readonly longest: number
  private text = ''
  private at = 0
  private line = 1
  /** LF unless the first line ends in a bare CR; known once a line has ended. */
  private end: '\n' | '\r' | undefined
  private nextSeparator = -1
  private nextEnd = -1
  private cell = ''
  /** Whether the present record has a cell in quotation marks. */
  private marked = false

  constructor(separator: string, longest: number) {
    this.separator = separator
    this.longest = longest
  }

  /** The records that are whole with this piece. */
  push(piece: string): CsvRecord[] {
    this.text = this.at < this.text.length ? this.text.slice(this.at) + piece : piece
    this.at = 0
    const records = this.read(false)
    if (this.text.length - this.at > this.longest) throw new RecordTooLong(this.line)
    return records
  }

  /** What stands after the last line's end. */
  last(): CsvRecord[] {
    this.text = this.text.slice(this.at) + (this.end ?? '\n')
    this.at = 0
    this.end ??= '\n'
    return this.read(true)
  }

  private read(isLast: boolean): CsvRecord[] {
    const records: CsvRecord[] = []
    this.end ??= this.endOf()
    this.nextSeparator = -1
    this.nextEnd = -1
    while (this.end && this.at < this.text.length) {
      const from = this.at
      const cells = this.record()
      if (!cells) {
        this.at = from
        if (isLast) throw new QuoteNotClosed(this.line)
        break
      }
      if (this.at - from > this.longest) throw new RecordTooLong(this.line)
      if (cells.length > 1 || cells[0] !== '' || this.marked) records.push({ line: this.line, cells })
      this.line += this.linesIn(cells)
    }
    return records
  }

  /** How the first line ends, outside quotation marks; a CR at the very end may be half of a CRLF. */
  private endOf(): '\n' | '\r' | undefined {
    const { text, separator } = this
    let quoted = false
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === QUOTE) quoted = !quoted && (at === 0 || text[at - 1] === separator || text[at - 1] === '"')
      else if (!quoted && code === LF) return '\n'
      else if (!quoted && code === CR && at + 1 < text.length) return text.charCodeAt(at + 1) === LF ? '\n' : '\r'
    }
    return undefined
  }

  /** The cells from here to the line's end, and `at` behind it; undefined when it has not come yet. */
  private record(): string[] | undefined {
    const cells: string[] = []
    this.marked = false
    for (;;) {
      const goesOn = this.text.charCodeAt(this.at) === QUOTE ? this.quoted() : this.bare(this.at, '')
      if (goesOn === undefined) return undefined
      cells.push(this.cell)
      if (!goesOn) return cells
    }
  }

  /** Reads on to the cell's end, `before` standing in front of it; answers whether another cell follows in the line. */
  private bare(from: number, before: string): boolean | undefined {
    const { text } = this
    if (this.nextEnd < from) this.nextEnd = text.indexOf(this.end as string, from)
    if (this.nextEnd < 0) return undefined
    if (this.nextSeparator < from) {
      const next = text.indexOf(this.separator, from)
      this.nextSeparator = next < 0 ? text.length : next
    }
    const goesOn = this.nextSeparator < this.nextEnd
    const to = goesOn ? this.nextSeparator : this.nextEnd
    const cut = !goesOn && this.end === '\n' && to > from && text.charCodeAt(to - 1) === CR ? to - 1 : to
    this.cell = before + text.slice(from, cut)
    this.at = to + 1
    return goesOn
  }

  private quoted(): boolean | undefined {
    const { text } = this
    this.marked = true
    let value = ''
    for (let from = this.at + 1; ; ) {
      const mark = text.indexOf('"', from)
      // Whether it is the first of two is known only with the next character.
      if (mark < 0 || mark + 1 >= text.length) return undefined
      value += text.slice(from, mark)
      if (text.charCodeAt(mark + 1) === QUOTE) {
        value += '"'
        from = mark + 2
        continue
      }
      return this.behind(mark + 1, value)
    }
  }

  /** Behind the closing mark stands a separator or the line's end; if not, the marks were part of the cell. */
  private behind(at: number, value: string): boolean | undefined {
    const { text, end, separator } = this
    const next = text[at]
    this.cell = value
    this.at = at + 1
    if (next === separator) return true
    if (next === end) return false
    if (next === '\r' && end === '\n') {
      if (at + 1 >= text.length) return undefined
      if (text.charCodeAt(at + 1) === LF) {
        this.at = at + 2
        return false
      }
    }
    return this.bare(at, `"${value}"`)
  }

  /** A line's end inside a record needs quotation marks. */
  private linesIn(cells: readonly string[]): number {
    let lines = 1
    if (!this.marked) return lines
    for (const cell of cells)
      for (let at = cell.indexOf(this.end as string); at >= 0; at = cell.indexOf(this.end as string, at + 1)) lines += 1
    return lines
  }
}
