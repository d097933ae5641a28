import { expect, test } from 'vitest'
import { networkOf, RateLimiter } from './limits.ts'

test('a household with many IPv6 addresses is one caller; IPv4 addresses are each their own', () => {
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7')
  expect(networkOf('::ffff:203.0.113.7')).toBe('::ffff:203.0.113.7')
  const household = ['2001:db8:1:2::1', '2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2:0:0:0:9%eth0']
  expect(new Set(household.map(networkOf))).toEqual(new Set(['2001:db8:1:2']))
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0')
  expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'))
  expect(networkOf('::1')).toBe('0:0:0:0')
})

test('a caller waits when their minute is used up, and tokens come back with time; old callers are forgotten first', () => {
  const limiter = new RateLimiter(2)
  for (let n = 0; n < 3; n += 1) expect(limiter.take('a', 3, 0)).toBe(0)
  expect(limiter.take('a', 3, 0)).toBe(20)
  expect(limiter.take('a', 3, 20_000)).toBe(0)
  limiter.take('b', 3, 20_000)
  limiter.take('c', 3, 20_000)
  expect(limiter.take('a', 3, 20_000)).toBe(0)
})
