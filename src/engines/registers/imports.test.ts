import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import { openTable, writeXlsx } from '#engines/documents'
import { Dispatcher } from '../../kernel/dispatcher.ts'
import { handMade, headerOf, sheetOf } from '../documents/workbook.testing.ts'
import { district, type Person, rows, type TestDistrict } from '../../app/testing.ts'

const path = '/api/environment/sources'
let house: TestDistrict
let officer: Person
beforeAll(async () => {
  house = await district()
  officer = await house.as('environment')
}, 180_000)

const edge = 'edge-of-part'
const part = (content: Buffer | string, filename: string) =>
  Buffer.concat([
    Buffer.from(
      `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\ncontent-type: text/csv\r\n\r\n`,
    ),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ])
async function send(
  who: Person,
  content: Buffer | string,
  filename = '污染源.csv',
  payload = Buffer.concat([part(content, filename), Buffer.from(`--${edge}--\r\n`)]),
) {
  const headers = { 'content-type': `multipart/form-data; boundary=${edge}`, authorization: `Bearer ${who.token}` }
  const answer = await house.app.inject({ method: 'POST', url: `${path}/imports`, headers, payload })
  return { status: answer.statusCode, body: answer.json() }
}
const file = async (who: Person, url: string): Promise<string[][]> => {
  const answer = await house.app.inject({ url, headers: { authorization: `Bearer ${who.token}` } })
  expect(answer.statusCode).toBe(200)
  const table = await openTable(Readable.from([answer.rawPayload]))
  const found: string[][] = [table.header]
  for await (const batch of table.batches) found.push(...batch.map(({ cells }) => cells.map((cell) => cell ?? '')))
  return found
}
const onDisk = () => readdirSync(join(house.platform.config.dataDir, 'imports'))
const code = (n: number) => `91310118MB${String(n).padStart(7, '0')}X`
const line = (n: number, more = '') => `第${n}号企业,${code(n)},水环境,夏阳街道${more}`
const header = '单位名称,统一社会信用代码,监管类别,所在区域'

async function checked(content: Buffer | string, filename?: string): Promise<any> {
  const sent = await send(officer, content, filename)
  expect(sent).toMatchObject({ status: 200, body: { state: 'checking' } })
  await house.settle()
  return (await officer.get(`${path}/imports/${sent.body.id}`)).body
}
async function run(id: string): Promise<any> {
  expect(await officer.post(`${path}/imports/${id}/run`)).toMatchObject({ status: 200, body: { state: 'running' } })
  await house.settle()
  return (await officer.get(`${path}/imports/${id}`)).body
}
const faultsOf = async (id: string) => (await officer.get(`${path}/imports/${id}/faults?limit=200`)).body.items
const byCode = async (n: number) =>
  (await officer.get(`${path}?filter.credit_code=${code(n)}&columns=name,credit_code,kind,area,contact,phone`)).body.items[0]

test('a clerk’s file is checked first, then imported; sent again it changes nothing, corrected it changes what differs', async () => {
  const content = `${header},应急联系人,联系电话\r\n${[1, 2, 3].map((n) => line(n, `,王小明,1380000000${n}`)).join('\r\n')}`
  const found = await checked(content)
  expect(found).toMatchObject({
    state: 'checked',
    rows: 3,
    encoding: 'utf-8',
    found: { insert: 3, update: 0, unchanged: 0, faulty: 0 },
  })
  expect(await byCode(1)).toBeUndefined()
  expect(await run(found.id)).toMatchObject({ state: 'done', progress: 1, done: { inserted: 3, refused: 0 } })
  const entry = await byCode(1)
  expect(entry).toMatchObject({ values: { name: '第1号企业', kind: 'water', contact: '王**', phone: '138****0001' } })
  const history = (await officer.get(`${path}/${entry.id}/history`)).body.items
  expect(history).toMatchObject([{ act: 'imported', source: '污染源.csv', by: { name: expect.any(String) } }])

  const again = await checked(content)
  expect(again).toMatchObject({ found: { insert: 0, update: 0, unchanged: 3 } })
  expect(await run(again.id)).toMatchObject({ done: { inserted: 0, updated: 0, unchanged: 3 } })

  const better = await checked(`name,credit_code,kind,area\n第1号企业新名,${code(1)},air,310118001000\n`)
  expect(better).toMatchObject({ found: { update: 1 } })
  await run(better.id)
  expect(await byCode(1)).toMatchObject({ version: 2, values: { name: '第1号企业新名', kind: 'air', phone: '138****0001' } })
  expect((await officer.get(`${path}/${entry.id}/history`)).body.items[0]).toMatchObject({
    act: 'changed',
    changes: expect.arrayContaining([{ column: 'kind', before: 'water', after: 'air' }]),
  })
})

test('good rows are taken and bad ones kept out, each with its reason; corrected they are imported from the same file', async () => {
  const content = `${header},许可证编号,许可有效期至,上级单位,联系电话\n${[
    line(11, ',,,,13811112222'),
    `,${code(12)},水环境,夏阳街道,,,,`,
    line(13, ',,去年,,'),
    line(11, ',,,,'),
    `第14号,${code(14)},空气,无名镇,,,,`,
    line(15, `,,,${code(11)},`),
    line(16, ",,,,1'); drop table environment.source; --"),
    `=cmd|' /C calc'!A0,${code(17)},水环境,夏阳街道,,,,`,
  ].join('\n')}`.replace('许可证编号', '排污许可证编号')
  const found = await checked(content, '有错的.csv')
  expect(found).toMatchObject({ state: 'checked', rows: 8, found: { insert: 2, faulty: 6 } })
  const faults = await faultsOf(found.id)
  const { kinds } = (await officer.get(`${path}/imports/${found.id}/faults`)).body
  expect(kinds.reduce((sum: number, { rows }: { rows: number }) => sum + rows, 0)).toBe(faults.length)
  expect(kinds).toContainEqual(expect.objectContaining({ column: 'name', code: 'required', rows: 1, firstLine: 3 }))
  expect(faults.map(({ line, column, code }: any) => [line, column, code])).toEqual(
    [
      [3, 'name', 'required'],
      [4, 'permit_until', 'date'],
      [5, 'credit_code', 'repeated'],
      [6, 'kind', 'enum'],
      [6, 'area', 'dangling'],
      [7, 'parent', 'dangling'],
      [8, 'phone', 'pattern'],
    ].toSorted((a, b) => (a[0] as number) - (b[0] as number)),
  )
  expect(JSON.stringify(faults)).not.toContain('13811112222')
  expect(await run(found.id)).toMatchObject({ state: 'done', done: { inserted: 2, refused: 6 } })
  expect(await byCode(17)).toMatchObject({ values: { name: "=cmd|' /C calc'!A0" } })

  const report = await file(officer, `${path}/imports/${found.id}/faults.csv?lang=en`)
  expect(report[0]).toEqual(['Line', 'Column', 'Value', 'Problem', 'What to do'])
  expect(report[1]).toEqual(['3', 'Name', '', 'Please fill this in', 'Fill it in and import this row again'])
  const rejected = await file(officer, `${path}/imports/${found.id}/rejected.csv`)
  expect(rejected[0]?.slice(-2)).toEqual(['原文件行号', '未导入的原因'])
  expect(rejected.slice(1).map((row) => row.at(-2))).toEqual(['3', '4', '5', '6', '7', '8'])
  const corrected = rejected
    .filter((_, at) => [0, 2, 5].includes(at))
    .map((row) => row.map((cell) => (cell === '去年' ? '2027-01-01' : cell)).join(','))
  const second = await checked(corrected.join('\n'))
  expect(second).toMatchObject({ found: { insert: 2, faulty: 0 } })
  expect(second.columns.at(-1)).toEqual({ title: '未导入的原因', column: null })
  await run(second.id)
  expect(await byCode(15)).toMatchObject({ titles: {}, values: { name: '第15号企业' } })
})

test('GB18030 and workbooks are understood; formulas, merged cells and lost digits stay out by name', async () => {
  const gbk = Buffer.from(
    'b5a5cebbc3fbb3c62ccdb3d2bbc9e7bbe1d0c5d3c3b4fac2eb2cbce0b9dcc0e0b1f02ccbf9d4dac7f8d3f20ac9cfbaa32c39313331303131384d42303030303032315831',
    'hex',
  )
  expect(await checked(gbk)).toMatchObject({ encoding: 'gb18030', found: { faulty: 1 } })
  const batches = (async function* () {
    yield [
      ['表格企业', code(22), '水环境', '夏阳街道', '2027-05-01'],
      ['数字企业', 913101180000000000000, '水环境', '夏阳街道', null],
    ]
  })()
  const book = await buffer(writeXlsx([...header.split(','), '许可有效期至'], batches, { sheet: '名录' }))
  const found = await checked(book, '名录.xlsx')
  expect(found).toMatchObject({ kind: 'xlsx', sheet: '名录', found: { insert: 1, faulty: 1 } })
  const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
  const odd = await handMade({
    sheetXml: sheetOf(
      `${headerOf(...header.split(','))}<row><c t="str"><f>A1</f><v>公式企业</v></c>${text(code(23))}${text('水环境')}${text('夏阳街道')}</row>
       <row>${text('合并企业')}${text(code(24))}${text('水环境')}${text('夏阳街道')}</row>`,
      '<mergeCells><mergeCell ref="D3:D4"/></mergeCells>',
    ),
  })
  const told = await checked(odd, '怪.xlsx')
  expect((await faultsOf(told.id)).map(({ line, column, code }: any) => [line, column, code])).toEqual([
    [2, 'name', 'formula'],
    [3, 'area', 'merged'],
  ])
})

test('a file that does not fit is refused at once and nothing of it is kept', async () => {
  const before = onDisk()
  const refused = async (content: Buffer | string, filename?: string) => (await send(officer, content, filename)).body.code
  expect(await refused('甲,乙\n1,2\n')).toBe('import_no_columns')
  expect(await refused('单位名称,监管类别\n甲,水环境\n')).toBe('import_columns_missing')
  expect(await refused(`${header},name\n`)).toBe('import_columns_twice')
  expect(await refused('%PDF-1.7\0')).toBe('table_kind_not_taken')
  expect(await refused('')).toBe('table_empty')
  expect(await refused(`${'x,'.repeat(400_000)}\n`)).toBe('table_too_many_columns')
  const bomb = await handMade({ sheetXml: sheetOf(headerOf(...header.split(','))) + ' '.repeat(40_000_000) })
  expect(await refused(bomb, 'bomb.xlsx')).toBe('table_inflates_too_far')
  const half = await send(officer, '', '', part(`${header}\n${line(31)}`, 'half.csv'))
  expect(half).toMatchObject({ status: 400, body: { code: 'import_cut_off' } })
  expect(
    (await send(officer, '', '', Buffer.concat([part(header, 'a.csv'), part(header, 'b.csv'), Buffer.from(`--${edge}--\r\n`)])))
      .body.code,
  ).toBe('import_one_file')
  expect(onDisk()).toEqual(before)
  const long = Array.from({ length: 3000 }, (_, n) => line(200_000 + n)).join('\n')
  const broken = await checked(`${header}\n${long}\n"第33号`)
  expect(broken).toMatchObject({ state: 'refused', problem: { code: 'table_csv_broken' } })
  expect((await officer.post(`${path}/imports/${broken.id}/run`)).body.code).toBe('import_not_runnable')
})

test('one file is imported once at a time, and only by those who may', async () => {
  const content = `${header}\n${line(41)}\n`
  const [one, other] = await Promise.all([send(officer, content), send(officer, content)])
  expect([one.status, other.status].sort()).toEqual([200, 409])
  const [taken, refused] = one.status === 200 ? [one, other] : [other, one]
  expect(refused.body).toMatchObject({ code: 'import_under_way', current: { id: taken.body.id } })
  const stranger = await house.as('patrol1')
  expect((await send(stranger, content)).status).toBe(403)
  expect((await stranger.get(`${path}/imports/${taken.body.id}`)).status).toBe(403)
  await house.settle()
  expect(await officer.post(`${path}/imports/${taken.body.id}/stop`)).toMatchObject({ body: { state: 'stopped' } })
  expect((await send(officer, content)).status).toBe(200)
  await house.settle()
})

test('a worker that dies is followed by another that goes on from the last checkpoint; nothing twice, nothing lost', async () => {
  const from = 100_000
  const count = 9500
  const found = await checked(`${header}\n${Array.from({ length: count }, (_, n) => line(from + n)).join('\n')}`)
  expect(found).toMatchObject({ found: { insert: count } })
  await officer.post(`${path}/imports/${found.id}/run`)
  const { transact } = house.platform
  let written = 0
  // The third batch fails in the very commit, as if the process had been killed in it.
  house.platform.transact = async (who, mode, work) =>
    transact.call(house.platform, who, mode, async (ctx) => {
      const result = await work(ctx)
      if (mode === 'write' && who.origin.name === 'job:registers.run-import' && ++written === 3) throw new Error('killed')
      return result
    }) as never
  await new Dispatcher(house.platform).step(true)
  house.platform.transact = transact
  const stopped = (await officer.get(`${path}/imports/${found.id}`)).body
  expect(stopped).toMatchObject({ state: 'running', rows: 4000, done: { inserted: 4000 } })
  house.clock.forward(3000)
  await house.settle()
  expect((await officer.get(`${path}/imports/${found.id}`)).body).toMatchObject({
    state: 'done',
    done: { inserted: count, refused: 0 },
  })
  const counted = await rows<{ n: number; distinct: number }>(
    house.platform,
    `select count(*)::int as n, count(distinct credit_code)::int as distinct from environment.source where credit_code between '${code(from)}' and '${code(from + count)}'`,
  )
  expect(counted).toEqual([{ n: count, distinct: count }])
}, 120_000)

test('an entry that came between the check and the run is changed and not added twice; any characters arrive as they were', async () => {
  const from = 300_000
  const odd = '"反斜线\\N 和""引号"",\t制表符\n换行\\t"'
  const lines = Array.from({ length: 120 }, (_, n) =>
    line(from + n, `,138${String(n).padStart(8, '0')},"121.${n + 10},31.1",${odd}`),
  )
  const found = await checked(`${header},联系电话,位置,生产经营地址\n${lines.join('\n')}`, '之间.csv')
  expect(found).toMatchObject({ found: { insert: 120, update: 0, faulty: 0 } })
  const values = { name: '先到的企业', credit_code: code(from + 70), kind: 'noise', area: '310118001000' }
  expect(await officer.post(path, { values })).toMatchObject({ status: 200 })
  expect(await run(found.id)).toMatchObject({ state: 'done', done: { inserted: 119, updated: 1, unchanged: 0, refused: 0 } })
  const shown = async (n: number) => {
    const { id } = await byCode(from + n)
    return (await officer.get(`${path}/${id}`)).body
  }
  expect(await shown(70)).toMatchObject({ version: 2, values: { name: `第${from + 70}号企业`, phone: '138****0070' } })
  expect(await shown(71)).toMatchObject({
    version: 1,
    values: { phone: '138****0071', place: { lon: 121.81, lat: 31.1 }, address: '反斜线\\N 和"引号",\t制表符\n换行\\t' },
  })
  expect((await officer.get(`${path}?q=${encodeURIComponent('反斜线')}&limit=200`)).body.items).toHaveLength(120)
})

test('the list leaves as csv, workbook and GeoJSON, masked, neutralised, and comes back unchanged', async () => {
  const name = '=HYPERLINK("http://x")'
  await officer.post(path, {
    values: {
      name,
      credit_code: code(51),
      kind: 'noise',
      area: '310118001000',
      phone: '13912345678',
      contact: '李四光',
      place: { lon: 121.1, lat: 31.1 },
    },
  })
  const query = `filter.credit_code=${code(51)}`
  const raw = await officer.get(`${path}/export?${query}`)
  expect(raw.headers['content-disposition']).toContain("filename*=UTF-8''")
  expect(String(raw.body)).toContain(`"'=HYPERLINK(""http://x"")"`)
  const [titles, values] = await file(officer, `${path}/export?${query}`)
  expect(titles).toContain('应急联系人')
  expect(values).toEqual(expect.arrayContaining([name, '噪声', '夏阳街道', '李**', '139****5678', '121.1,31.1']))
  const workbook = await house.app.inject({
    url: `${path}/export?${query}&format=xlsx&lang=en`,
    headers: { authorization: `Bearer ${officer.token}` },
  })
  const back = await checked(workbook.rawPayload, 'export.xlsx')
  expect(back).toMatchObject({ kind: 'xlsx', found: { insert: 0, update: 0, unchanged: 1, faulty: 0 } })
  const geojson = (await officer.get(`${path}/export?${query}&format=geojson`)).body
  expect(geojson).toMatchObject({
    type: 'FeatureCollection',
    features: [{ geometry: { coordinates: [121.1, 31.1] }, properties: { kind: 'noise', phone: '139****5678' } }],
  })
  expect((await officer.get(`${path}/export?filter.credit_code=${code(99)}&format=geojson`)).body.features).toEqual([])
})

test('personal fields leave in clear only for a stated purpose and with the right, and the audit says how many', async () => {
  const query = `filter.credit_code=${code(51)}&unmask=true`
  expect((await officer.get(`${path}/export?${query}`)).body.code).toBe('purpose_needed')
  const [, values] = await file(officer, `${path}/export?${query}&purpose=${encodeURIComponent('应急演练通知')}`)
  expect(values).toEqual(expect.arrayContaining(['李四光', '13912345678']))
  const entries = await rows<{ after: unknown; why: string }>(
    house.platform,
    `select after, why from audit.entry where action = 'audit.read' and why = '应急演练通知'`,
  )
  expect(entries).toMatchObject([{ after: { what: 'environment.sources: contact, phone', count: 1 } }])
})

test('a masked value from an export does no harm: unchanged it stays what it was, elsewhere it is refused', async () => {
  const found = await checked(
    `${header},应急联系人\n企业五十一,${code(51)},噪声,夏阳街道,李**\n企业五十二,${code(52)},噪声,夏阳街道,王**\n`,
  )
  expect(found).toMatchObject({ found: { update: 1, faulty: 1 } })
  expect(await faultsOf(found.id)).toMatchObject([{ line: 3, column: 'contact', code: 'masked' }])
  await run(found.id)
  const { id } = await byCode(51)
  expect((await officer.post(`${path}/${id}/unmask`, { purpose: '核对导入' })).body.values).toMatchObject({ contact: '李四光' })
})

test('the template has every title, required ones marked, and is itself understood', async () => {
  const [titles] = await file(officer, `${path}/imports/template?format=csv`)
  expect(titles).toEqual(expect.arrayContaining(['单位名称 *', '联系电话']))
  expect(await checked(`${titles?.join(',')}\n`)).toMatchObject({ state: 'checked', rows: 0 })
})

test('titles nobody knows are proposed by sound, likeness and content; the clerk maps them once, the next file goes through', async () => {
  const titles = 'QYMC,社会信用代码（18位）,类别,乡镇,lxdh,填表人'
  const content = `${titles}\n企业九十一,${code(91)},水环境,夏阳街道,13800000091,小王\n企业九十二,${code(92)},大气环境,夏阳街道,13800000092,小王\n`
  const sent = await send(officer, content, '外单位.csv')
  expect(sent).toMatchObject({ status: 200, body: { state: 'mapping', problem: { code: 'import_no_columns' } } })
  const at = `${path}/imports/${sent.body.id}`
  expect((await officer.post(`${at}/run`)).body.code).toBe('import_not_runnable')
  const { columns } = (await officer.get(`${at}/mapping`)).body
  expect(columns.map(({ proposed }: any) => proposed).slice(0, 3)).toEqual(['name', 'credit_code', 'kind'])
  expect(columns[4]).toMatchObject({ title: 'lxdh', proposed: 'phone', samples: ['13800000091', '13800000092'] })
  expect(columns[0].proposals[0]).toMatchObject({ column: 'name' })
  const wrong = await officer.put(`${at}/mapping`, { columns: ['name', 'name', null, null, null, null] })
  expect(wrong.body.code).toBe('import_columns_twice')
  const said = ['name', 'credit_code', 'kind', 'area', 'phone', null]
  expect(await officer.put(`${at}/mapping`, { columns: said })).toMatchObject({ status: 200, body: { state: 'checking' } })
  await house.settle()
  expect((await officer.get(at)).body).toMatchObject({ state: 'checked', problem: null, found: { insert: 2, faulty: 0 } })
  // The check is seen, and one column turns out not to be wanted.
  const second = await officer.put(`${at}/mapping`, { columns: said.with(4, null) })
  expect(second.body).toMatchObject({ state: 'checking' })
  await house.settle()
  await run(sent.body.id)
  expect(await byCode(91)).toMatchObject({ values: { name: '企业九十一', phone: null } })
  expect((await officer.put(`${at}/mapping`, { columns: said })).body.code).toBe('import_not_mappable')

  const next = await checked(`${titles}\n企业九十三,${code(93)},水环境,夏阳街道,13800000093,小王\n`, '外单位二.csv')
  expect(next).toMatchObject({ state: 'checked', found: { insert: 1 } })
  expect(next.columns.at(-1)).toEqual({ title: '填表人', column: null })
})

test('a system says with its file which columns the titles stand for', async () => {
  const content = `n,c,k,所在区域\n企业九十五,${code(95)},水环境,夏阳街道\n`
  const withMapping = (mapping: object | string) => {
    const field = `--${edge}\r\ncontent-disposition: form-data; name="mapping"\r\n\r\n${typeof mapping === 'string' ? mapping : JSON.stringify(mapping)}\r\n`
    const payload = Buffer.concat([Buffer.from(field), part(content, '系统.csv'), Buffer.from(`--${edge}--\r\n`)])
    return send(officer, '', '系统.csv', payload)
  }
  expect((await withMapping('n=name')).body.code).toBe('import_mapping_unfit')
  expect((await withMapping({ n: 'name', c: 'credit_code', k: 'nothing' })).body.code).toBe('import_mapping_unfit')
  expect((await withMapping({ n: 'name', c: 'credit_code' })).body.code).toBe('import_columns_missing')
  const sent = await withMapping({ n: 'name', c: 'credit_code', k: 'kind' })
  expect(sent).toMatchObject({ status: 200, body: { state: 'checking' } })
  await house.settle()
  expect((await officer.get(`${path}/imports/${sent.body.id}`)).body).toMatchObject({ state: 'checked', found: { insert: 1 } })
})
