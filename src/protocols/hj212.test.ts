import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as hj212 from './hj212.ts'
import { instantToLocal, localToInstant } from './local-time.ts'
import { vectors } from './vectors.testing.ts'

const collected = vectors('hj212.json')
const bytes = (text: string) => new TextEncoder().encode(text)
const annexA =
  '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n'
const water: hj212.Outgoing = {
  qn: '20260314103000123',
  st: '32',
  cn: '2011',
  pw: '123456',
  mn: 'QP0000000000000000000001',
  flag: 5,
  content: hj212.writeContent({ DataTime: '20260314103000' }, [{ code: 'w01018', fields: { Rtd: '31.5', Flag: 'N' } }]),
}
const one = (input: Uint8Array | string, options?: hj212.DecodeOptions) => {
  const { messages, errors, rest } = hj212.decode(typeof input === 'string' ? bytes(input) : input, options)
  expect({ faults: errors.map(({ code }) => code), rest: rest.length, count: messages.length }).toEqual({
    faults: [],
    rest: 0,
    count: 1,
  })
  return messages[0] as hj212.Packet
}
const faults = (input: Uint8Array | string, options?: hj212.DecodeOptions) =>
  hj212.decode(typeof input === 'string' ? bytes(input) : input, options).errors.map(({ code }) => code)

/** Wraps any data segment, right or wrong, in a correct frame. */
function frame(data: string, rule: hj212.Crc = 'hj212') {
  const sum = hj212.crc16(bytes(data), rule).toString(16).padStart(4, '0')
  return `##${String(bytes(data).length).padStart(4, '0')}${data}${sum}\r\n`
}

describe('packets from the field', () => {
  test.skipIf(!collected).each(collected ?? [])('$id is read as its publisher reads it', ({ hex_or_text, decoded }) => {
    const packet = one(hex_or_text)
    const { FlagBits, CP, factors = {}, ...head } = decoded
    expect({
      QN: packet.qn ?? undefined,
      ST: packet.st,
      CN: packet.cn,
      PW: packet.pw,
      MN: packet.mn,
      Flag: String(packet.flag),
    }).toMatchObject(Object.fromEntries(Object.entries(head).filter(([key]) => !['PNUM', 'PNO'].includes(key))))
    expect(packet.needsAck).toBe(FlagBits.A_needAck === 1)
    expect(packet.standard).toBe((['2005', '2017', '2025'] as const)[FlagBits.version as number])
    if (head.PNO) expect(packet.part).toEqual({ total: Number(head.PNUM), index: Number(head.PNO) })
    expect(packet.params).toEqual(CP)
    const found = packet.groups.flatMap((group) => group.factors.map((factor) => [factor.code, factor.fields]))
    expect(Object.fromEntries(found)).toEqual(factors)
  })

  test('the sample of Annex A', () => {
    expect(one(annexA)).toMatchObject({
      cn: '1062',
      needsAck: true,
      standard: '2017',
      params: { RtdInterval: '30' },
      crc: ['hj212'],
    })
  })

  test.each([
    ['upper-case FLAG', 'QN=1;ST=32;CN=2011;PW=1;MN=A;FLAG=5;CP=&&&&', { needsAck: true, standard: '2017' }],
    ['a stray comma after PW', 'QN=1;ST=32;CN=2011;PW=123456;,MN=A;Flag=4;CP=&&&&', { pw: '123456', mn: 'A' }],
    ['PNO before PNUM', 'QN=1;ST=32;CN=2011;PW=1;MN=A;Flag=7;PNO=2;PNUM=3;CP=&&&&', { part: { total: 3, index: 2 } }],
    ['no QN', 'ST=32;CN=2011;PW=1;MN=A;Flag=1;CP=&&&&', { qn: null, standard: '2005', needsAck: true }],
    ['no Flag', 'ST=32;CN=2011;PW=1;MN=A;CP=&&&&', { flag: 0, standard: '2005', needsAck: false }],
    ['the flag of 2025', 'QN=1;ST=32;CN=2011;PW=1;MN=A;Flag=9;CP=&&&&', { standard: '2025', needsAck: true }],
    [
      'a semicolon before the end',
      'QN=1;ST=32;CN=2011;PW=1;MN=A;Flag=4;CP=&&DataTime=20260101000000;&&',
      { params: { DataTime: '20260101000000' } },
    ],
    ['Chinese text', 'QN=1;ST=32;CN=2011;PW=1;MN=A;Flag=4;CP=&&Info=检修&&', { params: { Info: '检修' } }],
  ])('a device with %s is understood', (_quirk, data, expected) => {
    expect(one(frame(data))).toMatchObject(expected)
  })

  test('either CRC rule is seen, and one of them can be demanded', () => {
    expect(one(hj212.encode(water, 'modbus')).crc).toEqual(['modbus'])
    expect(faults(hj212.encode(water, 'modbus'), { crc: 'hj212' })).toEqual(['bad_crc'])
    expect(one(hj212.encode(water, 'modbus'), { crc: 'modbus' }).mn).toBe(water.mn)
  })

  test('all suffixes are kept, history data in a group per time', () => {
    const content =
      'DataTime=20260101000000;a21026-Min=1,a21026-Avg=2,a21026-Max=3,a21026-ZsAvg=2.2,a21026-Cou=9,a21026-Flag=N,a21026-EFlag=A01;DataTime=20260101010000;a21026-Avg=4'
    const { groups } = one(hj212.encode({ ...water, content }))
    expect(groups.map(({ dataTime }) => dataTime)).toEqual(['20260101000000', '20260101010000'])
    expect(groups[0]?.factors).toEqual([
      { code: 'a21026', fields: { Min: '1', Avg: '2', Max: '3', ZsAvg: '2.2', Cou: '9', Flag: 'N', EFlag: 'A01' } },
    ])
  })

  test('names that are special in JavaScript are plain names here', () => {
    const packet = one(hj212.encode({ ...water, content: '__proto__=1;constructor-Rtd=2,constructor-Flag=N' }))
    expect(Object.keys(packet.params)).toEqual(['__proto__'])
    expect(packet.groups[0]?.factors[0]?.code).toBe('constructor')
  })
})

describe('refusals', () => {
  const good = new TextDecoder().decode(hj212.encode(water))
  const next = annexA
  test.each<[string, string, hj212.FaultCode]>([
    ['a wrong CRC', good.replace('31.5', '31.6'), 'bad_crc'],
    ['a length too short', good.replace(/^##\d{4}/, '##0050'), 'wrong_length'],
    ['a length too long', good.replace(/^##\d{4}/, '##0900'), 'wrong_length'],
    ['a length that is no number', good.replace(/^##\d{4}/, '##01x1'), 'bad_length'],
    ['a length beyond the limit', good.replace(/^##\d{4}/, '##9999'), 'too_long'],
    ['a packet cut off by the next one', good.slice(0, 60), 'wrong_length'],
    ['noise', 'GET / HTTP/1.1 # hello ', 'garbage'],
    ['no MN', frame('QN=1;ST=32;CN=2011;PW=1;Flag=5;CP=&&&&'), 'bad_fields'],
    ['a QN that could not be answered', frame('QN=1 2;ST=32;CN=2011;PW=1;MN=A;Flag=5;CP=&&&&'), 'bad_fields'],
    ['no content', frame('QN=1;ST=32;CN=2011;PW=1;MN=A;Flag=5;&&'), 'bad_fields'],
    ['a Flag that is no number', frame('QN=1;ST=32;CN=2011;PW=1;MN=A;Flag=x;CP=&&&&'), 'bad_fields'],
  ])('%s is refused once, and the next packet is read', (_what, broken, code) => {
    const { messages, errors, rest } = hj212.decode(bytes(broken + next))
    expect(errors.map((fault) => fault.code)).toEqual([code])
    expect(messages.map((packet) => packet.cn)).toEqual(['1062'])
    expect(rest.length).toBe(0)
  })

  test('a refused packet names its device, so that it can be counted there', () => {
    expect(hj212.decode(bytes(good.replace('31.5', '31.6'))).errors[0]).toMatchObject({ mn: water.mn, size: good.length - 2 })
  })

  test('endless noise is handed on in pieces, never gathered', () => {
    const { rest, errors } = hj212.decode(new Uint8Array(100_000).fill(0x41))
    expect(rest.length).toBeLessThan(1100)
    expect(errors.length).toBeGreaterThan(90)
  })
})

describe('answers', () => {
  test('9014 carries the number of the packet it answers, and is itself a right packet', () => {
    const ack = one(hj212.encode(hj212.dataAck(one(hj212.encode(water)))))
    expect(ack).toMatchObject({ cn: '9014', st: '91', qn: water.qn, mn: water.mn, flag: 4, needsAck: false })
    expect(one(hj212.encode(hj212.dataAck(one(hj212.encode({ ...water, flag: 9 }))))).flag).toBe(8)
  })
  test('9011, 9012, 9013', () => {
    const to = one(annexA)
    expect(one(hj212.encode(hj212.requestAck(to, 1)))).toMatchObject({ cn: '9011', params: { QnRtn: '1' } })
    expect(one(hj212.encode(hj212.requestResult(to, 100)))).toMatchObject({ cn: '9012', params: { ExeRtn: '100' } })
    expect(one(hj212.encode(hj212.noticeAck(to)))).toMatchObject({ cn: '9013' })
  })
  test('a value that would break the frame is refused before it is sent', () => {
    expect(() => hj212.encode({ ...water, mn: 'A;B' })).toThrow(RangeError)
    expect(() => hj212.encode({ ...water, content: 'a&&b' })).toThrow(RangeError)
  })
})

describe('whatever arrives', () => {
  const token = fc.stringMatching(/^[A-Za-z0-9]{1,24}$/)
  const packet: fc.Arbitrary<hj212.Outgoing> = fc.record({
    qn: fc.option(fc.stringMatching(/^\d{17}$/)),
    st: fc.stringMatching(/^\d{2}$/),
    cn: fc.stringMatching(/^\d{4}$/),
    pw: token,
    mn: token,
    flag: fc.integer({ min: 0, max: 11 }),
    part: fc.option(fc.integer({ min: 1, max: 9 }).map((total) => ({ total, index: 1 }))),
    content: fc
      .array(
        fc.record({
          code: token,
          fields: fc.record({ Rtd: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String), Flag: fc.constant('N') }),
        }),
      )
      .map((factors) => hj212.writeContent({ DataTime: '20260314103000' }, factors)),
  })
  const noise = fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some))
  const marks = fc.array(fc.constantFrom('##', '#', '0101', '&&', '\r\n', '\n', 'QN=', 'MN=x;', 'CP=&&', ';', '1C80', 'A'), {
    maxLength: 60,
  })
  const broken = packet.chain((some) => {
    const whole = Buffer.from(hj212.encode(some))
    return fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([at, byte]) => {
      const copy = Buffer.from(whole)
      copy[at] = byte
      return copy
    })
  })
  const stream = fc
    .array(
      fc.oneof(
        packet.map((some) => Buffer.from(hj212.encode(some))),
        noise,
        broken,
        marks.map((some) => Buffer.from(some.join(''))),
      ),
      { maxLength: 12 },
    )
    .map((parts) => Buffer.concat(parts))

  test('a written packet is read back', () => {
    fc.assert(
      fc.property(packet, fc.constantFrom<hj212.Crc>('hj212', 'modbus'), (some, rule) => {
        const read = one(hj212.encode(some, rule))
        expect(read).toMatchObject({
          qn: some.qn,
          st: some.st,
          cn: some.cn,
          pw: some.pw,
          mn: some.mn,
          flag: some.flag,
          part: some.part,
        })
        expect(read.crc).toContain(rule)
      }),
    )
  })

  test('nothing throws, and every byte is accounted for', () => {
    fc.assert(
      fc.property(stream, (some) => {
        const { rest } = hj212.decode(some)
        expect(rest.length).toBeLessThanOrEqual(some.length)
      }),
      { numRuns: 500 },
    )
  })

  test('any chunking gives the same packets and the same faults', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (some, sizes) => {
        const whole = hj212.decode(some)
        const messages: hj212.Packet[] = []
        const errors: hj212.Fault[] = []
        let rest: Uint8Array = new Uint8Array(0)
        for (let at = 0, i = 0; at < some.length; i++) {
          const size = sizes[i % sizes.length] as number
          const step = hj212.decode(Buffer.concat([rest, some.subarray(at, at + size)]))
          messages.push(...step.messages)
          errors.push(...step.errors)
          rest = step.rest
          at += size
        }
        expect(messages).toEqual(whole.messages)
        expect(errors.map(({ code, size }) => [code, size])).toEqual(whole.errors.map(({ code, size }) => [code, size]))
        expect(Buffer.from(rest)).toEqual(Buffer.from(whole.rest))
      }),
      { numRuns: 500 },
    )
  })
})

describe('times and numbers', () => {
  test('the local clock of the district becomes an instant', () => {
    expect(localToInstant('20260314103000', 'Asia/Shanghai')?.toISOString()).toBe('2026-03-14T02:30:00.000Z')
    expect(localToInstant('20260314103000123', 'Asia/Shanghai')?.getUTCMilliseconds()).toBe(123)
    expect(localToInstant('20260701103000', 'Europe/Berlin')?.toISOString()).toBe('2026-07-01T08:30:00.000Z')
    expect(instantToLocal(new Date('2026-03-14T02:30:00.123Z'), 'Asia/Shanghai', 17)).toBe('20260314103000123')
  })
  test.each(['20260631000000', '20260101250000', '20260101', 'x', '', '00000000000000'])('"%s" is no time', (local) => {
    expect(localToInstant(local, 'Asia/Shanghai')).toBeNull()
  })
  test('there and back', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1995-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }), (at) => {
        expect(localToInstant(instantToLocal(at, 'Asia/Shanghai', 17), 'Asia/Shanghai')).toEqual(at)
      }),
    )
  })
  test.each([
    ['1.5', 1.5],
    ['-0.20', -0.2],
    ['.5', 0.5],
    ['1e3', 1000],
    ['--', null],
    ['', null],
    ['0x10', null],
    ['NaN', null],
    ['1e999', null],
  ])('"%s" as a number is %s', (text, expected) => expect(hj212.numberOf(text)).toBe(expected))
})
