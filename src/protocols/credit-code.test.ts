import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  creditCodeCharacters,
  creditCodeCheck,
  organisationCodeCheck,
  parseCreditCode,
  parseOrganisationCode,
} from './credit-code.ts'
import { vectors } from './vectors.testing.ts'

const published = vectors('uscc.json')
const character = fc.constantFrom(...creditCodeCharacters)
const code = fc
  .tuple(fc.constantFrom('91', '51', '12', '92'), fc.array(character, { minLength: 8, maxLength: 8 }))
  .map(([head, own]) => {
    const organisation = own.join('')
    const first = `${head}310118${organisation}${organisationCodeCheck(organisation)}`
    return first + creditCodeCheck(first)
  })

describe('credit code', () => {
  test.skipIf(!published).each(published ?? [])('as collected: $id', ({ hex_or_text, decoded }) => {
    const found = parseCreditCode(hex_or_text)
    expect(found).toMatchObject({ registrar: decoded.regDept, area: decoded.division, organisation: decoded.orgCode })
    expect(found?.faults.includes('organisation_check')).toBe(!decoded.orgCodeCheckOk)
    expect(found?.faults).not.toContain('check')
  })

  test('codes in circulation, however written', () => {
    expect(parseCreditCode('91512081MA62K0260E')).toMatchObject({
      faults: [],
      organisation: 'MA62K0260',
      category: '91',
      area: '512081',
    })
    expect(parseCreditCode('91350100M000100Y43')?.faults).toEqual([])
    expect(parseCreditCode('９１３５０１００m000100y43')?.code).toBe('91350100M000100Y43')
    expect(parseOrganisationCode('MA62K026-0')).toEqual({ code: 'MA62K0260', ok: true })
  })

  test('a failing code is flagged and kept; what is no code is not', () => {
    expect(parseCreditCode('91350100M000100Y44')?.faults).toEqual(['check'])
    expect(parseCreditCode('91350100M000100Y4Z')?.faults).toContain('character')
    for (const text of ['', '310118000123456', '青浦', '91350100M000100Y4']) expect(parseCreditCode(text)).toBeNull()
  })

  test('what is made passes; every single wrong character is noticed', () => {
    fc.assert(
      fc.property(code, fc.integer({ min: 0, max: 17 }), character, (good, at, other) => {
        expect(parseCreditCode(good)?.faults).toEqual([])
        fc.pre(other !== good[at])
        const faults = parseCreditCode(good.slice(0, at) + other + good.slice(at + 1))?.faults
        expect(faults).toContain('check')
      }),
    )
  })
})
