import { afterEach, expect, test } from 'vitest'
import { chartOptions } from './chart/chart-options.ts'
import { dayAfter, fromWall, setDistrictZone, wallAsUtc, wallDay, wallMinute, wallTime } from './district-time.ts'
import { exactTime, shortTime } from './time.tsx'
import { tokens } from './tokens.ts'

afterEach(() => setDistrictZone(undefined))

test('times are shown and taken on the district’s clock, whatever zone the browser is set to', () => {
  setDistrictZone('Asia/Shanghai')
  const late = '2026-11-21T16:30:15.250Z'
  expect(wallTime(late)).toBe('2026-11-22T00:30:15')
  expect(wallDay(late)).toBe('2026-11-22')
  expect(wallMinute(late)).toBe('2026-11-22T00:30')
  expect(exactTime(late, 'zh')).toBe('2026年11月22日 00:30:15')
  expect(shortTime(late, 'zh', new Date('2026-11-22T15:59:00Z'))).toBe('00:30')
  expect(shortTime(late, 'zh', new Date('2026-11-22T16:01:00Z'))).toBe('11月22日 00:30')
  expect(fromWall('2026-11-22T00:30').toISOString()).toBe('2026-11-21T16:30:00.000Z')
  expect(fromWall('2026-11-22').toISOString()).toBe('2026-11-21T16:00:00.000Z')
  expect(fromWall('no time').getTime()).toBeNaN()
  expect(dayAfter('2026-12-31')).toBe('2027-01-01')
})

test('a zone that changes its clocks: the hour before and after, and drawings that count in UTC', () => {
  setDistrictZone('Europe/Berlin')
  expect(fromWall('2026-03-29T01:59').toISOString()).toBe('2026-03-29T00:59:00.000Z')
  expect(fromWall('2026-03-29T03:00').toISOString()).toBe('2026-03-29T01:00:00.000Z')
  expect(fromWall('2026-10-25').toISOString()).toBe('2026-10-24T22:00:00.000Z')
  const summer = new Date('2026-07-01T10:00:00Z')
  expect(new Date(wallAsUtc(summer)).toISOString()).toBe('2026-07-01T12:00:00.000Z')
})

test('a curve stands at the district’s hours; a plain day stands at its own date', () => {
  setDistrictZone('Asia/Shanghai')
  const points = [
    ['2026-11-21T16:00:00Z', 1],
    ['2026-11-22', 2],
  ] as const
  const options = chartOptions({ title: '', kind: 'line', x: 'time', series: [{ name: 'a', points }] }, tokens.light, 'zh', 12)
  const midnight = Date.parse('2026-11-22T00:00:00Z')
  expect(options).toMatchObject({
    useUTC: true,
    series: [
      {
        data: [
          [midnight, 1],
          [midnight, 2],
        ],
      },
    ],
  })
})
