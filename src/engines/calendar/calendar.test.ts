import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { smallDistrict } from '../../app/testing.ts'
import { isProvisional, isWorkday, makeCalendar } from './calendar.ts'
import { addWorking, type Clock, dueAfterPause, dueAt, partOf, remaining, sayRemaining, workingBetween } from './clocks.ts'
import { calendar } from './module.ts'
import { checkNotice } from './notice-check.ts'
import { readNoticeText } from './notice-text.ts'
import { notices } from './notices.ts'
import { dateOf, dayOf } from './zone.ts'

/** The body of each notice, as published. */
const texts: Record<number, string> = {
  2024: `一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。`,
  2025: `一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。`,
  2026: `国办发明电〔2025〕7号 各省、自治区、直辖市人民政府：经国务院批准，现将2026年元旦、春节的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
国务院办公厅
2025年11月4日`,
}

const hours = [
  ['08:30', '11:30'],
  ['13:30', '17:30'],
] as const
const shanghai = makeCalendar({ timeZone: 'Asia/Shanghai', hours })
const at = (local: string) => new Date(`${local}+08:00`)
const local = (instant: Date) =>
  `${dateOf(shanghai.zone.toLocal(instant).day)} ${new Date(shanghai.zone.toLocal(instant).ms).toISOString().slice(11, 16)}`
const after = (start: string, amount: number, clock: Clock) => local(dueAt(shanghai, at(start), { amount, clock }))

describe('the published notices', () => {
  test('working days are counted across holidays and make-up workdays', () => {
    expect(after('2026-02-10T10:00', 20, 'working-days')).toBe('2026-03-16 17:30')
    expect(after('2026-09-20T10:00', 20, 'working-days')).toBe('2026-10-23 17:30')
    expect(after('2026-09-24T10:00', 5, 'working-days')).toBe('2026-10-09 17:30')
  })

  test('2026 has its six make-up workdays, each on a weekend', () => {
    const workdays = notices.flatMap((notice) => notice.festivals.flatMap((festival) => festival.workdays))
    expect(workdays.filter((date) => date.startsWith('2026')).toSorted()).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ])
    for (const date of workdays) expect([0, 6], date).toContain(new Date(`${date}T00:00Z`).getUTCDay())
  })

  test('the years have as many working days as are published for them', () => {
    const workdays = (year: number) =>
      Array.from({ length: dayOf(`${year + 1}-01-01`) - dayOf(`${year}-01-01`) }, (_, i) => dayOf(`${year}-01-01`) + i).filter(
        (day) => isWorkday(shanghai, day),
      ).length
    expect([2024, 2025, 2026].map(workdays)).toEqual([251, 248, 248])
  })

  test('a year without a notice is refused, not guessed; clocks that need none go on', () => {
    expect(() => after('2026-12-20T10:00', 20, 'working-days')).toThrowError(
      expect.objectContaining({ code: 'calendar_not_published', params: { year: 2027 } }),
    )
    expect(() => after('2026-12-31T17:00', 1, 'working-hours')).toThrowError(
      expect.objectContaining({ code: 'calendar_not_published' }),
    )
    expect(() => isWorkday(shanghai, dayOf('2023-12-31'))).toThrowError(
      expect.objectContaining({ code: 'calendar_not_published' }),
    )
    expect(after('2026-12-31T10:00', 3, 'natural-days')).toBe('2027-01-03 23:59')
    expect(after('2026-12-31T23:00', 2, 'urgent-hours')).toBe('2027-01-01 01:00')
  })

  test('the next notice may change a December, and then its word holds', () => {
    const next = {
      year: 2027,
      number: 'test',
      publishedOn: '2026-11-01',
      festivals: [{ name: { zh: '元旦', en: 'New Year' }, from: '2026-12-31', to: '2027-01-01', workdays: ['2026-12-27'] }],
    }
    const later = makeCalendar({ timeZone: 'Asia/Shanghai', hours, notices: [next, ...notices] })
    expect(isProvisional(shanghai, at('2026-12-10T12:00'))).toBe(true)
    expect(isProvisional(later, at('2026-12-10T12:00'))).toBe(false)
    expect([
      isWorkday(shanghai, dayOf('2026-12-31')),
      isWorkday(later, dayOf('2026-12-31')),
      isWorkday(later, dayOf('2026-12-27')),
    ]).toEqual([true, false, true])
  })
})

describe('the text of a notice', () => {
  test.each([2024, 2025, 2026])('that of %i is read as it stands in our table', (year) => {
    const read = readNoticeText(texts[year] as string, year)
    expect(read.doubts).toEqual([])
    expect(read.festivals).toEqual(notices.find((notice) => notice.year === year)?.festivals)
    if (year === 2026) expect(read).toMatchObject({ number: '国办发明电〔2025〕7号', publishedOn: '2025-11-04' })
  })

  test('what contradicts itself is said, not guessed', () => {
    const doubts = (text: string) => readNoticeText(text, 2026).doubts.map((doubt) => doubt.en)
    expect(doubts('一、元旦：1月1日（周五）放假。')).toEqual(['2026-01-01 is not the weekday that the text says (“周五”).'])
    expect(doubts('一、元旦：照常上班。')).toEqual([
      'No days off were found for “元旦”.',
      'No festival was found. Paste the whole text of the notice.',
    ])
    expect(doubts('一、元旦：2月30日放假。')).toContain('“2月30日” in “元旦” is no date.')
    const notice = {
      year: 2026,
      number: 'x',
      publishedOn: '2025-11-04',
      festivals: [{ name: { zh: '元旦', en: '' }, from: '2026-01-03', to: '2026-01-01', workdays: ['2026-01-05'] }],
    }
    expect(checkNotice(notice).map((fault) => fault.path)).toEqual(['festivals.0.to', 'festivals.0.workdays.0'])
  })

  test('one that reaches back into December is read with its years', () => {
    const [first] = readNoticeText(
      '一、元旦：2026年12月31日至2027年1月2日放假调休，共3天。2027年1月3日（周日）上班。',
      2027,
    ).festivals
    expect(first).toMatchObject({ from: '2026-12-31', to: '2027-01-02', workdays: ['2027-01-03'] })
  })
})

describe('the four clocks', () => {
  test('working hours run only while the office is open', () => {
    expect(after('2026-03-02T10:30', 4, 'working-hours')).toBe('2026-03-02 16:30')
    expect(after('2026-03-06T17:00', 1, 'working-hours')).toBe('2026-03-09 09:00')
    expect(after('2026-03-07T03:00', 7, 'working-hours')).toBe('2026-03-09 17:30')
    expect(after('2026-03-02T12:00', 0.5, 'working-hours')).toBe('2026-03-02 14:00')
  })

  test('what is left is said as people say it', () => {
    const due = dueAt(shanghai, at('2026-03-02T09:00'), { amount: 3, clock: 'working-days' })
    const left = (now: string) => sayRemaining(remaining(shanghai, at(now), due, 'working-days'), 'working-days').zh
    expect([
      left('2026-03-02T09:00'),
      left('2026-03-05T17:30'),
      left('2026-03-05T18:00'),
      left('2026-03-06T09:00'),
      left('2026-03-10T09:00'),
    ]).toEqual(['还剩 3 个工作日', '今天到期', '已超时 1 个工作日', '已超时 1 个工作日', '已超时 3 个工作日'])
    expect(sayRemaining(0.4, 'working-hours').zh).toBe('还剩 24 分钟工作时间')
    expect(sayRemaining(-26.2, 'urgent-hours').en).toBe('26 hours overdue')
  })

  test('a pause moves the end by what was left, on the same clock', () => {
    const due = dueAt(shanghai, at('2026-03-02T09:00'), { amount: 8, clock: 'working-hours' })
    expect(local(due)).toBe('2026-03-03 10:00')
    expect(local(dueAfterPause(shanghai, due, 'working-hours', at('2026-03-02T16:30'), at('2026-03-09T13:30')))).toBe(
      '2026-03-09 16:00',
    )
    expect(dueAfterPause(shanghai, due, 'working-hours', at('2026-03-04T09:00'), at('2026-03-09T13:30'))).toEqual(due)
  })
})

/** So early that the longest limits, 60 and then 30 working days, end within the published years. */
const instants = fc
  .integer({ min: Date.parse('2024-01-02T00:00Z'), max: Date.parse('2026-07-31T00:00Z') })
  .map((ms) => new Date(ms))
const clocks = fc.constantFrom<Clock[]>('urgent-hours', 'working-hours', 'working-days', 'natural-days')
const limits = fc.oneof(
  fc.record({
    clock: fc.constantFrom<Clock[]>('urgent-hours', 'working-hours'),
    amount: fc.integer({ min: 1, max: 400 }).map((quarters) => quarters / 4),
  }),
  fc.record({ clock: fc.constantFrom<Clock[]>('working-days', 'natural-days'), amount: fc.integer({ min: 1, max: 60 }) }),
)
const calendars = fc
  .constantFrom('Asia/Shanghai', 'Europe/Oslo', 'America/St_Johns', 'Asia/Kolkata', 'UTC')
  .map((timeZone) => makeCalendar({ timeZone, hours }))

describe('laws of the clocks, in any zone', () => {
  test('what is left at the start is the whole limit', () => {
    fc.assert(
      fc.property(calendars, instants, limits, (calendar, start, limit) => {
        expect(remaining(calendar, start, dueAt(calendar, start, limit), limit.clock)).toBeCloseTo(limit.amount, 6)
      }),
    )
  })

  test('a later start never ends earlier, and time only runs down', () => {
    fc.assert(
      fc.property(calendars, instants, instants, limits, (calendar, one, other, limit) => {
        const [early, late] = one < other ? [one, other] : [other, one]
        const due = dueAt(calendar, early, limit)
        expect(due <= dueAt(calendar, late, limit)).toBe(true)
        expect(remaining(calendar, early, due, limit.clock)).toBeGreaterThanOrEqual(remaining(calendar, late, due, limit.clock))
      }),
    )
  })

  test('two limits one after the other are the sum', () => {
    fc.assert(
      fc.property(calendars, instants, limits, fc.integer({ min: 1, max: 30 }), (calendar, start, { amount, clock }, more) => {
        expect(dueAt(calendar, dueAt(calendar, start, { amount, clock }), { amount: more, clock })).toEqual(
          dueAt(calendar, start, { amount: amount + more, clock }),
        )
      }),
    )
  })

  test('adding working time and measuring it are inverse', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 0, max: 200 * 3_600_000 }), (calendar, start, ms) => {
        expect(workingBetween(calendar, start, addWorking(calendar, start, ms))).toBe(ms)
      }),
    )
  })

  test('warning comes between the start and the end; negative exactly when over', () => {
    fc.assert(
      fc.property(
        calendars,
        instants,
        instants,
        limits,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (calendar, start, now, limit, share) => {
          const due = dueAt(calendar, start, limit)
          const warn = partOf(calendar, start, due, limit.clock, share)
          expect(start <= warn && warn <= due).toBe(true)
          if (limit.clock !== 'working-hours') expect(remaining(calendar, now, due, limit.clock) < 0).toBe(now > due)
        },
      ),
    )
  })

  test('a pause never shortens, and no pause changes nothing', () => {
    fc.assert(
      fc.property(
        instants,
        limits,
        clocks,
        instants,
        fc.integer({ min: 0, max: 30 * 86_400_000 }),
        (start, limit, _, paused, length) => {
          const due = dueAt(shanghai, start, limit)
          const moved = dueAfterPause(shanghai, due, limit.clock, paused, new Date(paused.getTime() + length))
          expect(moved >= due).toBe(true)
          if (length === 0) expect(moved).toEqual(due)
        },
      ),
    )
  })
})

test('the machine’s own zone does not matter', () => {
  const program = `
    const { makeCalendar } = await import('./calendar.ts'); const { dueAt } = await import('./clocks.ts')
    const calendar = makeCalendar({ timeZone: 'Asia/Shanghai', hours: [['08:30','11:30'],['13:30','17:30']] })
    for (const clock of ['urgent-hours','working-hours','working-days','natural-days']) console.log(dueAt(calendar, new Date('2026-02-10T15:30:00Z'), { amount: 20, clock }).toISOString())`
  const inZone = (TZ: string) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: import.meta.dirname,
      env: { ...process.env, TZ },
      encoding: 'utf8',
    }).stdout
  const here = inZone('Asia/Shanghai')
  expect(here.split('\n').filter(Boolean)).toHaveLength(4)
  expect(inZone('America/Los_Angeles')).toBe(here)
  expect(inZone('Pacific/Kiritimati')).toBe(here)
})

let opened: ReturnType<typeof smallDistrict> | undefined
const house = () =>
  (opened ??= smallDistrict(
    [calendar],
    { admin: [{ capability: 'calendar.enter', tree: 'all' }], clerk: [] },
    { calendar: { hours } },
  ))
afterAll(async () => (await opened)?.platform.database.close())

test('anyone can look up a year and calculate when a limit ends; an unpublished year is refused in words', async () => {
  const { as } = await house()
  const nobody = await as('')
  const year = await nobody.get('/api/calendar/years/2026')
  expect(year).toMatchObject({
    status: 200,
    body: { year: 2026, timeZone: 'Asia/Shanghai', notice: { number: '国办发明电〔2025〕7号' }, provisional: true },
  })
  expect(year.body.workdaysByMonth.reduce((sum: number, days: number) => sum + days)).toBe(248)
  expect(year.body.days).toContainEqual({
    date: '2026-02-14',
    kind: 'make-up-workday',
    name: { zh: '春节', en: 'Spring Festival' },
  })

  const due = (start: string, amount: number, clock: Clock) =>
    nobody.get(`/api/calendar/due?start=${encodeURIComponent(start)}&amount=${amount}&clock=${clock}`)
  expect(await due('2026-02-10T10:00:00+08:00', 20, 'working-days')).toMatchObject({
    status: 200,
    body: {
      start: '2026-02-10T02:00:00.000Z',
      dueAt: '2026-03-16T09:30:00.000Z',
      says: { zh: '20 个工作日', en: '20 working days' },
      provisional: false,
    },
  })
  expect(await due('2026-12-01T10:00:00+08:00', 3, 'working-days')).toMatchObject({ body: { provisional: true } })
  expect(await due('2026-12-20T10:00:00+08:00', 20, 'working-days')).toMatchObject({
    status: 503,
    body: { code: 'calendar_not_published' },
  })
  expect(await nobody.get('/api/calendar/years/2027')).toMatchObject({ status: 503, body: { code: 'calendar_not_published' } })
  expect(await due('2026-02-10T10:00:00+08:00', 1.5, 'working-days')).toMatchObject({
    status: 400,
    body: { code: 'limit_not_whole' },
  })
})

test('the next year’s notice is read from its text, entered by whoever may, and limits are counted with it at once', async () => {
  const { as } = await house()
  const [admin, clerk, nobody] = [await as('admin'), await as('clerk'), await as('')]
  const text =
    '一、元旦：1月1日（周六）至3日（周一）放假，共3天。\n二、春节：2月17日（周四）至23日（周三）放假调休，共7天。2月12日（周六）、2月26日（周六）上班。'
  expect(await clerk.post('/api/calendar/notices/read', { year: 2028, text })).toMatchObject({ status: 403 })
  const read = await admin.post('/api/calendar/notices/read', { year: 2028, text })
  expect(read).toMatchObject({
    status: 200,
    body: { doubts: [], festivals: [{ from: '2028-01-01', to: '2028-01-03' }, { workdays: ['2028-02-12', '2028-02-26'] }] },
  })
  const notice = { number: '国办发明电〔2027〕1号', publishedOn: '2027-11-01', festivals: read.body.festivals }
  expect(await clerk.put('/api/calendar/years/2028', notice)).toMatchObject({ status: 403 })
  expect(await nobody.get('/api/calendar/years/2028')).toMatchObject({ status: 503 })
  expect(
    await admin.put('/api/calendar/years/2028', { ...notice, festivals: [{ ...notice.festivals[0], workdays: ['2028-01-05'] }] }),
  ).toMatchObject({ status: 400, body: { errors: [{ path: 'festivals.0.workdays.0' }] } })
  expect(await admin.put('/api/calendar/years/2028', notice)).toMatchObject({
    status: 200,
    body: { year: 2028, notice: { number: notice.number } },
  })
  expect(await nobody.get('/api/calendar/years/2028')).toMatchObject({ status: 200 })
  expect((await nobody.get('/api/calendar/years')).body.items.map((item: { year: number }) => item.year)).toEqual([
    2024, 2025, 2026, 2028,
  ])
  expect(
    await nobody.get(`/api/calendar/due?start=${encodeURIComponent('2028-02-10T10:00:00+08:00')}&amount=3&clock=working-days`),
  ).toMatchObject({ status: 200, body: { dueAt: '2028-02-14T09:30:00.000Z' } })
})
