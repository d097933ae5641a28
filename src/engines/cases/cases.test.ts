import fc from 'fast-check'
import { expect, test } from 'vitest'
import { likeness, metresBetween } from './nearby.ts'
import { plainPhone, withoutNumbers } from './people.ts'

const reach = { metres: 150, hours: 72 }
const amount = (most: number) => fc.double({ min: 0, max: most, noNaN: true })
const kind = fc.constantFrom('same', 'family', 'other' as const) as fc.Arbitrary<'same' | 'family' | 'other'>

test('the likelier duplicate is the nearer, the fresher and the one of the same class; beyond the reach nothing counts', () => {
  fc.assert(
    fc.property(amount(150), amount(150), amount(72), amount(72), kind, (near, far, fresh, old, category) => {
      const [a, b] = [Math.min(near, far), Math.max(near, far)]
      const [c, d] = [Math.min(fresh, old), Math.max(fresh, old)]
      const best = likeness({ metres: a, hours: c, category }, reach)
      expect(best).toBeGreaterThanOrEqual(likeness({ metres: b, hours: d, category }, reach))
      expect(best).toBeGreaterThan(0)
      expect(best).toBeLessThanOrEqual(1)
      expect(likeness({ metres: a, hours: c, category: 'same' }, reach)).toBeGreaterThan(
        likeness({ metres: a, hours: c, category: 'other' }, reach),
      )
    }),
  )
  expect(likeness({ metres: 0, hours: 0, category: 'same' }, reach)).toBe(1)
  expect(likeness({ metres: 151, hours: 0, category: 'same' }, reach)).toBe(0)
  expect(likeness({ metres: 0, hours: 73, category: 'same' }, reach)).toBe(0)
})

test('distances are those of the ellipsoid’s sphere, the same both ways', () => {
  const town = { lon: 121.1105, lat: 31.1452 }
  expect(metresBetween(town, { lon: 121.1105, lat: 31.1552 })).toBeCloseTo(1112, 0)
  expect(metresBetween(town, { lon: 121.1205, lat: 31.1452 })).toBeCloseTo(951.7, 0)
  fc.assert(
    fc.property(amount(0.3), amount(0.3), (east, north) => {
      const there = { lon: town.lon + east, lat: town.lat + north }
      expect(metresBetween(town, there)).toBeCloseTo(metresBetween(there, town), 6)
    }),
  )
})

test('numbers of people leave no text that goes out; house numbers and quantities stay', () => {
  const hidden = [
    '19900001234',
    '199 0000 1234',
    '+86 199-0000-1234',
    '8619900001234',
    '021-59720000',
    '310118199001011234',
    '31011819900101123X',
    'chen.apo@mail.example',
  ]
  for (const number of hidden) expect(withoutNumbers(`联系${number}谢谢`), number).toBe('联系＊＊＊谢谢')
  for (const plain of ['公园路 300 弄 1201 室', '杆号 20240611', '水深 35 厘米', '2026 年 11 月 22 日', 'GB/T 30428'])
    expect(withoutNumbers(plain)).toBe(plain)
})

test('one caller, however the number is written', () => {
  for (const written of ['19900001234', '+86 199 0000 1234', '0086-19900001234', '199-0000-1234'])
    expect(plainPhone(written)).toBe('19900001234')
})
