import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anonymiser, isBlocked, propose, type Quasi, Tuples } from './anonymity.ts'
import { smallCells, withholdSmallCells } from './cells.ts'
import { Detector } from './detect.ts'
import { checkPlan, type GateSource, IdentifierPassed, proposePlan, released } from './gate.ts'
import { columnIds, TypeGuess } from './guess.ts'
import { idNumberHolds, identifiersIn, looksLikeName } from './identifiers.ts'
import { generalise, type QuasiKind, rungs } from './quasi.ts'

const always = () => true

test('direct identifiers are known by their own check digits and forms, wherever they stand', () => {
  expect(idNumberHolds('11010519491231002X')).toBe(true)
  expect(identifiersIn('证件 11010519491231002X，电话 138 0013 8000')).toEqual(['id-number', 'phone'])
  expect(identifiersIn('写信到 wang@example.cn 或看沪A·D12345')).toEqual(['email', 'plate'])
  expect(identifiersIn('卡号6222020200112233445'.replace('445', '4'))).not.toContain('phone')
  expect(identifiersIn('联系人：王小明')).toEqual(['person-name'])
  for (const harmless of ['310118102000', '91310118MA1JL00000', '1700000000000', '13.9', '2026-03-01T08:00:00Z', '021-59732000'])
    expect(identifiersIn(harmless), harmless).toEqual([])
  expect(['王芳', '欧阳修文', '司徒听雨'].every(looksLikeName)).toBe(true)
  expect(['夏阳街道', '金泽镇', '白鹤', '水质', '华新镇', '高'].some(looksLikeName)).toBe(false)
})

test('a column of names is found without its heading; towns and stations are not people', () => {
  const detector = new Detector([
    { id: 'a', title: '甲', type: 'text' },
    { id: 'town', title: '街镇', type: 'text' },
    { id: 'station', title: '站点', type: 'text' },
  ])
  const people = ['王芳', '李娜', '张伟', '刘洋', '陈静', '杨帆', '赵磊', '周敏']
  people.forEach((name, at) => void detector.add([name, ['夏阳街道', '金泽镇', '徐泾镇'][at % 3] as string, `盈港${at}号站`]))
  expect(detector.identifiers()).toEqual([{ column: 'a', kind: 'person-name', by: 'content', rows: 8 }])
})

test('each ladder says less and less, and never falls over odd values', () => {
  expect(rungs.date.map((_, level) => generalise('date', '1987-05-14', level, always))).toEqual([
    '1987-05-14',
    '1987-05',
    '1987-Q2',
    '1987',
    '1980–1989',
    null,
  ])
  expect(rungs.number.map((_, level) => generalise('number', '37', level, always))).toEqual([
    '37',
    '35–39',
    '30–39',
    '20–39',
    '0–49',
    null,
  ])
  expect(rungs.address.map((_, level) => generalise('address', '夏阳街道盈港路88弄5号301室', level, always))).toEqual([
    '夏阳街道盈港路88弄5号301室',
    '夏阳街道盈港路',
    '夏阳街道',
    null,
  ])
  expect(generalise('point', '121.1234,31.1567', 2, always)).toBe('121.1250,31.1550')
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(rungs) as QuasiKind[])),
      fc.string({ unit: 'binary' }),
      fc.nat(6),
      (kind, value, level) => {
        const coarse = generalise(kind, value, level, always)
        expect(coarse === null || typeof coarse === 'string').toBe(true)
      },
    ),
  )
})

const person = fc.tuple(
  fc
    .date({ min: new Date('1940-01-01'), max: new Date('2010-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  fc.constantFrom('男', '女'),
  fc.constantFrom('夏阳街道盈港路1号101室', '夏阳街道公园路2号', '朱家角镇漕平路9号201室', '练塘镇章练塘路3号'),
  fc.integer({ min: 0, max: 99 }).map(String),
)
const quasi: Quasi[] = [
  { column: 'birth', kind: 'date' },
  { column: 'gender', kind: 'category' },
  { column: 'address', kind: 'address' },
  { column: 'age', kind: 'number' },
]

test('whatever the rows: what leaves is k-anonymous, or the table is blocked', () => {
  fc.assert(
    fc.property(fc.array(person, { maxLength: 120 }), fc.integer({ min: 5, max: 9 }), (people, k) => {
      const tuples = new Tuples(quasi.length)
      for (const row of people) tuples.add(row)
      const { levels, blocked, after } = propose(tuples, quasi, k)
      const made = anonymiser(tuples, quasi, levels, k)
      const rows = people.map((row) => made.apply(row)).filter((row) => row !== undefined)
      const sizes = [...Map.groupBy(rows, (row) => JSON.stringify(row)).values()].map((group) => group.length)
      for (const size of sizes) expect(size).toBeGreaterThanOrEqual(k)
      expect(blocked).toBe(isBlocked(after))
      if (!blocked) expect(rows.length).toBeGreaterThanOrEqual(people.length * 0.8)
    }),
    { numRuns: 60 },
  )
})

test('no small count is left, nor one that could be worked out from its group’s total', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.option(fc.nat(30)), fc.constantFrom('甲', '乙')), { maxLength: 40 }), (cells) => {
      const counts = cells.map(([count]) => count)
      const groups = cells.map(([, group]) => group)
      const safe = withholdSmallCells(counts, groups, 5)
      expect(smallCells(safe, 5)).toBe(0)
      for (const group of ['甲', '乙']) {
        const here = counts.flatMap((count, at) => (groups[at] === group ? [{ count, safe: safe[at] ?? null }] : []))
        const hidden = here.filter(({ count, safe }) => count !== null && safe === null).length
        if (hidden === 1) expect(here.some(({ safe }) => (safe ?? 0) > 0)).toBe(false)
      }
    }),
  )
})

const rowsOf = (columns: GateSource['columns'], rows: (string | null)[][]): GateSource => ({
  columns,
  batches: async function* () {
    for (let at = 0; at < rows.length; at += 7) yield rows.slice(at, at + 7)
  },
})
const gathered = async <T>(batches: AsyncIterable<T[]>): Promise<T[]> => {
  const all: T[] = []
  for await (const batch of batches) all.push(...batch)
  return all
}
const text = (id: string, title = id) => ({ id, title, type: 'text' })

test('the gate proposes, is checked, and lets out only what it said; a telephone number in the next refresh stops it', async () => {
  const columns = [
    text('name', '姓名'),
    text('phone', '手机'),
    { id: 'birth', title: '出生日期', type: 'date' },
    text('gender', '性别'),
    text('address', '住址'),
    text('note', '备注'),
  ]
  const towns = ['夏阳街道盈港路', '朱家角镇漕平路']
  const people = Array.from({ length: 120 }, (_, at) => [
    ['王芳', '李娜', '张伟', '刘洋', '陈静'][at % 5] as string,
    `1390000${String(1000 + at)}`,
    `${1960 + (at % 4) * 10}-0${1 + (at % 9)}-11`,
    at % 2 ? '男' : '女',
    `${towns[at % 2]}${at}号${at}室`,
    at === 3 ? '请打13812345678' : null,
  ])
  const source = rowsOf(columns, people)
  const { plan, report } = await proposePlan(source, false)
  expect(plan).toMatchObject({
    aboutPeople: true,
    columns: { name: { do: 'drop' }, phone: { do: 'drop' }, note: { do: 'redact' }, birth: { do: 'generalise' } },
  })
  expect(report).toMatchObject({ verdict: 'open', before: { rows: 120, smallest: 1 } })
  const out: (string | null)[][] = []
  for await (const batch of released(source, plan)) out.push(...batch)
  expect(out.length).toBe(120 - report.withheldRows)
  for (const group of Map.groupBy(out, (row) => JSON.stringify(row.slice(0, 3))).values())
    expect(group.length).toBeGreaterThanOrEqual(5)
  expect(JSON.stringify(out)).not.toMatch(/139|138|王芳/)
  const kept = { ...plan, columns: { ...plan.columns, phone: { do: 'keep' as const, because: '没有关系的' } } }
  expect((await checkPlan(source, kept)).verdict).toBe('blocked')
  const next = rowsOf([text('remark', '说明')], [['好'], ['打13812345678']])
  const passed = released(next, { k: 5, aboutPeople: false, columns: { remark: { do: 'keep' } }, counts: [] })
  await expect(gathered(passed)).rejects.toThrow(IdentifierPassed)
})

test('counts of people below five leave no trace', async () => {
  const columns = [text('town', '街镇'), text('kind', '类别'), { id: 'n', title: '人数', type: 'int8' }]
  const source = rowsOf(columns, [
    ['夏阳', '甲', '3'],
    ['夏阳', '乙', '12'],
    ['夏阳', '丙', '40'],
    ['盈浦', '甲', '9'],
  ])
  const { plan, report } = await proposePlan(source, false)
  expect(report).toMatchObject({ smallCells: 1, verdict: 'open' })
  expect((await gathered(released(source, plan))).map((row) => row[2])).toEqual([null, null, '40', '9'])
})

test('types are the narrowest that all values have; headings become column names, each once', () => {
  const guess = (...values: (string | null)[]) => values.reduce((it, value) => (it.add(value), it), new TypeGuess()).type
  expect([
    guess('1', null, '22'),
    guess('1', '2.5'),
    guess('021'),
    guess('2026-01-31'),
    guess('2026-02-31'),
    guess('2026-01-31 08:00'),
    guess(),
  ]).toEqual(['int8', 'float8', 'text', 'date', 'text', 'timestamptz', 'text'])
  expect(columnIds(['街镇', '街镇', '_id', 'a"b', ''])).toEqual(['街镇', '街镇_2', 'id', 'a b', 'column_5'])
})
