import { mkdtempSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { DomainError } from '#kernel'
import { CsvRecords } from './csv-records.ts'
import { neutral, openTable, plain, type TableLimits, type TableRow, writeCsv, writeXlsx } from './index.ts'
import { handMade, headerOf, sheetOf } from './workbook.testing.ts'

vi.stubEnv('TMPDIR', mkdtempSync(join(tmpdir(), 'tables-test-')))

async function* batches<T>(rows: T[], size = 7): AsyncGenerator<T[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size)
}

/** Sent in pieces of any size, as a network would. */
const sent = (content: Buffer, piece = 1 << 16) =>
  Readable.from(
    Array.from({ length: Math.ceil(content.length / piece) }, (_, at) => content.subarray(at * piece, (at + 1) * piece)),
    { objectMode: false },
  )

async function read(content: Buffer | string, limits: Partial<TableLimits> = {}, piece?: number) {
  const table = await openTable(sent(Buffer.from(content), piece), { limits })
  const rows: TableRow[] = []
  for await (const batch of table.batches) rows.push(...batch)
  return { kind: table.kind, header: table.header, encoding: table.encoding, sheet: table.sheet, rows }
}

const refusal = (content: Buffer | string, limits?: Partial<TableLimits>): Promise<string> =>
  read(content, limits).then(
    () => 'taken',
    (error) => (error instanceof DomainError ? error.code : String(error)),
  )

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '=1+1',
    '-5',
    '+1.5',
    '@SUM(A1)',
    "'=x",
    '-2+3',
    '＝cmd',
    '\t=1',
    '_x000D_',
    ' 空 ',
    'a"b',
    'a,b;c\td',
    '行\r\n二',
    '2026-02-28',
  ),
)
const anyTable = fc.integer({ min: 1, max: 6 }).chain((width) =>
  fc.record({
    header: fc.array(
      fc.string({ minLength: 1, maxLength: 8 }).map((title) => title.trim() || 'x'),
      { minLength: width, maxLength: width },
    ),
    rows: fc.array(fc.array(anyText, { minLength: width, maxLength: width }), { maxLength: 20 }),
  }),
)
/** What cannot be told apart in a file: an empty cell from an empty text, an empty line from no line. */
const expected = (rows: string[][]) =>
  rows.map((row) => row.map((cell) => (cell === '' ? null : cell))).filter((row) => row.some((cell) => cell !== null))
const wellFormed = (rows: string[][]) => rows.map((row) => row.map((cell) => cell.toWellFormed().replaceAll('\0', '')))

test('what is exported as csv comes back as it was, whatever the texts and however it is cut into pieces', () =>
  fc.assert(
    fc.asyncProperty(anyTable, fc.integer({ min: 1, max: 50 }), fc.boolean(), async ({ header, rows }, piece, bom) => {
      const texts = wellFormed(rows)
      const content = await buffer(writeCsv(header, batches(texts), { bom }))
      const back = await read(content, {}, piece)
      expect(back.header).toEqual(header)
      expect(back.rows.map(({ cells }) => cells)).toEqual(expected(texts))
      expect(back.rows.every(({ faults }) => !faults)).toBe(true)
    }),
    { numRuns: 150 },
  ))

test('what is exported as a workbook comes back as it was, over as many sheets as it needs', () =>
  fc.assert(
    fc.asyncProperty(anyTable, async ({ header, rows }) => {
      const content = await buffer(writeXlsx(header, batches(rows), { sheet: '登记[册]/2026' }))
      const back = await read(content)
      expect(back).toMatchObject({ kind: 'xlsx', sheet: '登记 册  2026', header })
      expect(back.rows.map(({ cells }) => cells)).toEqual(expected(rows))
    }),
    { numRuns: 60 },
  ))

test('random bytes, and damaged tables, are read or refused with a reason, and nothing stays behind', async () => {
  const good = await buffer(
    writeXlsx(['甲', '乙'], batches(Array.from({ length: 50 }, (_, n) => [n, `第${n}`])), { sheet: '表' }),
  )
  const damaged = fc
    .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    .map((hits) => hits.reduce((bytes, [at, value]) => bytes.fill(value, at, at + 1), Buffer.from(good)))
  const cut = fc.nat(good.length - 1).map((at) => good.subarray(0, at))
  const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
  const pretended = noise.map((bytes) => Buffer.concat([Buffer.from('PK\x03\x04'), bytes]))
  await fc.assert(
    fc.asyncProperty(fc.oneof(noise, pretended, damaged, cut), async (bytes) => {
      expect(await refusal(bytes)).toMatch(/^(taken|table_\w+)$/)
    }),
    { numRuns: 300 },
  )
  expect(await readdir(tmpdir())).toEqual([])
})

test('a clerk’s csv is understood in UTF-8 and GB18030, separated by comma, semicolon or tab', async () => {
  const gbk = Buffer.from('c3fbb3c62cb1b8d7a20d0ac9cfbaa32cc1aacda80d0a', 'hex')
  expect(await read(gbk, {}, 1)).toMatchObject({
    encoding: 'gb18030',
    header: ['名称', '备注'],
    rows: [{ line: 2, cells: ['上海', '联通'] }],
  })
  const late = Buffer.concat([Buffer.from(`id,name\n${'1,x\n'.repeat(40_000)}2,`), Buffer.from('c9cf', 'hex')])
  expect((await read(late)).rows.at(-1)).toEqual({ line: 40_002, cells: ['2', '上'] })
  expect(await read('\uFEFF名称;金额\r\n"甲;乙";-5\r\n')).toMatchObject({
    header: ['名称', '金额'],
    rows: [{ cells: ['甲;乙', '-5'] }],
  })
  expect((await read('sep=\t\na\tb\n1\t\n')).rows).toEqual([{ line: 3, cells: ['1', null] }].map((row) => ({ ...row, line: 2 })))
  expect((await read('a,b\n\n"x\ny",1\n2\n3,4,5\n')).rows).toEqual([
    { line: 3, cells: ['x\ny', '1'] },
    { line: 5, cells: ['2', null], faults: [{ column: 1, code: 'short' }] },
    { line: 6, cells: ['3', '4'], faults: [{ column: 2, code: 'long' }] },
  ])
})

test.each<[string, string | Buffer, string, Partial<TableLimits>?]>([
  ['nothing', '', 'table_empty'],
  ['only empty lines', '\n\n', 'table_empty'],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'table_kind_not_taken'],
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'table_old_workbook'],
  [
    'an encrypted workbook',
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(70_000), Buffer.from('EncryptedPackage', 'utf16le')]),
    'table_encrypted',
  ],
  ['UTF-16', Buffer.from('\uFEFFa,b', 'utf16le'), 'table_encoding_unknown'],
  ['a third encoding', Buffer.from('612c62ff0a', 'hex'), 'table_encoding_unknown'],
  [
    'two encodings joined',
    Buffer.concat([Buffer.from('名称\n上海\n'.repeat(9000)), Buffer.from('c9cfbaa3', 'hex')]),
    'table_encoding_broken',
  ],
  ['half an upload', 'a,b\n1,"two', 'table_csv_broken'],
  ['a million columns', `${'a,'.repeat(400_000)}b\n`, 'table_too_many_columns'],
  ['a quotation mark that swallows the file', `a,b\n1,"${'x,y\n'.repeat(500_000)}`, 'table_cell_too_long'],
  ['a cell of a megabyte', `a\n${'x'.repeat(900_000)}\n`, 'table_cell_too_long'],
  ['too many rows', 'a\n1\n2\n3\n', 'table_too_many_rows', { rows: 2 }],
])('csv: %s is refused by name', async (_, content, code, limits) => {
  expect(await refusal(content, limits)).toBe(code)
})

test('an upload that breaks off is told, not taken as a shorter table', async () => {
  async function* broken() {
    yield Buffer.from('a,b\n1,2\n'.repeat(20_000))
    throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
  }
  const table = await openTable(Readable.from(broken(), { objectMode: false }))
  const all = async () => {
    for await (const _ of table.batches);
  }
  await expect(all()).rejects.toMatchObject({ code: 'table_cut_off' })
})

test('formulas are neutralised and numbers are not', () => {
  expect(['=cmd|x', '+1-2', '-5', '-5.0', '+86', '1e3', '-', '@a', '\t=1', '\r1', '＝1', "'=1", '5-3', ''].map(neutral)).toEqual([
    "'=cmd|x",
    "'+1-2",
    '-5',
    '-5.0',
    '+86',
    '1e3',
    "'-",
    "'@a",
    "'\t=1",
    "'\r1",
    "'＝1",
    "''=1",
    '5-3',
    '',
  ])
  fc.assert(fc.property(anyText, (value) => plain(neutral(value)) === value))
})

test('a workbook’s numbers, dates and booleans arrive in one form each; formulas, merged and broken cells are told', async () => {
  const styles =
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot; h:mm"/><numFmt numFmtId="171" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="20"/></cellXfs></styleSheet>'
  const sheetXml = sheetOf(
    `<row r="1"><c r="A1" t="s"><v>0</v></c></row><x:row xmlns:x="y" r="2">${'甲乙丙丁戊己'
      .split('')
      .map((title) => `<x:c t="inlineStr"><x:is><x:t>${title}</x:t></x:is></x:c>`)
      .join('')}</x:row>
     <row r="4"><c r="A4"><v>0.30000000000000004</v></c><c r="B4" s="1"><v>46346</v></c><c r="C4" s="2"><v>46346.5</v></c><c r="D4" s="3"><v>1.25</v></c><c r="E4" s="4"><v>0.75</v></c><c r="F4" t="b"><v>1</v></c></row>
     <row r="5"><c r="A5"><v>3.1011819900101E+17</v></c><c r="C5"><f>SUM(A1)</f><v>1E-7</v></c><c r="D5" t="e"><v>#N/A</v></c><c r="F5" t="s"><v>1</v></c></row>
     <row r="6"><c r="B6"><v>59</v></c></row>`,
    '<mergeCells><mergeCell ref="A1:F1"/><mergeCell ref="E5:E6"/></mergeCells>',
  )
  const texts =
    '<si><t>一览表</t></si><si><r><t>青_x000A_</t></r><rPh><t>qing</t></rPh><r><t xml:space="preserve">浦 &amp;</t></r></si>'
  const { rows, ...table } = await read(await handMade({ sheetXml, styles, texts }))
  expect(table).toMatchObject({ kind: 'xlsx', sheet: '表一', header: ['甲', '乙', '丙', '丁', '戊', '己'] })
  expect(rows).toEqual([
    { line: 4, cells: ['0.3', '2026-11-20', '2026-11-20T12:00:00', '1.25', '18:00:00', 'true'] },
    {
      line: 5,
      cells: ['310118199001010000', null, '0.0000001', null, null, '青\n浦 &'],
      faults: [
        { column: 0, code: 'digits' },
        { column: 2, code: 'formula' },
        { column: 3, code: 'error' },
        { column: 4, code: 'merged' },
      ],
    },
    { line: 6, cells: [null, '59', null, null, null, null], faults: [{ column: 4, code: 'merged' }] },
  ])
})

const row = (text: string) => `<row><c><v>${text}</v></c></row>`
const hidden = '<sheet name="a" sheetId="1" state="veryHidden" r:id="r1"/>'
const hostile: [string, Parameters<typeof handMade>[0], string, Partial<TableLimits>?][] = [
  ['only hidden sheets', { sheetXml: sheetOf(row('1')), sheets: hidden }, 'table_no_visible_sheet'],
  ['a bomb in the sheet', { sheetXml: sheetOf(headerOf('a') + ' '.repeat(40_000_000)) }, 'table_inflates_too_far'],
  [
    'a bomb behind the last row',
    { sheetXml: sheetOf(headerOf('a') + row('1'), '<mergeCells/>') + ' '.repeat(40_000_000) },
    'table_inflates_too_far',
  ],
  [
    'a bomb of texts',
    { sheetXml: sheetOf(''), texts: '<si><t/></si>'.repeat(300_000) },
    'table_too_much_text',
    { texts: 1_000_000 },
  ],
  ['a million columns', { sheetXml: sheetOf(`<row>${'<c><v>1</v></c>'.repeat(1_000_000)}</row>`) }, 'table_too_many_columns'],
  ['too many rows', { sheetXml: sheetOf(headerOf('a') + row('1').repeat(101)) }, 'table_too_many_rows', { rows: 100 }],
  ['a cell too long', { sheetXml: sheetOf(headerOf('a', 'x'.repeat(33_000))) }, 'table_cell_too_long'],
  ['entities that grow', { sheetXml: `<!DOCTYPE x [<!ENTITY a "aaaa">]>${sheetOf(row('&a;'))}` }, 'table_broken'],
  ['tags without end', { sheetXml: '<a>'.repeat(100_000) }, 'table_broken'],
  ['an attribute without end', { sheetXml: `<worksheet a="${'x'.repeat(3_000_000)}` }, 'table_broken'],
  ['another part of the same name', { sheetXml: sheetOf(row('1')), more: { 'XL/worksheets/SHEET1.xml': '' } }, 'table_broken'],
  [
    'a thousand merged cells too many',
    { sheetXml: sheetOf(headerOf('a'), `<mergeCells>${'<mergeCell ref="A1:B2"/>'.repeat(6000)}</mergeCells>`) },
    'table_too_many_merged',
  ],
]
test.each(hostile)('workbook: %s is refused by name', async (_, parts, code, limits) => {
  expect(await refusal(await handMade(parts), limits)).toBe(code)
})

test('a long table goes over several sheets, its rows asked for only as they are taken', async () => {
  let asked = 0
  async function* many() {
    for (let at = 0; at < 400; at++) {
      asked += 1
      yield Array.from({ length: 100 }, (_, n) => [at * 100 + n, `文字 ${at} ${Math.sin(at * 100 + n)}`])
    }
  }
  const stream = writeXlsx(['号', '字'], many(), { sheet: '表', rowsPerSheet: 15_001 })
  await new Promise((resolve) => stream.once('readable', resolve))
  expect(asked).toBeLessThan(300)
  const content = await buffer(stream)
  expect(asked).toBe(400)
  const { rows } = await read(content)
  expect(rows).toHaveLength(15_000)
  expect(content.includes('worksheets/sheet3.xml')).toBe(true)
  const csv = writeCsv(['号', '字'], many())
  await new Promise((resolve) => csv.once('readable', resolve))
  expect(asked).toBeLessThan(450)
  csv.destroy()
})

test('any text is cut into the records another reader finds, whatever its quotation marks, and however it comes in pieces', () => {
  const piece = fc.constantFrom('a', '青', '"', '""', ',', ',"', '",', '\n', '"\n', '\n"', ' ', "'")
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.boolean(), fc.integer({ min: 1, max: 9 }), (parts, crlf, size) => {
      const text = `head,er${['\n', ...parts].join('').replaceAll('\n', crlf ? '\r\n' : '\n')}`
      const found = (): string[][] => {
        const records = new CsvRecords(',', 1_000_000)
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size))
        return [...pieces.flatMap((one) => records.push(one)), ...records.last()].map(({ cells }) => cells)
      }
      const other = (): string[][] => parse(text, { relax_column_count: true, relax_quotes: true, skip_empty_lines: true })
      const outcome = (read: () => string[][]) => {
        try {
          return read()
        } catch {
          return 'a quotation mark is not closed'
        }
      }
      expect(outcome(found)).toEqual(outcome(other))
    }),
    { numRuns: 2000 },
  )
})

test('a record knows the line it begins in, whatever ends the lines', () => {
  const linesOf = (text: string) => {
    const records = new CsvRecords(';', 1000)
    return [...records.push(text), ...records.last()].map(({ line, cells }) => [line, ...cells])
  }
  expect(linesOf('a;b\r\r1;"x\ry"\r2;3')).toEqual([
    [1, 'a', 'b'],
    [3, '1', 'x\ry'],
    [5, '2', '3'],
  ])
  expect(linesOf('"a\r\nb";5" pipe\r\n\r\n"c"d;"e""f"\r\n')).toEqual([
    [1, 'a\r\nb', '5" pipe'],
    [4, '"c"d', 'e"f'],
  ])
  expect(() => linesOf('a\n\n"b')).toThrow('line 3')
  expect(() => linesOf(`a\n"${'b'.repeat(2000)}`)).toThrow('line 2 does not end')
})
