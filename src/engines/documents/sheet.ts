import PDFDocument from 'pdfkit'
import type { Weight } from './fonts.ts'
import { fontOf, isMarked, type Line, type Style } from './typeset.ts'

/** Millimetres in points. A4 with the margins of official papers (GB/T 9704: 28 mm at the binding side, 26 mm at the other). */
const mm = (millimetres: number) => (millimetres * 72) / 25.4
const WIDTH = mm(210)
const HEIGHT = mm(297)
export const margin = { top: mm(30), right: mm(26), bottom: mm(27), left: mm(28) }
export const innerWidth = WIDTH - margin.left - margin.right
const floor = HEIGHT - margin.bottom
export const tallest = floor - margin.top

export const ink = '#1D2733'
export const quiet = '#5A6673'
export const hair = '#B9C3C9'
export const tint = '#F1F4F4'

export interface PaperMeta {
  title: string
  /** Language of the paper's own words (page numbers, how to verify it); Chinese unless told. */
  lang?: 'zh' | 'en'
  /** Who issues it: at the head of every page. */
  issuer?: string
  /** The paper's number, opposite the issuer. */
  number?: string
  /** When it was made; the same input then gives the same file. */
  at?: Date
}

/** The open document and where the next block begins. */
export interface Sheet {
  doc: PDFKit.PDFDocument
  root: PDFKit.PDFStructureElement
  meta: PaperMeta
  y: number
  /** A character had to be marked as missing: the paper says what the mark means. */
  marked: boolean
}

export function openSheet(meta: PaperMeta): Sheet {
  const lang = meta.lang === 'en' ? 'en' : 'zh-CN'
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: 0, right: 0, bottom: 0, left: 0 },
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    lang,
    displayTitle: true,
    font: null as unknown as string,
    info: { Title: meta.title, ...(meta.issuer && { Author: meta.issuer }), CreationDate: meta.at ?? new Date() },
  })
  const root = doc.struct('Document')
  doc.addStructure(root)
  return { doc, root, meta, y: margin.top, marked: false }
}

export function newPage(sheet: Sheet): void {
  sheet.doc.addPage()
  sheet.y = margin.top
}
export const roomOn = (sheet: Sheet): number => floor - sheet.y
/** Goes to a new page unless this much fits on the one under the pen. */
export function ensure(sheet: Sheet, height: number): void {
  if (height > roomOn(sheet) && sheet.y > margin.top) newPage(sheet)
}

export const leading = (style: Style) => style.size * 1.6

interface Place {
  x: number
  y: number
  width: number
  align?: 'left' | 'center' | 'right' | undefined
  colour?: string | undefined
}
const free = { left: 0, center: 0.5, right: 1 } as const

/** One line, its letters standing in the middle of the line's height. */
export function drawLine(sheet: Sheet, line: Line, style: Style, { x, y, width, align = 'left', colour = ink }: Place): void {
  let at = x + (width - line.width) * free[align]
  for (const run of line.runs) {
    if (isMarked(run.text)) sheet.marked = true
    sheet.doc.registerFont(run.face.name, fontOf(run.face) as unknown as Buffer)
    sheet.doc.font(run.face.name).fontSize(style.size).fillColor(colour)
    sheet.doc.text(run.text, at, y + leading(style) / 2 + style.size * 0.36, { lineBreak: false, baseline: 'alphabetic' })
    at += run.width
  }
}

/** Draws under a structure element, so that a screen reader meets it in this order. */
export function under(sheet: Sheet, element: PDFKit.PDFStructureElement, tag: string, draw: () => void): void {
  const content = sheet.doc.markStructureContent(tag)
  draw()
  sheet.doc.endMarkedContent()
  element.add(content)
}
export function artifact(sheet: Sheet, draw: () => void): void {
  sheet.doc.markContent('Artifact', { type: 'Layout' })
  draw()
  sheet.doc.endMarkedContent()
}
export function child(sheet: Sheet, parent: PDFKit.PDFStructureElement, tag: string, alt?: string): PDFKit.PDFStructureElement {
  const element = sheet.doc.struct(tag, alt ? { alt } : {})
  parent.add(element)
  return element
}

export const style = (size: number, weight: Weight = 400): Style => ({ size, weight })
