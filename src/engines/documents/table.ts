/** What a table may be. Counted while it is read, so that a hostile file ends early and in little memory. */
export interface TableLimits {
  /** Rows below the header. A workbook may have 100 000; csv any number. */
  rows: number
  columns: number
  /** Characters in one cell. */
  cell: number
  /** Bytes of the workbook file as it was sent. */
  file: number
  /** Bytes of all parts of a workbook, unpacked. */
  unpacked: number
  /** How many times larger a part of a workbook may be unpacked than packed, once it is over 16 MB. */
  ratio: number
  /** Characters of a workbook's shared texts, which must be held in memory. */
  texts: number
}

const MB = 1024 * 1024
export const tableLimits: TableLimits = {
  rows: 100_000,
  columns: 300,
  cell: 32_767,
  file: 128 * MB,
  unpacked: 1024 * MB,
  ratio: 250,
  texts: 64 * MB,
}

/**
 * `formula`, `merged`, `error` (#N/A and the like), `digits` (a number of more than 15 digits, of which the spreadsheet has
 * forgotten the last), `short` and `long` (the line has fewer or more cells than the header; column is the first amiss).
 */
export interface CellFault {
  column: number
  code: 'formula' | 'merged' | 'error' | 'digits' | 'short' | 'long'
}

export interface TableRow {
  /** Where it stands in the file, counted from 1, the header included. */
  line: number
  /** As many as the header has. Numbers and booleans in canonical text, dates as ISO 8601; an empty cell is null. */
  cells: (string | null)[]
  faults?: CellFault[]
}

export interface Table {
  kind: 'csv' | 'xlsx'
  /** csv: as found so far; pure ASCII is utf-8 until other characters come. */
  readonly encoding?: 'utf-8' | 'gb18030'
  readonly sheet?: string
  header: string[]
  /** To be read once, to its end or to a break. Throws DomainErrors for what cannot be read at all. */
  batches: AsyncIterable<TableRow[]>
  /** Lets go of a table that is not read after all. */
  close: () => Promise<void>
}
