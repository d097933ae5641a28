import type { CellFault } from './table.ts'
import type { NumberStyle } from './xlsx-workbook.ts'
import { unescaped } from './xlsx-xml.ts'

export interface RawCell {
  column: number
  type: string
  style: number
  value: string
  formula: boolean
}

export interface Meaning {
  texts: readonly string[]
  styles: readonly NumberStyle[]
  from1904: boolean
}

const DAY = 86_400

/** A number in plain digits, as the spreadsheet knows it: 15 significant ones, no exponent. */
export function canonicalNumber(value: number): string {
  const text = String(Number(value.toPrecision(15)))
  const [, sign = '', whole = '', part = '', exponent] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? []
  if (exponent === undefined) return text
  const power = Number(exponent)
  return power < 0 ? `${sign}0.${'0'.repeat(-power - 1)}${whole}${part}` : `${sign}${whole}${part.padEnd(power, '0')}`
}

/** A serial day number as ISO 8601, in the wall time of whoever typed it. Day 60 of 1900 never was. */
export function momentOf(serial: number, style: NumberStyle, from1904: boolean): string | undefined {
  if (!(serial >= 0) || serial >= 2_958_466) return undefined
  const seconds = Math.round(serial * DAY)
  if (style === 'time' && serial < 1) return new Date((seconds % DAY) * 1000).toISOString().slice(11, 19)
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30)
  const iso = new Date(epoch + seconds * 1000).toISOString()
  return style === 'date' ? iso.slice(0, 10) : iso.slice(0, 19)
}

function numberText(raw: string, style: NumberStyle, from1904: boolean): { text: string; fault?: CellFault['code'] } {
  const value = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(value)) return { text: raw }
  const moment = style === 'number' ? undefined : momentOf(value, style, from1904)
  if (moment) return { text: moment }
  if (Number.isInteger(value) && Math.abs(value) >= 1e15) return { text: canonicalNumber(value), fault: 'digits' }
  return { text: canonicalNumber(value) }
}

/** The text of a cell and what is wrong with it. A formula's last result is given, but told: nobody here can recompute it. */
export function readCell(cell: RawCell, meaning: Meaning): { text: string | null; fault?: CellFault['code'] } {
  const read = textOf(cell, meaning)
  const text = read.text === '' ? null : read.text
  const fault = cell.formula ? 'formula' : read.fault
  return fault ? { text, fault } : { text }
}

function textOf({ type, value, style }: RawCell, meaning: Meaning): { text: string; fault?: CellFault['code'] } {
  if (type === 's') return { text: meaning.texts[Number(value)] ?? '' }
  if (type === 'inlineStr' || type === 'str') return { text: unescaped(value) }
  if (type === 'b') return { text: value.trim() === '1' ? 'true' : value === '' ? '' : 'false' }
  if (type === 'e') return { text: '', fault: 'error' }
  if (type === 'd') return { text: value }
  return numberText(value, meaning.styles[style] ?? 'number', meaning.from1904)
}
