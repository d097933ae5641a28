import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { convert, type Datum, type Point } from './coordinates.ts'
import { vectors } from './vectors.testing.ts'

const published = vectors('coord.json')
const point = (pair: number[]): Point => ({ lon: pair[0] as number, lat: pair[1] as number })

describe('coordinates', () => {
  test.skipIf(!published).each(published ?? [])('as published: $id', ({ hex_or_text, decoded }) => {
    const [[from, pair]] = Object.entries(JSON.parse(hex_or_text)) as [[Datum, number[]]]
    for (const [to, expected] of Object.entries(decoded) as [Datum, number[]][]) {
      const found = convert(point(pair), from, to)
      expect(found.lon).toBeCloseTo(expected[0] as number, 6)
      expect(found.lat).toBeCloseTo(expected[1] as number, 6)
    }
  })

  test('there and back again is the same place to a millimetre', () => {
    const datum = fc.constantFrom<Datum>('wgs84', 'gcj02', 'bd09')
    const place = fc.record({
      lon: fc.double({ min: 74, max: 134, noNaN: true }),
      lat: fc.double({ min: 4, max: 53, noNaN: true }),
    })
    fc.assert(
      fc.property(place, datum, datum, (start, from, to) => {
        const back = convert(convert(start, from, to), to, from)
        expect(Math.hypot(back.lon - start.lon, back.lat - start.lat)).toBeLessThan(1e-8)
      }),
    )
  })

  test('outside China nothing is shifted', () => {
    expect(convert({ lon: 2.35, lat: 48.85 }, 'wgs84', 'gcj02')).toEqual({ lon: 2.35, lat: 48.85 })
  })
})
