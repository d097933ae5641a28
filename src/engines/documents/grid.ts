import {
  artifact,
  child,
  drawLine,
  ensure,
  hair,
  innerWidth,
  leading,
  margin,
  newPage,
  roomOn,
  type Sheet,
  tallest,
  tint,
  under,
} from './sheet.ts'
import { breakLines, type Line, type Style } from './typeset.ts'

export interface Cell {
  text: string
  style: Style
  head?: boolean
  align?: 'left' | 'center' | 'right' | undefined
  colour?: string
}
interface Laid extends Cell {
  lines: Line[]
}

const PAD = { x: 6, y: 3.5 }

/** Rows of cells with hairlines; head rows stand again on every page, a row taller than the page goes on on the next one. */
export function grid(sheet: Sheet, shares: number[], rows: Iterable<Cell[]>, heads: Cell[][] = [], closed = true): void {
  const sum = shares.reduce((total, share) => total + share, 0)
  const widths = shares.map((share) => (innerWidth * share) / sum)
  const table = child(sheet, sheet.root, 'Table')
  const lay = (row: Cell[]): Laid[] =>
    row.map((cell, index) => ({ ...cell, lines: breakLines(cell.text, (widths[index] as number) - 2 * PAD.x, cell.style) }))
  const laidHeads = heads.map(lay)
  const headHeight = laidHeads.reduce((total, row) => total + heightOf(row), 0)
  const drawHeads = () => {
    for (const row of laidHeads) drawRow(sheet, child(sheet, table, 'TR'), row, widths, closed)
  }
  let first = true
  for (const cells of rows) {
    const row = lay(cells)
    if (first) {
      ensure(sheet, headHeight + Math.min(heightOf(row), tallest / 3))
      drawHeads()
      first = false
    }
    if (heightOf(row) > roomOn(sheet) && heightOf(row) + headHeight <= tallest) {
      newPage(sheet)
      drawHeads()
    }
    drawInSlices(sheet, table, row, widths, closed, drawHeads)
  }
  if (first) drawHeads()
  table.end()
}

const heightOf = (row: Laid[]): number =>
  Math.max(...row.map(({ lines, style }) => Math.max(1, lines.length) * leading(style))) + 2 * PAD.y

function drawInSlices(
  sheet: Sheet,
  table: PDFKit.PDFStructureElement,
  row: Laid[],
  widths: number[],
  closed: boolean,
  drawHeads: () => void,
): void {
  let rest = row
  while (heightOf(rest) > roomOn(sheet)) {
    const most = Math.max(1, Math.floor((roomOn(sheet) - 2 * PAD.y) / Math.max(...rest.map(({ style }) => leading(style)))))
    const now = rest.map((cell) => ({ ...cell, lines: cell.lines.slice(0, most) }))
    rest = rest.map((cell) => ({ ...cell, lines: cell.lines.slice(most) }))
    drawRow(sheet, child(sheet, table, 'TR'), now, widths, closed)
    newPage(sheet)
    drawHeads()
  }
  drawRow(sheet, child(sheet, table, 'TR'), rest, widths, closed)
}

function drawRow(sheet: Sheet, element: PDFKit.PDFStructureElement, row: Laid[], widths: number[], closed: boolean): void {
  const height = heightOf(row)
  const top = sheet.y
  artifact(sheet, () => drawBox(sheet, row, widths, height, closed))
  let x = margin.left
  for (const [index, cell] of row.entries()) {
    const width = widths[index] as number
    const tag = cell.head ? 'TH' : 'TD'
    const box = child(sheet, element, tag)
    const step = leading(cell.style)
    const first = cell.head ? top + (height - cell.lines.length * step) / 2 : top + PAD.y
    under(sheet, box, tag, () => {
      for (const [n, line] of cell.lines.entries())
        drawLine(sheet, line, cell.style, {
          x: x + PAD.x,
          y: first + n * step,
          width: width - 2 * PAD.x,
          align: cell.align,
          colour: cell.colour,
        })
    })
    box.end()
    x += width
  }
  element.end()
  sheet.y = top + height
}

function drawBox({ doc, y }: Sheet, row: Laid[], widths: number[], height: number, closed: boolean): void {
  let x = margin.left
  for (const [index, cell] of row.entries()) {
    const width = widths[index] as number
    if (cell.head) doc.rect(x, y, width, height).fill(tint)
    x += width
  }
  doc.lineWidth(0.5).strokeColor(hair)
  x = margin.left
  if (closed)
    for (const width of [0, ...widths]) {
      x += width
      doc.moveTo(x, y).lineTo(x, y + height)
    }
  for (const line of [y, y + height]) doc.moveTo(margin.left, line).lineTo(margin.left + innerWidth, line)
  doc.stroke()
}
