import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSound, judge, type RuleState, type Threshold } from './rules.ts'

const limit: Threshold = { direction: 'above', raiseAt: 50, clearAt: 45, raiseAfter: 2, clearAfter: 3 }
const start: RuleState = { open: false, breaches: 0, recoveries: 0 }
function play(rule: Threshold, values: number[]) {
  let state = start
  return values.map((value) => {
    const step = judge(rule, state, value)
    state = step.state
    return step.change
  })
}

describe('hysteresis', () => {
  test('an alarm needs its count of breaches in a row, and ends after its count of recoveries in a row', () => {
    expect(play(limit, [51, 49, 51, 52, 60, 44, 46, 44, 44, 44, 44])).toEqual([
      null,
      null,
      null,
      'raise',
      null,
      null,
      null,
      null,
      null,
      'clear',
      null,
    ])
  })
  test('exactly at the limit is not beyond it', () => {
    expect(play({ ...limit, raiseAfter: 1 }, [50, 50, 50.01])).toEqual([null, null, 'raise'])
  })
  test('a lower limit is the mirror image', () => {
    const oxygen: Threshold = { direction: 'below', raiseAt: 3, clearAt: 4, raiseAfter: 1, clearAfter: 1 }
    expect(play(oxygen, [3, 2.9, 3.5, 4, 2])).toEqual([null, 'raise', null, 'clear', 'raise'])
  })
  test('raises and clears always alternate, however the values jump', () => {
    const rule = fc
      .record({
        direction: fc.constantFrom('above' as const, 'below' as const),
        raiseAt: fc.integer({ min: -9, max: 9 }),
        clearAt: fc.integer({ min: -9, max: 9 }),
        raiseAfter: fc.integer({ min: 1, max: 4 }),
        clearAfter: fc.integer({ min: 1, max: 4 }),
      })
      .filter(isSound)
    fc.assert(
      fc.property(rule, fc.array(fc.integer({ min: -12, max: 12 }), { maxLength: 200 }), (some, values) => {
        const changes = play(some, values).filter((change) => change !== null)
        changes.forEach((change, index) => expect(change).toBe(index % 2 === 0 ? 'raise' : 'clear'))
      }),
    )
  })
})
