import { connect, type Socket } from 'node:net'
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Grant, settingsOf } from '#kernel'
import { geo } from '#engines/geo'
import { intake, observations } from '#engines/observations'
import { registers } from '#engines/registers'
import { search } from '#engines/search'
import { type Crc, decode, encode, type Factor, type Outgoing, type Packet, writeContent } from '#protocols/hj212'
import { vectors } from '../../protocols/vectors.testing.ts'
import { type Person, rows, smallDistrict, type TestDistrict } from '../../app/testing.ts'
import { qingpuMap } from '../../districts/qingpu/map/map.ts'
import { Gateway, type GatewayLimits, gatewaySettings } from './gateway.ts'
import { environment } from './module.ts'
import type { Monitor, NewMonitor } from './schema.ts'

const all = (...capabilities: string[]): Grant[] => capabilities.map((capability) => ({ capability, tree: 'all' }))
const people = {
  officer: all('environment.read', 'environment.manage', 'observations.read', 'observations.acknowledge'),
  town: [{ capability: 'environment.read', tree: 'area', path: 'qp.zhujiajiao' } as Grant],
}

let house: TestDistrict
let officer: Person
const gateways: Gateway[] = []
const lines: Line[] = []
beforeAll(async () => {
  house = await smallDistrict([search, geo, observations, registers, environment], people, { geo: qingpuMap })
  officer = await house.as('officer')
}, 180_000)
afterEach(async () => {
  for (const line of lines.splice(0)) line.close()
  for (const gateway of gateways.splice(0)) await gateway.stop()
})
afterAll(() => house.platform.database.close())

async function openGateway(limits: Partial<GatewayLimits> = {}) {
  const gateway = new Gateway(house.platform, intake(house.platform), {
    ...settingsOf(house.platform.house, gatewaySettings),
    ...limits,
  })
  gateways.push(gateway)
  return { gateway, port: await gateway.start(0, '127.0.0.1') }
}

/** A device's line: writes bytes, hears answers. */
class Line {
  readonly socket: Socket
  readonly answers: Packet[] = []
  closed = false
  #rest: Uint8Array = new Uint8Array(0)

  constructor(port: number, localAddress = '127.0.0.1') {
    this.socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true })
    this.socket.on('error', () => undefined)
    this.socket.on('close', () => {
      this.closed = true
    })
    this.socket.on('data', (chunk) => {
      const { messages, rest } = decode(Buffer.concat([this.#rest, chunk]))
      this.#rest = rest
      this.answers.push(...messages)
    })
    lines.push(this)
  }

  send(...packets: (Outgoing | string | Uint8Array)[]): void {
    for (const packet of packets)
      this.socket.write(typeof packet === 'string' || packet instanceof Uint8Array ? packet : encode(packet))
  }

  close(): void {
    this.socket.destroy()
  }
}

/** Looks often at what is in memory, seldom at what costs a request. */
async function until<T>(what: () => T | Promise<T>, ms = 30_000): Promise<T> {
  for (const end = Date.now() + ms; ; ) {
    const answer = what()
    const value = await answer
    if (value) return value
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, answer instanceof Promise ? 200 : 10))
  }
}

let serial = 0
const newMn = () => `QP${String(Date.now()).slice(-9)}${String(++serial).padStart(5, '0')}`
async function register(spec: Partial<NewMonitor> = {}): Promise<Monitor> {
  const answer = await officer.post('/api/environment/monitors', {
    mn: newMn(),
    password: '123456',
    name: '总排口',
    systemCode: '32',
    enterprise: '青浦纺织印染厂',
    point: { lon: 121.05, lat: 31.1 },
    areaPath: 'qp.zhujiajiao',
    factors: [{ code: 'w01018', limits: [{ raiseAt: 50, clearAt: 45, raiseAfter: 2, clearAfter: 2 }] }],
    ...spec,
  })
  expect(answer).toMatchObject({ status: 200 })
  return answer.body
}

let moment = Date.parse('2026-11-20T10:00:00+08:00')
const nextTime = () => {
  moment += 60_000
  return new Date(moment + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 17)
}
const cod = (value: number, flag = 'N'): Factor[] => [{ code: 'w01018', fields: { Rtd: String(value), Flag: flag } }]
function packet({ mn }: { mn: string }, factors: Factor[] = cod(20), more: Partial<Outgoing> = {}): Outgoing {
  const qn = nextTime()
  return {
    qn,
    st: '32',
    cn: '2011',
    pw: '123456',
    mn,
    flag: 5,
    content: writeContent({ DataTime: qn.slice(0, 14) }, factors),
    ...more,
  }
}

const stationOf = async (monitor: Monitor) => (await officer.get(`/api/observations/stations/${monitor.id}`)).body
const readingsOf = async (monitor: Monitor, kind = 'real-time', property = 'w01018') => {
  const stream = (await stationOf(monitor)).datastreams.find((item: { property: string }) => item.property === property)
  return (
    await officer.get(
      `/api/observations/datastreams/${stream.id}/readings?kind=${kind}&from=2026-01-01T00:00:00Z&to=2026-12-30T00:00:00Z`,
    )
  ).body.items
}
const alarmsOf = async (monitor: Monitor) =>
  (await officer.get(`/api/observations/alarms?station=${monitor.id}&status=all`)).body.items
const talliesOf = async (monitor: Monitor): Promise<Record<string, number>> => {
  const { body } = await officer.get(`/api/environment/monitors/${monitor.id}`)
  return Object.fromEntries(body.tallies.map((tally: { outcome: string; today: number }) => [tally.outcome, tally.today]))
}

describe('a monitor sends', () => {
  test('registered a moment ago, it is heard, stored, and answered with 9014 under the number of its packet', async () => {
    const { port } = await openGateway()
    const monitor = await register()
    const line = new Line(port)
    const sent = packet(monitor, [
      { code: 'w01018', fields: { Rtd: '31.5', Flag: 'N' } },
      { code: 'w01001', fields: { Rtd: '7.2', Flag: 'D' } },
    ])
    line.send(sent)
    await until(() => line.answers.length > 0)
    expect(line.answers).toMatchObject([{ cn: '9014', st: '91', qn: sent.qn, mn: monitor.mn, needsAck: false }])
    const { datastreams } = await stationOf(monitor)
    expect(datastreams).toMatchObject([
      { property: 'w01001', name: { zh: 'pH 值' }, latest: [{ value: 7.2, flag: 'D', usable: false }] },
      {
        property: 'w01018',
        unit: 'mg/L',
        latest: [{ kind: 'real-time', value: 31.5, flag: 'N', usable: true, at: new Date(moment).toISOString() }],
      },
    ])
  })

  test('a packet that asks for no answer is stored without one', async () => {
    const { port } = await openGateway()
    const monitor = await register()
    const line = new Line(port)
    line.send(packet(monitor, cod(1), { flag: 4 }), packet(monitor, cod(2)))
    await until(() => line.answers.length > 0)
    expect(await readingsOf(monitor)).toHaveLength(2)
    expect(line.answers).toHaveLength(1)
  })

  test('a repeat is answered again and stores nothing; a corrected resend keeps both values', async () => {
    const { port } = await openGateway()
    const monitor = await register()
    const line = new Line(port)
    const sent = packet(monitor, cod(20))
    line.send(sent, sent)
    await until(() => line.answers.length === 2)
    expect(await readingsOf(monitor)).toMatchObject([{ value: 20, earlier: [] }])
    line.send({ ...sent, content: writeContent({ DataTime: (sent.qn as string).slice(0, 14) }, cod(21)) })
    await until(() => line.answers.length === 3)
    expect(await readingsOf(monitor)).toMatchObject([{ value: 21, earlier: [{ value: 20 }] }])
    await until(async () => (await talliesOf(monitor))['revised'])
    expect(await talliesOf(monitor)).toEqual({ accepted: 1, duplicate: 1, revised: 1 })
  })

  test('real-time, minute, hour and day data stay apart, state data beside them', async () => {
    const { port } = await openGateway()
    const monitor = await register()
    const line = new Line(port)
    const mean: Factor[] = [{ code: 'w01018', fields: { Min: '1', Avg: '2', Max: '3', Cou: '4', Flag: 'N' } }]
    line.send(packet(monitor, cod(9)), ...['2051', '2061', '2031'].map((cn) => packet(monitor, mean, { cn })))
    line.send(
      packet(monitor, [{ code: 'SB1', fields: { RS: '1' } }], { cn: '2021' }),
      packet(monitor, [], { cn: '2081', content: 'RestartTime=20261120000000' }),
    )
    await until(() => line.answers.length === 6)
    expect(line.answers.map((answer) => answer.cn).sort()).toEqual(['9013', '9014', '9014', '9014', '9014', '9014'])
    expect(await readingsOf(monitor)).toMatchObject([{ value: 9 }])
    for (const kind of ['minute', 'hour', 'day'])
      expect(await readingsOf(monitor, kind)).toMatchObject([{ value: 2, detail: { Min: 1, Max: 3, Cou: 4 } }])
    expect(await readingsOf(monitor, 'real-time', 'SB1-RS')).toMatchObject([{ value: 1 }])
  })

  test('sub-packets are answered each under its own number and meet at one data time', async () => {
    const { port } = await openGateway()
    const monitor = await register()
    const line = new Line(port)
    const content = (factors: Factor[]) => writeContent({ DataTime: '20261120120000' }, factors)
    line.send(packet(monitor, [], { flag: 7, part: { total: 3, index: 1 }, content: content(cod(5)) }))
    line.send(
      packet(monitor, [], {
        flag: 7,
        part: { total: 3, index: 2 },
        content: content([{ code: 'w21003', fields: { Rtd: '0.4', Flag: 'N' } }]),
      }),
    )
    line.send(
      packet(monitor, [], {
        flag: 7,
        part: { total: 3, index: 3 },
        content: writeContent({}, [{ code: 'w21011', fields: { Rtd: '0.1', Flag: 'N' } }]),
      }),
    )
    await until(() => line.answers.length === 3)
    expect(new Set(line.answers.map((answer) => answer.qn)).size).toBe(3)
    for (const property of ['w01018', 'w21003', 'w21011'])
      expect(await readingsOf(monitor, 'real-time', property)).toMatchObject([{ at: '2026-11-20T04:00:00.000Z' }])
  })

  test('cut anywhere, also byte by byte, and glued together, it is the same', async () => {
    const { port } = await openGateway()
    const monitor = await register()
    const line = new Line(port)
    for (const byte of encode(packet(monitor))) {
      line.send(Uint8Array.of(byte))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await until(() => line.answers.length === 1)
    const glued = Buffer.concat(Array.from({ length: 50 }, () => encode(packet(monitor))))
    line.send(glued.subarray(0, 777))
    await until(() => line.answers.length > 1)
    line.send(glued.subarray(777))
    await until(() => line.answers.length === 51)
    expect((await readingsOf(monitor)).length).toBe(50)
  })

  test('a sender that hangs up after its packet is still answered', async () => {
    const { port, gateway } = await openGateway()
    const monitor = await register()
    const line = new Line(port)
    line.socket.end(encode(packet(monitor)))
    await until(() => line.answers.length === 1)
    await until(() => line.closed && gateway.connections === 0)
  })

  test('each edition and CRC rule is answered in its own', async () => {
    const { port } = await openGateway()
    const [old, modbus, latest] = [
      await register({ standard: '2005' }),
      await register({ crc: 'modbus' }),
      await register({ standard: '2025' }),
    ]
    const line = new Line(port)
    line.send(packet(old, [{ code: '011', fields: { Rtd: '12', Flag: 'N' } }], { flag: 1 }))
    line.send(encode(packet(modbus), 'modbus' satisfies Crc))
    line.send(packet(latest, cod(3), { flag: 9 }))
    await until(() => line.answers.length === 3)
    expect(line.answers.map(({ mn, flag, crc }) => [mn, flag, crc]).sort()).toEqual(
      [
        [old.mn, 0, ['hj212']],
        [modbus.mn, 4, ['modbus']],
        [latest.mn, 8, ['hj212']],
      ].sort(),
    )
    expect(await readingsOf(old)).toMatchObject([{ value: 12, detail: { sentAs: '011' } }])
  })

  const collected = vectors('hj212.json')?.filter(({ decoded }) => ['2011', '2051', '2061', '2031'].includes(decoded.CN))
  test.skipIf(!collected)('the collected messages of real devices are stored as they say', async () => {
    const { port } = await openGateway()
    for (const { hex_or_text, decoded } of collected ?? []) {
      const found = (await officer.get(`/api/environment/monitors?q=${decoded.MN}`)).body.items[0]
      const monitor =
        found ??
        (await register({ mn: decoded.MN, password: decoded.PW, standard: decoded.FlagBits.version === 0 ? '2005' : '2017' }))
      const line = new Line(port)
      line.send(hex_or_text)
      await until(async () => (await talliesOf(monitor))['accepted'] || (await talliesOf(monitor))['notice'])
      const stored = await rows<{ n: number }>(
        house.platform,
        `select count(distinct d.property)::int as n from observations.observation o join observations.datastream d on d.id = o.datastream_id where d.thing_id = '${monitor.id}'`,
      )
      expect(stored[0]?.n).toBeGreaterThanOrEqual(Object.keys(decoded.factors ?? {}).length)
      line.close()
    }
  })
})

describe('what is refused', () => {
  test('a wrong CRC, length, password, time and a stopped device: no answer, counted, shown on its page without the password', async () => {
    const { port } = await openGateway()
    const monitor = await register({ password: 'geheim' })
    const stopped = await register({ state: 'stopped' })
    const line = new Line(port)
    const good = new TextDecoder().decode(encode(packet(monitor, cod(20), { pw: 'geheim' })))
    line.send(good.replace('w01018-Rtd=20', 'w01018-Rtd=21'), good.replace(/^##\d{4}/, '##0060'))
    line.send(
      packet(monitor, cod(20), { pw: 'falsch' }),
      packet(monitor, [], { pw: 'geheim', content: writeContent({ DataTime: '20991231000000' }, cod(1)) }),
    )
    line.send(packet(stopped), encode(packet(monitor, cod(1), { pw: 'geheim' }), 'modbus'))
    line.send(packet(monitor, cod(22), { pw: 'geheim' }))
    await until(() => line.answers.length === 1)
    // Counts are written in bundles: all of them, and nothing else, once the last has come.
    await expect
      .poll(() => talliesOf(monitor), { timeout: 30_000 })
      .toEqual({ accepted: 1, bad_crc: 2, wrong_length: 1, bad_password: 1, bad_time: 1 })
    expect(await talliesOf(stopped)).toEqual({ stopped: 1 })
    const { body } = await officer.get(`/api/environment/monitors/${monitor.id}`)
    expect(body.lastRefused.map((item: { reason: string }) => item.reason).sort()).toEqual([
      'bad_crc',
      'bad_crc',
      'bad_password',
      'bad_time',
      'wrong_length',
    ])
    expect(JSON.stringify(body)).not.toMatch(/geheim|falsch/)
    expect(body.lastRefused[0].packet).toContain('PW=******')
    expect(await readingsOf(monitor)).toHaveLength(1)
  })

  test('a device that invents properties without end is refused them, and keeps its own', async () => {
    const { port } = await openGateway()
    const monitor = await register()
    const line = new Line(port)
    const invented = (round: number): Factor[] =>
      Array.from({ length: 100 }, (_, n) => ({ code: `x${round}n${n}`, fields: { Rtd: '1' } }))
    for (let round = 0; round < 7; round++) line.send(packet(monitor, invented(round)))
    await until(async () => (await talliesOf(monitor))['not_stored'])
    line.send(packet(monitor, cod(7)))
    await until(() => line.answers.at(-1)?.qn === new Date(moment + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 17))
    expect((await stationOf(monitor)).datastreams.length).toBeLessThan(700)
    expect(await readingsOf(monitor)).toMatchObject([{ value: 7 }])
  })

  test('an unregistered number is listed until it is registered', async () => {
    const { port } = await openGateway()
    const mn = newMn()
    const line = new Line(port)
    line.send(packet({ mn }), packet({ mn }))
    const listed = async () =>
      (await officer.get('/api/environment/unregistered?limit=200')).body.items.find((item: { mn: string }) => item.mn === mn)
    await until(listed)
    expect(await listed()).toMatchObject({ count: 2, address: '127.0.0.1', packet: expect.stringContaining('PW=******') })
    await register({ mn })
    line.send(packet({ mn }))
    await until(() => line.answers.length === 1)
    expect(await listed()).toBeUndefined()
  })

  test('a thousand malformed packets and random bytes: all counted, the gateway lives, the next packet is answered', async () => {
    const { port } = await openGateway()
    const monitor = await register()
    const line = new Line(port)
    const good = encode(packet(monitor))
    for (let n = 0; n < 1000; n++) {
      const broken = Buffer.from(good)
      const at = 6 + ((n * 37) % (broken.length - 12))
      broken[at] = (broken[at] as number) ^ (1 + (n % 7))
      line.send(broken)
    }
    line.send(packet(monitor))
    await until(() => line.answers.length > 0)
    const noise = new Line(port)
    for (let n = 0; n < 20; n++) noise.send(randomBytes(1000))
    noise.send('\r\n', packet(monitor))
    await until(() => noise.answers.length > 0)
    const sum = async () => {
      const { body } = await officer.get('/api/environment/unreadable')
      const seen = [...Object.values(await talliesOf(monitor)), ...body.tallies.map((tally: { today: number }) => tally.today)]
      return seen.reduce((total, count) => total + count, 0)
    }
    await until(async () => (await sum()) > 1000)
  })
})

describe('whoever misbehaves', () => {
  test('a packet begun and never ended, a silent caller and a stream of noise are cut off', async () => {
    const { port, gateway } = await openGateway({ packetMs: 300, firstMs: 600, refusedBytes: 20_000 })
    const monitor = await register()
    const slow = new Line(port)
    const silent = new Line(port)
    const noisy = new Line(port)
    const honest = new Line(port)
    honest.send(packet(monitor))
    const drip = setInterval(() => slow.send('0'), 50)
    slow.send('##0')
    noisy.send(Buffer.alloc(60_000, 0x41))
    await until(() => slow.closed && silent.closed && noisy.closed)
    clearInterval(drip)
    expect(honest.closed).toBe(false)
    honest.send(packet(monitor))
    await until(() => honest.answers.length === 2)
    expect(gateway.connections).toBe(1)
  })

  test('more connections than allowed are turned away, the others keep theirs', async () => {
    const { port } = await openGateway({ connections: 2 })
    const monitor = await register()
    const first = [new Line(port), new Line(port)]
    for (const line of first) line.send(packet(monitor))
    await until(() => first.every((line) => line.answers.length === 1))
    const third = new Line(port)
    await until(() => third.closed)
    expect(first.some((line) => line.closed)).toBe(false)
  })

  test('one address takes no more than its share of the lines; what it is refused is counted and shown', async () => {
    const { port, gateway } = await openGateway({ connectionsPerAddress: 2 })
    const monitor = await register()
    const turnedAway = async (): Promise<number> =>
      (await officer.get('/api/environment/unreadable')).body.tallies.find(
        ({ outcome }: { outcome: string }) => outcome === 'too_many_lines',
      )?.today ?? 0
    const before = await turnedAway()
    const greedy = '127.0.0.2'
    const held = [new Line(port, greedy), new Line(port, greedy)]
    for (const line of held) line.send(packet(monitor))
    await until(() => held.every((line) => line.answers.length === 1))
    const refused = [new Line(port, greedy), new Line(port, greedy)]
    await until(() => refused.every((line) => line.closed))
    const relay = [1, 2, 3].map(() => new Line(port))
    for (const line of [...relay, ...held]) line.send(packet(monitor))
    await until(() => [...relay, ...held].every((line) => line.answers.length > 0))
    expect(gateway.connections).toBe(5)
    await until(async () => (await turnedAway()) === before + 2)
    const shown = (await officer.get('/api/environment/unreadable')).body.lastRefused
    expect(shown.filter(({ address }: { address: string }) => address === greedy)).toMatchObject([
      { reason: 'too_many_lines', packet: '', size: 0 },
    ])
    // A line that is given up is free for the next.
    held[0]?.close()
    await until(() => gateway.connections === 4)
    const next = new Line(port, greedy)
    next.send(packet(monitor))
    await until(() => next.answers.length === 1)
  })

  test('a device that floods is held to its pace on every connection; the others do not notice', async () => {
    const { port } = await openGateway({ packetsPerSecond: 20, burst: 20, waitingPerDevice: 8 })
    const [flooder, quiet] = [await register(), await register()]
    const floods = [new Line(port), new Line(port), new Line(port)]
    for (let n = 0; n < 1000; n++) floods[n % 3]?.send(packet(flooder, cod(n % 40)))
    const line = new Line(port)
    for (let n = 0; n < 10; n++) {
      line.send(packet(quiet))
      await until(() => line.answers.length === n + 1)
    }
    expect((await talliesOf(quiet))['too_fast'] ?? 0).toBe(0)
    await until(async () => (await talliesOf(flooder))['too_fast'])
    expect(floods.reduce((sum, flood) => sum + flood.answers.length, 0)).toBeLessThan(200)
  })

  test('a stranger who uses a device’s number without its password takes none of its turns', async () => {
    const { port } = await openGateway({ packetsPerSecond: 1, burst: 3 })
    const monitor = await register()
    const thief = new Line(port)
    for (let n = 0; n < 300; n++) thief.send(packet(monitor, cod(1), { pw: 'guess' }))
    await until(async () => ((await talliesOf(monitor))['bad_password'] ?? 0) >= 300)
    const line = new Line(port)
    line.send(packet(monitor), packet(monitor))
    await until(() => line.answers.length === 2)
    expect((await talliesOf(monitor))['too_fast'] ?? 0).toBe(0)
  })
})

describe('a limit is exceeded', () => {
  test('one alarm, also across a restart of the gateway and by two gateways at once; cleared when the values are well', async () => {
    const monitor = await register()
    const one = await openGateway()
    const line = new Line(one.port)
    for (let n = 0; n < 20; n++) line.send(packet(monitor, cod(60 + n)))
    await until(() => line.answers.length === 20)
    await one.gateway.stop()
    gateways.splice(0)
    const ports = [(await openGateway()).port, (await openGateway()).port]
    const both = ports.map((port) => new Line(port))
    for (let n = 0; n < 40; n++) both[n % 2]?.send(packet(monitor, cod(70 + n)))
    await until(() => both.every(({ answers }) => answers.length === 20))
    const alarms = await alarmsOf(monitor)
    expect(alarms).toMatchObject([
      { status: 'raised', threshold: 50, value: 61, title: { zh: '化学需氧量超标' }, station: { code: monitor.mn } },
    ])
    const events = await rows<{ n: number }>(
      house.platform,
      `select count(*)::int as n from kernel.event where name = 'observations.alarm-raised' and payload->>'code' = '${monitor.mn}'`,
    )
    expect(events).toEqual([{ n: 1 }])
    both[0]?.send(packet(monitor, cod(10)), packet(monitor, cod(10)))
    await until(async () => (await alarmsOf(monitor))[0].status === 'cleared')
  })

  test('a new limit counts from the next packet; flue gas is judged by its converted value', async () => {
    const { port } = await openGateway()
    const monitor = await register({ systemCode: '31', factors: [{ code: 'a21026', use: 'converted', limits: [] }] })
    const line = new Line(port)
    const gas = (raw: number, at6: number) =>
      packet(monitor, [{ code: 'a21026', fields: { Rtd: String(raw), ZsRtd: String(at6), Flag: 'N' } }], { st: '31' })
    line.send(gas(20, 80))
    await until(() => line.answers.length === 1)
    const limits = [{ kind: 'real-time', direction: 'above', raiseAt: 35, raiseAfter: 1, clearAfter: 1, severity: 'critical' }]
    const patch = { version: 1, factors: [{ code: 'a21026', use: 'converted', limits }] }
    expect((await officer.patch(`/api/environment/monitors/${monitor.id}`, patch)).status).toBe(200)
    expect(await officer.patch(`/api/environment/monitors/${monitor.id}`, patch)).toMatchObject({
      status: 409,
      body: { code: 'stale_version', current: { version: 2 } },
    })
    line.send(gas(20, 81))
    await until(() => line.answers.length === 2)
    expect(await alarmsOf(monitor)).toMatchObject([{ value: 81, severity: 'critical' }])
  })
})

describe('the database goes away', () => {
  test('no packet is answered meanwhile, and none is lost after, also of devices that ask for no answer', async () => {
    const { port } = await openGateway()
    const monitor = await register()
    const line = new Line(port)
    line.send(packet(monitor))
    await until(() => line.answers.length === 1)
    const { platform } = house
    const transact = platform.transact.bind(platform)
    platform.transact = () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
    try {
      for (let n = 0; n < 100; n++) line.send(packet(monitor, cod(1), { flag: n % 2 ? 5 : 4 }))
      await new Promise((resolve) => setTimeout(resolve, 700))
      expect(line.answers).toHaveLength(1)
    } finally {
      platform.transact = transact
    }
    await until(() => line.answers.length === 51, 20_000)
    expect(
      await rows(
        platform,
        `select 1 from observations.observation o join observations.datastream d on d.id = o.datastream_id where d.thing_id = '${monitor.id}'`,
      ),
    ).toHaveLength(101)
  })
})

describe('the register', () => {
  test('a number is registered once, limits must make sense, the password is sealed and never shown', async () => {
    const monitor = await register({ password: 'Secret99' })
    const post = (more: object) =>
      officer.post('/api/environment/monitors', {
        mn: newMn(),
        name: '排口',
        systemCode: '32',
        point: { lon: 121, lat: 31 },
        areaPath: 'qp',
        ...more,
      })
    expect(await post({ mn: monitor.mn })).toMatchObject({ status: 409, body: { code: 'mn_taken' } })
    expect(await post({ factors: [{ code: 'w01018' }, { code: 'w01018' }] })).toMatchObject({
      status: 400,
      body: { code: 'factor_twice' },
    })
    expect(await post({ factors: [{ code: 'w01018', limits: [{ raiseAt: 50, clearAt: 60 }] }] })).toMatchObject({
      status: 400,
      body: { code: 'unsound_limit' },
    })
    expect(await post({ areaPath: 'qp; drop' })).toMatchObject({ status: 400, body: { code: 'invalid' } })
    expect(await post({ mn: 'bad;mn' })).toMatchObject({ status: 400, body: { code: 'invalid' } })
    expect(monitor).toMatchObject({ hasPassword: true, systemName: { zh: '地表水体环境污染源' } })
    expect(
      JSON.stringify(await rows(house.platform, `select * from environment.monitor where id = '${monitor.id}'`)),
    ).not.toContain('Secret99')
    expect(await officer.patch(`/api/environment/monitors/${monitor.id}`, { version: 1, password: null })).toMatchObject({
      status: 200,
      body: { hasPassword: false },
    })
  })

  test('points given on a published map are stored as WGS-84', async () => {
    const monitor = await register({ point: { lon: 121.06151519284127, lat: 31.105629680266965 }, datum: 'gcj02' })
    expect(monitor.point.lon).toBeCloseTo(121.05696, 6)
    expect(monitor.point.lat).toBeCloseTo(31.10757, 6)
  })

  test('who may read one town sees that town’s monitors; changing needs another right', async () => {
    const [here, there] = [await register(), await register({ areaPath: 'qp.xujing' })]
    const town = await house.as('town')
    expect((await town.get(`/api/environment/monitors/${here.id}`)).status).toBe(200)
    expect((await town.get(`/api/environment/monitors/${there.id}`)).status).toBe(404)
    expect((await town.get('/api/environment/monitors?limit=200')).body.items.some((item: Monitor) => item.id === there.id)).toBe(
      false,
    )
    expect((await town.patch(`/api/environment/monitors/${here.id}`, { version: 1 })).status).toBe(403)
    expect((await town.get('/api/environment/unregistered')).status).toBe(403)
    expect((await (await house.as('')).get('/api/environment/monitors')).status).toBe(401)
  })
})
