import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMonths, type Day } from './dates.ts'
import { type Degree, mayRepair, publicationOf, type RepairFacts, repairConditions, ruleOn } from './repair-rule.ts'
import { scoreOf, scoreRules, type Scored } from './score-rule.ts'

const day = fc
  .date({ min: new Date('2018-01-01'), max: new Date('2032-12-31'), noInvalidDate: true })
  .map((date): Day => date.toISOString().slice(0, 10))
const degree = fc.constantFrom<Degree>('minor', 'general', 'serious')
const shown = (facts: Partial<RepairFacts> = {}): RepairFacts => ({
  today: '2026-11-01',
  corrected: true,
  dutyDone: true,
  committed: true,
  materials: 1,
  state: 'published',
  ...facts,
})

describe('repair', () => {
  test('the order of 2026 judges what was decided from the first of April on, the rules of 2023 what was decided before', () => {
    expect(publicationOf({ degree: 'general', decidedOn: '2026-03-31' })).toMatchObject({
      rule: 'ndrc-2023-58',
      repairFrom: '2026-06-30',
      endsOn: '2029-03-31',
    })
    expect(publicationOf({ degree: 'general', decidedOn: '2026-04-01' })).toMatchObject({
      rule: 'ndrc-2025-36',
      repairFrom: '2026-07-01',
      endsOn: '2027-04-01',
    })
    expect(publicationOf({ degree: 'serious', decidedOn: '2026-04-01' })).toMatchObject({
      repairFrom: '2027-04-01',
      endsOn: '2029-04-01',
    })
    expect(publicationOf({ degree: 'minor', decidedOn: '2026-04-01' })).toMatchObject({
      published: false,
      repairFrom: '2026-04-01',
      endsOn: '2026-07-01',
    })
  })

  test('periods end on the same day of the month, or on its last day', () => {
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28')
    expect(addMonths('2027-11-30', 3)).toBe('2028-02-29')
    expect(addMonths('2026-12-31', 12)).toBe('2027-12-31')
  })

  test('repair is never possible before the least period nor publication longer than the most, whatever term was set', () => {
    fc.assert(
      fc.property(day, degree, fc.option(fc.integer({ min: -5, max: 90 })), (decidedOn, how, termMonths) => {
        const rule = ruleOn(decidedOn)
        const { repairFrom, endsOn, from } = publicationOf({ degree: how, decidedOn, termMonths })
        expect(from).toBe(decidedOn)
        expect(endsOn <= addMonths(decidedOn, rule.degrees[how].mostMonths)).toBe(true)
        expect(repairFrom <= endsOn).toBe(true)
      }),
    )
  })

  test('each condition alone holds repair back, and says from when', () => {
    const act = { degree: 'general' as const, decidedOn: '2026-05-10' }
    const on = (facts: Partial<RepairFacts>) => repairConditions(act, shown(facts))
    expect(mayRepair(on({}))).toBe(true)
    expect(on({ today: '2026-08-09' }).filter(({ met }) => !met)).toEqual([{ id: 'period', met: false, from: '2026-08-10' }])
    expect(mayRepair(on({ today: '2026-08-10' }))).toBe(true)
    for (const facts of [{ corrected: false }, { dutyDone: false }, { committed: false }, { materials: 0 }])
      expect(on(facts).filter(({ met }) => !met)).toHaveLength(1)
    for (const facts of [{ state: 'repaired' as const }, { state: 'ended' as const }, { today: '2027-05-10' }])
      expect(mayRepair(on(facts))).toBe(false)
  })

  test('waiting never makes repair impossible before publication ends', () => {
    fc.assert(
      fc.property(day, degree, day, day, (decidedOn, how, a, b) => {
        const [earlier, later] = a < b ? [a, b] : [b, a]
        const at = (today: Day) => mayRepair(repairConditions({ degree: how, decidedOn }, shown({ today })))
        if (at(earlier) && later < publicationOf({ degree: how, decidedOn }).endsOn) expect(at(later)).toBe(true)
      }),
    )
  })
})

const scored = fc.record<Scored>({
  id: fc.uuid(),
  kind: fc.constantFrom('penalty', 'list', 'abnormal', 'commitment', 'honour', 'licence', 'contract'),
  degree: fc.constantFrom('minor', 'general', 'serious', null),
  outcome: fc.constantFrom('kept', 'broken', null),
  decidedOn: day,
  basis: fc.constantFrom('', '  ', '《食品安全法》第一百二十四条'),
  state: fc.constantFrom('published', 'unpublished', 'repaired', 'ended'),
  disputed: fc.boolean(),
})
const records = fc.uniqueArray(scored, { selector: ({ id }) => id, maxLength: 30 })

describe('score', () => {
  const rule = scoreRules[0] as (typeof scoreRules)[number]

  test('is the base and its lines, within its bounds, and each line names its rule and record', () => {
    fc.assert(
      fc.property(records, day, (all, today) => {
        const { value, base, lines } = scoreOf(all, today)
        const sum = lines.reduce((total, { points }) => total + points, base)
        expect(value).toBe(Math.min(rule.most, Math.max(rule.least, sum)))
        for (const line of lines) {
          expect(all.some(({ id }) => id === line.record)).toBe(true)
          expect(rule.points.some(({ id }) => id === line.rule)).toBe(true)
        }
        for (const { id, cap } of rule.points) {
          const reached = lines.filter((line) => line.rule === id).reduce((total, { points }) => total + points, 0)
          if (cap !== undefined) expect(Math.abs(reached) <= Math.abs(cap)).toBe(true)
        }
      }),
    )
  })

  test('nothing is taken away without a legal basis, while disputed, or after repair', () => {
    fc.assert(
      fc.property(records, day, (all, today) => {
        for (const { record, points } of scoreOf(all, today).lines.filter((line) => line.points < 0)) {
          const found = all.find(({ id }) => id === record)
          expect(found).toMatchObject({ disputed: false })
          expect(found?.basis.trim()).not.toBe('')
          expect(['repaired', 'ended']).not.toContain(found?.state)
          expect(points).toBeLessThan(0)
        }
      }),
    )
  })

  test('the order in which records arrive changes nothing; repairing one never lowers the score', () => {
    fc.assert(
      fc.property(records, day, fc.nat(), (all, today, at) => {
        const { value } = scoreOf(all, today)
        expect(scoreOf(all.toReversed(), today).value).toBe(value)
        const penalties = all.filter(({ kind }) => kind === 'penalty')
        const one = penalties[at % Math.max(1, penalties.length)]
        if (!one) return
        const repaired = all.map((record) => (record === one ? { ...record, state: 'repaired' as const } : record))
        expect(scoreOf(repaired, today).value).toBeGreaterThanOrEqual(value)
      }),
    )
  })
})
