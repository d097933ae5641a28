import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nationalIdCheck, nationalIdCore, nationalIdTo18, parseNationalId } from './national-id.ts'
import { vectors } from './vectors.testing.ts'

const published = vectors('cnid.json')
const birth = fc
  .date({ min: new Date('1900-01-01'), max: new Date('1999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const number = fc
  .tuple(fc.constantFrom('310118', '320581', '110105'), birth, fc.integer({ min: 1, max: 995 }))
  .map(([area, born, sequence]) => {
    const digits = `${area}${born.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
    return { id: digits + nationalIdCheck(digits), born }
  })

describe('national id', () => {
  test.skipIf(!published).each(published ?? [])('as collected: $id', ({ hex_or_text, decoded }) => {
    const found = parseNationalId(hex_or_text)
    expect(found).toMatchObject({ area: decoded.division, sequence: decoded.seq, sex: decoded.sex === 'M' ? 'male' : 'female' })
    expect(found?.faults.includes('birth_date')).toBe(!decoded.date_valid)
    expect(found?.faults).not.toContain('check_digit')
  })

  test('the example of the standard, in the ways people write it', () => {
    expect(parseNationalId('11010519491231002X')).toEqual({
      id: '11010519491231002X',
      written: 18,
      area: '110105',
      bornOn: '1949-12-31',
      sex: 'female',
      sequence: '002',
      faults: [],
    })
    for (const written of [
      '11010519491231002x',
      '１１０１０５１９４９１２３１００２Ｘ',
      ' 110105 19491231 002X ',
      '110105-19491231-002×',
    ])
      expect(parseNationalId(written)?.id).toBe('11010519491231002X')
  })

  test('what fails a check is flagged and kept; what is no number is not', () => {
    expect(parseNationalId('110105194912310021')?.faults).toEqual(['check_digit'])
    expect(parseNationalId('991105194902300021')?.faults).toContain('birth_date')
    expect(parseNationalId('001105194912310021')?.faults).toContain('area')
    for (const text of ['', '1101051949123100', '无', '11010519491231A02X']) expect(parseNationalId(text)).toBeNull()
  })

  test('fifteen digits: the century is 19, 18 for the centenarians’ sequences, or the one that is known', () => {
    expect(nationalIdTo18('110105491231002')).toBe('11010519491231002X')
    expect(parseNationalId('110105040101997')?.bornOn).toBe('1804-01-01')
    expect(parseNationalId('110105040101123', 2004)?.bornOn).toBe('2004-01-01')
  })

  test('fifteen and eighteen digits of one number are one number', () => {
    fc.assert(
      fc.property(number, ({ id, born }) => {
        const old = nationalIdCore(id)
        expect(old).toHaveLength(15)
        expect(parseNationalId(old)).toMatchObject({ id, bornOn: born, written: 15, faults: [] })
      }),
    )
  })

  test('every single wrong digit is noticed', () => {
    fc.assert(
      fc.property(number, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), ({ id }, at, by) => {
        const wrong = id.slice(0, at) + ((Number(id[at]) + by) % 10) + id.slice(at + 1)
        expect(parseNationalId(wrong)?.faults).toContain('check_digit')
      }),
    )
  })
})
