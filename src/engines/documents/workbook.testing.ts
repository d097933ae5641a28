import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

const rels = (of: string) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${of}</Relationships>`
const rel = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`

export interface HandMade {
  sheetXml: string
  sheets?: string
  styles?: string
  texts?: string
  workbookPr?: string
  more?: Record<string, string>
}

/** A workbook by hand, part by part, so that it can be wrong in any way. */
export async function handMade({ sheetXml, sheets, styles, texts, workbookPr = '', more = {} }: HandMade): Promise<Buffer> {
  const zip = new ZipFile()
  const add = (path: string, text: string) => zip.addBuffer(Buffer.from(text), path)
  add('_rels/.rels', rels(rel('r1', 'officeDocument', 'xl/workbook.xml')))
  add(
    'xl/workbook.xml',
    `<workbook xmlns:r="x">${workbookPr}<sheets>${sheets ?? '<sheet name="表一" sheetId="1" r:id="r1"/>'}</sheets></workbook>`,
  )
  add(
    'xl/_rels/workbook.xml.rels',
    rels(
      rel('r1', 'worksheet', 'worksheets/sheet1.xml') +
        rel('r2', 'worksheet', 'worksheets/sheet2.xml') +
        rel('r3', 'styles', 'styles.xml') +
        rel('r4', 'sharedStrings', '/xl/sharedStrings.xml'),
    ),
  )
  add('xl/worksheets/sheet1.xml', sheetXml)
  if (styles) add('xl/styles.xml', styles)
  if (texts) add('xl/sharedStrings.xml', `<sst>${texts}</sst>`)
  for (const [path, text] of Object.entries(more)) add(path, text)
  zip.end()
  return buffer(zip.outputStream as Readable)
}

export const sheetOf = (rows: string, after = ''): string => `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`
const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
export const headerOf = (...titles: string[]): string => `<row>${titles.map(inline).join('')}</row>`
