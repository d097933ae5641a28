import { type Cell, grid } from './grid.ts'
import { qrModules, spansOf } from './qr.ts'
import {
  artifact,
  child,
  drawLine,
  ensure,
  hair,
  innerWidth,
  ink,
  leading,
  margin,
  openSheet,
  type PaperMeta,
  quiet,
  type Sheet,
  style,
  under,
} from './sheet.ts'
import { breakLines } from './typeset.ts'

interface Column {
  title: string
  /** Share of the width; 1 unless told. */
  share?: number
  align?: 'left' | 'center' | 'right'
}

/** The code by which a paper is verified, and the address where that is done. */
export interface Mark {
  code: string
  url: string
}

/** What a paper is built of, from the top down. Blocks go over to a new page by themselves. */
export interface Paper {
  /** Level 1 is the title, centred; 2 and 3 head sections. */
  heading(text: string, level?: 1 | 2 | 3): void
  paragraph(text: string, look?: { align?: 'left' | 'center' | 'right'; indent?: boolean; quiet?: boolean }): void
  /** Labels with their values in a ruled table, one or two pairs a row. */
  facts(rows: readonly (readonly [label: string, value: string])[], pairs?: 1 | 2): void
  /** A table whose head stands again on every page. */
  table(columns: readonly Column[], rows: Iterable<readonly (string | number | null)[]>): void
  /** A QR code with lines of text beside it. */
  qr(text: string, beside?: readonly string[]): void
  /** How a reader makes sure that this paper is genuine. */
  verification(mark: Mark): void
  /** Office and date, at the right, as papers end. */
  signed(lines: readonly string[]): void
  space(millimetres: number): void
}

const words = {
  zh: {
    page: (n: number, of: number) => `第 ${n} 页　共 ${of} 页`,
    verify: (code: string) => ['核验真伪', `验证码　${code}`, '扫描二维码，或打开下面的网址并输入验证码：'],
    marked: '“〓”后括号内是字库中没有的字的统一编码（Unicode）。',
  },
  en: {
    page: (n: number, of: number) => `Page ${n} of ${of}`,
    verify: (code: string) => ['Is it genuine?', `Code  ${code}`, 'Scan the square, or open this address and enter the code:'],
    marked: 'After “〓” stands the Unicode number of a character that the typeface does not have.',
  },
} as const

const headings = {
  1: { tag: 'H1', look: style(20, 700), before: 0, after: 14, align: 'center' },
  2: { tag: 'H2', look: style(13, 700), before: 12, after: 4, align: 'left' },
  3: { tag: 'H3', look: style(11, 700), before: 8, after: 2, align: 'left' },
} as const
const BODY = style(11)
const CELL = style(9.5)

function text(
  sheet: Sheet,
  tag: string,
  content: string,
  look: typeof BODY,
  place: { align?: 'left' | 'center' | 'right'; indent?: number; colour?: string },
): void {
  const element = child(sheet, sheet.root, tag)
  for (const [index, line] of breakLines(content, innerWidth, look, place.indent).entries()) {
    ensure(sheet, leading(look))
    const indent = index === 0 ? (place.indent ?? 0) : 0
    under(sheet, element, tag, () =>
      drawLine(sheet, line, look, { ...place, x: margin.left + indent, y: sheet.y, width: innerWidth - indent }),
    )
    sheet.y += leading(look)
  }
  element.end()
}

function heading(sheet: Sheet, content: string, level: 1 | 2 | 3): void {
  const { tag, look, before, after, align } = headings[level]
  if (sheet.y > margin.top) sheet.y += before
  // A heading never stands alone at the foot of a page.
  ensure(sheet, leading(look) * 3)
  text(sheet, tag, content, look, { align })
  sheet.y += after
}

function facts(sheet: Sheet, rows: readonly (readonly [string, string])[], pairs: 1 | 2): void {
  const label = (content: string): Cell => ({ text: content, style: CELL, head: true, colour: quiet })
  const cells = rows.map(([name, value]) => [label(name), { text: value, style: style(10.5) }])
  const lines =
    pairs === 1
      ? cells
      : cells.flatMap((pair, n) => (n % 2 ? [] : [[...pair, ...(cells[n + 1] ?? [label(''), { text: '', style: CELL }])]]))
  grid(sheet, pairs === 1 ? [27, 73] : [17, 33, 17, 33], lines)
  sheet.y += 8
}

function table(sheet: Sheet, columns: readonly Column[], rows: Iterable<readonly (string | number | null)[]>): void {
  const head = columns.map(({ title, align }) => ({ text: title, style: style(9.5, 700), head: true, align }))
  const cells = function* () {
    for (const row of rows) yield columns.map(({ align }, index) => ({ text: String(row[index] ?? ''), style: CELL, align }))
  }
  grid(
    sheet,
    columns.map(({ share = 1 }) => share),
    cells(),
    [head],
    false,
  )
  sheet.y += 8
}

const SQUARE = 74
function qr(sheet: Sheet, content: string, beside: readonly string[]): void {
  ensure(sheet, SQUARE + 8)
  const figure = child(sheet, sheet.root, 'Figure', `QR: ${content}`)
  const rows = qrModules(content)
  const side = SQUARE / rows.length
  const { y } = sheet
  under(sheet, figure, 'Figure', () => {
    for (const [row, modules] of rows.entries())
      for (const { start, length } of spansOf(modules))
        sheet.doc.rect(margin.left + start * side, y + row * side, length * side, side)
    sheet.doc.fill('#000000')
  })
  figure.end()
  const x = margin.left + SQUARE + 14
  const width = innerWidth - SQUARE - 14
  const laid = beside.flatMap((line, index) => {
    const look = style(index === 0 ? 11 : 9, index === 0 ? 700 : 400)
    return breakLines(line, width, look).map((part) => ({ part, look }))
  })
  const height = laid.reduce((sum, { look }) => sum + leading(look), 0)
  let at = y + Math.max(0, (SQUARE - height) / 2)
  const element = child(sheet, sheet.root, 'P')
  for (const { part, look } of laid) {
    under(sheet, element, 'P', () => drawLine(sheet, part, look, { x, y: at, width }))
    at += leading(look)
  }
  element.end()
  sheet.y = y + Math.max(SQUARE, height) + 8
}

function paperOn(sheet: Sheet): Paper {
  const { verify } = words[sheet.meta.lang ?? 'zh']
  return {
    heading: (content, level = 2) => heading(sheet, content, level),
    paragraph: (content, { align = 'left', indent = false, quiet: isQuiet = false } = {}) => {
      const look = isQuiet ? style(9.5) : BODY
      text(sheet, 'P', content, look, { align, ...(indent && { indent: look.size * 2 }), colour: isQuiet ? quiet : ink })
      sheet.y += 4
    },
    facts: (rows, pairs = 1) => facts(sheet, rows, pairs),
    table: (columns, rows) => table(sheet, columns, rows),
    qr: (content, beside = []) => qr(sheet, content, beside),
    verification: ({ code, url }) => {
      ensure(sheet, SQUARE + 30)
      sheet.y += 10
      artifact(sheet, () => rule(sheet, sheet.y))
      sheet.y += 12
      qr(sheet, url, [...verify(code), url])
    },
    signed: (lines) => {
      sheet.y += 16
      ensure(sheet, leading(BODY) * lines.length)
      for (const line of lines) text(sheet, 'P', line, BODY, { align: 'right' })
    },
    space: (millimetres) => {
      sheet.y += (millimetres * 72) / 25.4
    },
  }
}

const rule = ({ doc }: Sheet, y: number) =>
  doc
    .lineWidth(0.5)
    .strokeColor(hair)
    .moveTo(margin.left, y)
    .lineTo(margin.left + innerWidth, y)
    .stroke()

/** Head and foot of every page, when it is known how many there are. */
function frame(sheet: Sheet): void {
  const { doc, meta } = sheet
  const { start, count } = doc.bufferedPageRange()
  const small = style(8.5)
  const line = (content: string, y: number, align: 'left' | 'center' | 'right') => {
    const [laid] = breakLines(content, innerWidth, small)
    if (laid) drawLine(sheet, laid, small, { x: margin.left, y, width: innerWidth, align, colour: quiet })
  }
  for (let index = 0; index < count; index += 1) {
    doc.switchToPage(start + index)
    artifact(sheet, () => {
      const head = margin.top - 34
      if (meta.issuer) line(meta.issuer, head, 'left')
      if (meta.number) line(meta.number, head, 'right')
      if (meta.issuer || meta.number) rule(sheet, head + 17)
      line(words[meta.lang ?? 'zh'].page(index + 1, count), doc.page.height - margin.bottom + 26, 'center')
    })
  }
}

/**
 * An A4 paper with embedded Chinese fonts, tagged for screen readers, in the district's sober dress. A character that no
 * font has is marked 〓 with its Unicode number, and the paper says so: a name never becomes an empty box unnoticed.
 */
export async function pdf(build: (page: Paper) => void | Promise<void>, meta: PaperMeta): Promise<Buffer> {
  const sheet = openSheet(meta)
  const parts: Buffer[] = []
  sheet.doc.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise<void>((resolve, reject) => sheet.doc.once('end', resolve).once('error', reject))
  await build(paperOn(sheet))
  if (sheet.marked) text(sheet, 'P', words[meta.lang ?? 'zh'].marked, style(8.5), { colour: quiet })
  frame(sheet)
  sheet.root.end()
  sheet.doc.end()
  await ended
  return Buffer.concat(parts)
}
