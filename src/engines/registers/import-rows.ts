import { maskAs } from '#engines/audit'
import type { CellFault, TableRow } from '#engines/documents'
import type { FieldFault, House, Text } from '#kernel'
import { missing, type Parsed } from './cells.ts'
import type { Incoming } from './checking.ts'
import { type Column, type Columns, mustBeGiven } from './columns.ts'
import type { AnyRegister } from './define.ts'
import type { HeaderColumn } from './import-header.ts'
import { SeenKeys } from './import-keys.ts'
import { looksMasked } from './mask.ts'
import { indexed } from './pieces.ts'

/** A row of the file on its way in. */
export interface FileRow extends Incoming {
  /** The how-manieth row of the file it is, from 1. */
  at: number
  line: number
  cells: readonly (string | null)[]
}

export const fault = (path: string, code: string, zh: string, en: string): FieldFault => ({ path, code, text: { zh, en } })

const readFaults: Record<CellFault['code'], Text> = {
  formula: {
    zh: '这一格是公式，不是内容',
    en: 'This cell is a formula, not a value',
  },
  merged: {
    zh: '这一格与别的单元格合并了，属于哪一行不明确',
    en: 'This cell is merged with others: to which row it belongs is not clear',
  },
  error: { zh: '这一格是错误值（如 #N/A）', en: 'This cell holds an error such as #N/A' },
  digits: {
    zh: '超过 15 位的数字，表格软件已丢失末尾几位',
    en: 'A number of more than 15 digits, of which the spreadsheet has lost the last',
  },
  short: {
    zh: '这一行的列数比标题少，后面的内容可能丢了',
    en: 'This line has fewer cells than the header; something may be lost',
  },
  long: { zh: '这一行的列数比标题多，内容可能错位', en: 'This line has more cells than the header; its cells may have shifted' },
}

const REPEATING = new Set<Column['kind']>(['choice', 'boolean', 'date'])
const MOST_REMEMBERED = 10_000
/** Longer texts would keep the whole piece of the file that they were cut from. */
const LONGEST_REMEMBERED = 12

/** A column of codes or days says the same few things a million times over: what each means is found out once. */
function readerOf(column: Column, house: House): (text: string | null) => Parsed<unknown> {
  const parse = (text: string | null) => column.parse(text, house)
  if (!REPEATING.has(column.kind)) return parse
  const known = new Map<string | null, Parsed<unknown>>()
  return (text) => {
    const before = known.get(text)
    if (before) return before
    const parsed = parse(text)
    if (known.size < MOST_REMEMBERED && (text?.length ?? 0) <= LONGEST_REMEMBERED) known.set(text, parsed)
    return parsed
  }
}

/** Reads rows of one file: what each cell means, and what is wrong with it, as far as that is known without the database. */
export class RowReader {
  private readonly register: AnyRegister
  /** Columns of the register that the file has, with their place in it. */
  readonly given: readonly { name: string; column: Column; cell: number; read: (text: string | null) => Parsed<unknown> }[]
  /** Parts of the key that the file leaves out. */
  private readonly absentKeys: readonly { name: string; usual: unknown }[]
  private readonly seen = new SeenKeys()
  private count = 0

  constructor(house: House, register: AnyRegister, header: readonly HeaderColumn[]) {
    this.register = register
    this.given = header.flatMap(({ column: name }, cell) => {
      const column = name ? ((register.columns as Columns)[name] as Column) : undefined
      return name && column ? [{ name, column, cell, read: readerOf(column, house) }] : []
    })
    this.absentKeys = register.naturalKey
      .filter((name) => !this.given.some((given) => given.name === name))
      .map((name) => ({ name, usual: (register.columns as Columns)[name]?.usual }))
  }

  read({ line, cells, faults: cellFaults }: TableRow): FileRow {
    const values: Record<string, unknown> = {}
    const faults: FieldFault[] = cellFaults ? this.broken(cellFaults) : []
    for (const { name, column, cell, read } of this.given) {
      const text = cells[cell] ?? null
      // Whether it is an echo of what stands in the register is seen when that is at hand.
      const masked = text !== null && column.mask && looksMasked(text)
      const parsed = masked ? { value: text.trim() } : read(text)
      if (parsed.fault) faults.push({ path: name, ...parsed.fault })
      else values[name] = parsed.value
      if (parsed.fault || parsed.value !== null) continue
      if (!parsed.fault && column.usual !== undefined) values[name] = column.usual
      if (mustBeGiven(column) && !faults.some(({ path }) => path === name)) faults.push({ path: name, ...missing })
    }
    for (const { name, usual } of this.absentKeys) values[name] = usual
    this.count += 1
    const row: FileRow = { at: this.count, line, cells, values, faults }
    this.watch(row)
    return row
  }

  private broken(found: readonly CellFault[]): FieldFault[] {
    return found.flatMap(({ column: cell, code }): FieldFault[] => {
      const path = this.given.find((given) => given.cell === cell)?.name
      if (code === 'short' || code === 'long') return [{ path: '', code, text: readFaults[code] }]
      return path === undefined ? [] : [{ path, code, text: readFaults[code] }]
    })
  }

  /** A key that the file had before: the later row stays out, whatever became of the first. */
  private watch(row: FileRow): void {
    const { naturalKey } = this.register
    if (naturalKey.length === 0) return
    let key = ''
    for (const name of naturalKey) {
      const value = row.values[name]
      if (value === null || value === undefined) return
      key += `${this.register.columns[name].kind === 'secret' ? indexed(String(value)) : value}\u001f`
    }
    const first = this.seen.seen(key, row.line)
    if (first !== undefined)
      row.faults.push(fault(naturalKey[0] as string, 'repeated', `与第 ${first} 行重复`, `The same entry as in line ${first}`))
  }

  /** What stood in the cell, shortened; personal values masked. */
  shown(row: FileRow, path: string): string | null {
    const given = this.given.find(({ name }) => name === path)
    const text = given && row.cells[given.cell]
    if (!given || !text) return null
    const { mask, personal } = given.column
    if (mask) return maskAs(mask, text).slice(0, 60)
    if (personal) return '******'
    return text.length > 60 ? `${text.slice(0, 60)}…` : text
  }
}

const fillIn: Text = { zh: '补上这一栏后重新导入这一行', en: 'Fill it in and import this row again' }
const correct: Text = { zh: '按提示改正后重新导入这一行', en: 'Correct it and import this row again' }
/** What to do about each kind of fault. */
export const adviceFor = (code: string): Text => advice[code] ?? correct
const advice: Record<string, Text> = {
  required: fillIn,
  formula: {
    zh: '复制该列，“选择性粘贴”为“数值”后保存再传',
    en: 'Copy the column, “paste special” as values, save and send again',
  },
  merged: { zh: '取消合并，每行都写全后保存再传', en: 'Unmerge it and write the value in every row' },
  error: { zh: '改成实际内容，或清空这一格', en: 'Put the real value there, or empty the cell' },
  digits: { zh: '把该列设为“文本”格式，重新填写完整号码', en: 'Format the column as text and enter the full number again' },
  short: { zh: '检查这一行是否完整，文件是否传完', en: 'See whether the line, and the file, is complete' },
  long: { zh: '检查这一行有没有未加引号的逗号', en: 'Look for a comma that should stand in quotation marks' },
  repeated: { zh: '两行只留一行；如两行都要，请核对编号', en: 'Keep one of the two; if both are meant, check the number' },
  dangling: {
    zh: '核对名称或编号；对方尚未登记的，先登记再导入这一行',
    en: 'Check the name or number; if it is not registered yet, register it first',
  },
  enum: { zh: '改成列出的选项之一', en: 'Use one of the options listed' },
  masked: {
    zh: '填写完整内容；不修改的，保持导出时的原样',
    en: 'Write it in full; to leave it as it is, keep what the export showed',
  },
  out_of_reach: { zh: '请交由负责的单位导入', en: 'Let the unit that answers for it import this row' },
  twice: { zh: '两行只留一行；如两行都要，请核对编号', en: 'Keep one of the two; if both are meant, check the number' },
  already_there: { zh: '在台账中查找并修改那一条', en: 'Find that entry in the register and change it' },
}
