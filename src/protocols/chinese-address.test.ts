import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareAddresses } from './address-comparison.ts'
import { type Address, addressLevels, canonicalAddress, cleanAddress, parseAddress } from './chinese-address.ts'
import { readNumeral, writeNumeral } from './chinese-numeral.ts'

const around = { within: { province: '上海市', district: '青浦区' }, towns: ['盈浦街道', '朱家角镇', '徐泾镇', '白鹤镇'] }
const canonical = (text: string) => canonicalAddress(parseAddress(text))

const one = <T>(...values: T[]) => fc.constantFrom(...values)
const figure = (max: number) => fc.integer({ min: 1, max }).map(String)
const home = fc.record({
  building: figure(99),
  unit: fc.option(figure(9), { nil: undefined }),
  room: fc.integer({ min: 101, max: 3204 }).map(String),
})
const upper = fc.record({
  province: one('上海市'),
  district: one('青浦区', '松江区', '浦东新区'),
  town: one('盈浦街道', '朱家角镇', '赵巷镇'),
})
const street = fc.record({
  road: one('公园路', '城中东路', '沪青平公路', '中山二路', '淀山湖大道', '新华街', '318国道'),
  number: figure(5000),
})
const inEstate = fc
  .tuple(upper, street, one('学府雅苑', '滨江一号', '龙泉新村', '锦绣华庭', '幸福小区', '万科四季花城'), home)
  .map(([a, b, estate, c]) => ({ ...a, ...b, estate, ...c }))
const inLane = fc
  .tuple(upper, street, figure(900), fc.integer({ min: 101, max: 3204 }).map(String))
  .map(([a, b, lane, room]) => ({ ...a, ...b, lane, room }))
const inVillage = fc
  .tuple(upper, one('张巷村', '东西村'), fc.option(figure(30), { nil: undefined }), figure(300))
  .map(([a, village, group, number]) => ({ ...a, village, group, number }))
const address: fc.Arbitrary<Address> = fc.oneof(inEstate, inLane, inVillage).map((raw) => {
  const all: Address = raw
  return Object.fromEntries(addressLevels.flatMap((level) => (all[level] === undefined ? [] : [[level, all[level]]])))
})

describe('Chinese addresses', () => {
  test.each([
    ['锦绣华庭3-1702', '锦绣华庭3幢1702室'],
    ['南苑街道龙泉新村 22#1-303', '南苑街道龙泉新村22幢1单元303室'],
    ['江苏省苏州市常熟市北辰镇玫瑰园17号楼402', '江苏省苏州市常熟市北辰镇玫瑰园17幢402室'],
    ['朝阳路59号学府雅苑二十七栋4单元1102', '朝阳路59号学府雅苑27幢4单元1102室'],
    ['胜利路268号滨江一号9幢1单元201室', '胜利路268号滨江一号9幢1单元201室'],
    ['公園路９９弄十二號三〇一室', '公园路99弄12号301室'],
    ['公园路99弄12-301', '公园路99弄12号301室'],
    ['徐泾镇京华路128弄9支弄3号', '徐泾镇京华路128弄9支弄3号'],
    ['金泽镇东西村第七村民小组12号', '金泽镇东西村7组12号'],
    ['赵巷镇赵巷村村委会', '赵巷镇赵巷村'],
    ['香花桥街道办事处漕盈路3777号3楼', '香花桥街道漕盈路3777号3层'],
    ['华新镇华腾路1288号1幢4层A区401室', '华新镇华腾路1288号1幢4层A区401室'],
    ['外青松公路5045号501-505室', '外青松公路5045号501-505室'],
    ['公园路57号附3', '公园路57附3号'],
    ['（近公园路）淀山湖大道218弄', '淀山湖大道218弄'],
    ['', ''],
  ])('%s', (text, expected) => {
    expect(canonical(text)).toBe(expected)
    expect(canonical(expected)).toBe(expected)
  })

  test('the surroundings fill what the writer took for granted, and nothing else', () => {
    expect(canonicalAddress(parseAddress('上海青浦朱家角新风路12号', around))).toBe('上海市青浦区朱家角镇新风路12号')
    expect(canonicalAddress(parseAddress('盈浦公园路99弄', around))).toBe('上海市青浦区盈浦街道公园路99弄')
    expect(parseAddress('白鹤新村3号楼', around)).toMatchObject({ estate: '白鹤新村', building: '3' })
    expect(parseAddress('江苏省昆山市玉山镇', around)).toEqual({ province: '江苏省', city: '昆山市', town: '玉山镇' })
  })

  test('what is written in the standard way is read back', () => {
    fc.assert(fc.property(address, (parts) => void expect(parseAddress(canonicalAddress(parts))).toEqual(parts)))
  })

  test('other spellings of one home are one home', () => {
    const spelling = fc.record({
      numerals: fc.boolean(),
      wide: fc.boolean(),
      block: one('幢', '栋', '号楼', '#'),
      from: one('province', 'town', 'road') as fc.Arbitrary<'town'>,
    })
    fc.assert(
      fc.property(inEstate, spelling, (parts, how) => {
        let text = canonicalAddress({ ...parts, building: undefined, unit: undefined, room: undefined } as Address, how.from)
        text += `${how.numerals && how.block !== '#' ? writeNumeral(Number(parts.building)) : parts.building}${how.block}${parts.unit ? `${parts.unit}单元` : ''}${parts.room}`
        if (how.wide) text = text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
        expect(compareAddresses(parseAddress(text), parseAddress(canonicalAddress(parts as Address))).likeness).toBe('same')
      }),
    )
  })

  test('nothing is lost, whatever is written', () => {
    const piece = one(
      '上海市',
      '青浦区',
      '镇',
      '路',
      '街道',
      '弄',
      '号',
      '小区',
      '幢',
      '单元',
      '室',
      '村',
      '一',
      '十',
      '12',
      '3',
      '-',
      '#',
      'A',
      '华',
      '新',
      '楼',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        const held = Object.values(parseAddress(text)).join('')
        for (const digits of cleanAddress(text).match(/\d+/g) ?? []) expect(held).toContain(digits.replace(/^0+(?=\d)/, ''))
      }),
    )
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void parseAddress(text)))
  })

  test.each([
    ['公园路99弄12号301室', '青浦区公园路99弄12号楼301', 'same'],
    ['公园路99弄12号301室', '公园路99弄12号302室', 'building'],
    ['公园路99弄12号301室', '公园路99弄8号301室', 'place'],
    ['公园路57号', '盈浦街道公园路57号', 'same'],
    ['常熟市北辰镇朝阳路76号锦绣华庭3幢2单元1702室', '锦绣华庭3-1702', 'same'],
    ['苏州市常熟市北辰镇玫瑰园17号楼402', '常熟市北辰镇玫瑰园17幢3单元402室', 'same'],
    ['朱家角镇张巷村123号', '朱家角镇张巷村', 'place'],
    ['朱家角镇张巷村123号', '徐泾镇京华路1号', 'different'],
    ['朱家角镇', '朱家角镇新风路12号', 'area'],
    ['公园路57号', '锦绣华庭3-1702', 'unknown'],
    ['松江区公园路57号', '青浦区公园路57号', 'different'],
  ] as const)('%s and %s: %s', (a, b, likeness) => {
    expect(compareAddresses(parseAddress(a), parseAddress(b)).likeness).toBe(likeness)
    expect(compareAddresses(parseAddress(b), parseAddress(a)).likeness).toBe(likeness)
  })

  test('an address is like itself; numerals are read back', () => {
    fc.assert(
      fc.property(
        address,
        (parts) => void expect(compareAddresses(parts, parts)).toMatchObject({ likeness: 'same', against: [] }),
      ),
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        (value) => void expect(readNumeral(writeNumeral(value))).toBe(String(value)),
      ),
    )
  })
})
