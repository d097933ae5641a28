import { ownDistrict, type TestDistrict } from '../../app/testing.ts'

/** A Tuesday morning at nine, far from holidays, in a year whose calendar is published. */
const tuesday = new Date('2026-03-03T09:00:00+08:00')

let opened: Promise<TestDistrict> | undefined

/** A district of its own for stories that move the clock: what they expect of limits must not depend on today. */
export const springDistrict = (): Promise<TestDistrict> => (opened ??= open())

async function open(): Promise<TestDistrict> {
  const house = await ownDistrict()
  house.clock.forward(tuesday.getTime() - house.clock.now.getTime())
  return house
}
