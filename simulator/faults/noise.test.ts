import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, eventually, type Place, scaled } from '../../bench/rig/fault-rig.ts'
import { missing, registered, total, Witness } from '../../bench/rig/field.ts'
import { spread } from '../../bench/rig/measure.ts'
import { type PlatformProcess, startPlatform } from '../../bench/rig/process.ts'
import { openSocket } from '../hj212/line.ts'
import type { Identity } from '../hj212/monitor.ts'

const BAD_PACKETS = scaled(1000, 1_000_000)
const LORISES = scaled(50, 500)
const FLOOD_SECONDS = scaled(4, 60)

/** Every way to be wrong that a device has found so far. */
const spoil: ((good: Buffer) => Buffer)[] = [
  (good) => good.subarray(0, good.length - 10),
  (good) => Buffer.from(good.toString().replace(/....\r\n$/, 'ZZZZ\r\n')),
  (good) => Buffer.from(good.toString().replace(/....\r\n$/, '0000\r\n')),
  (good) => Buffer.from(good.toString().replace(/^##\d{4}/, '##9999')),
  (good) => Buffer.from(good.toString().replace(/^##\d{4}/, '##0007')),
  (good) => Buffer.from(good.toString().replace('Rtd=', 'Rtd=NaN')),
  (good) => Buffer.from(good.toString().replace('CP=&&', 'CP=')),
  (good) => Buffer.concat([good.subarray(0, 40), randomBytes(20), good.subarray(60)]),
  () => randomBytes(300),
  () => Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
]

describe.each(databases())('noise on the line, $name', ({ open }) => {
  let place: Place
  let platform: PlatformProcess
  let identities: Identity[]

  beforeAll(async () => {
    place = await open()
    platform = await startPlatform({ settings: place.settings })
    identities = await registered(platform, 6)
  }, 180_000)
  afterAll(async () => {
    await platform.stop()
    await place.remove()
  })
  const identity = (index: number) => identities[index] as Identity

  /** Starts a device, waits until it is heard, and gives its times of answer while `work` runs. */
  async function meanwhile(index: number, work: () => Promise<void>): Promise<{ witness: Witness; during: number[] }> {
    const witness = new Witness(identity(index))
    const stop = new AbortController()
    const sending = witness.send(platform.hj212Port, stop.signal)
    await eventually('the device is heard', 20, () => total([witness]) > 20)
    const before = witness.ms.length
    await work()
    const seen = total([witness])
    await eventually('the device is still heard', 20, () => total([witness]) > seen + 20)
    stop.abort()
    await sending
    return { witness, during: witness.ms.slice(before) }
  }

  test(`${BAD_PACKETS} malformed packets and random bytes are refused and counted; a good device beside them is heard`, {
    timeout: scaled(60_000, 1_800_000),
  }, async () => {
    const bad = new Witness(identity(0))
    const { witness } = await meanwhile(1, async () => {
      for (let sent = 0; sent < BAD_PACKETS; ) {
        const socket = await openSocket('127.0.0.1', platform.hj212Port)
        socket.on('error', () => undefined).resume()
        for (let i = 0; i < 100 && sent < BAD_PACKETS && !socket.destroyed; i++, sent++)
          socket.write((spoil[sent % spoil.length] as (good: Buffer) => Buffer)(Buffer.from(bad.packet().bytes)))
        await new Promise<void>((resolve) => void socket.end(() => resolve()))
      }
    })
    expect(witness.acknowledged.size).toBeGreaterThan(40)
    expect((await fetch(`${platform.url}/api/geo/areas`)).status).toBe(200)
  })

  test(`${LORISES} connections that send a byte a second are closed, and cost nobody anything`, async () => {
    const lorises = await Promise.all(Array.from({ length: LORISES }, () => openSocket('127.0.0.1', platform.hj212Port)))
    let closed = 0
    const drip = setInterval(() => {
      for (const socket of lorises) if (!socket.destroyed) socket.write('#')
    }, 1000)
    for (const socket of lorises) {
      socket.on('error', () => undefined).on('close', () => closed++)
      socket.write('##0123QN=')
    }
    const { during } = await meanwhile(2, () => eventually('slow connections are closed', 45, () => closed === LORISES))
    clearInterval(drip)
    expect(spread(during).p99).toBeLessThan(2000)
  })

  test('a device that floods slows nobody else', { timeout: scaled(60_000, 600_000) }, async () => {
    const quiet = (await meanwhile(3, () => new Promise((resolve) => setTimeout(resolve, 2000)))).during
    const flooder = new Witness(identity(4))
    const { witness, during } = await meanwhile(5, async () => {
      const end = Date.now() + FLOOD_SECONDS * 1000
      const sockets = await Promise.all(Array.from({ length: 4 }, () => openSocket('127.0.0.1', platform.hj212Port)))
      for (const socket of sockets) socket.on('error', () => undefined).resume()
      // As much as the line takes, but in small bites: this process also hears the neighbour's answers.
      while (Date.now() < end) {
        for (const socket of sockets)
          for (let i = 0; i < 20 && !socket.destroyed && !socket.writableNeedDrain; i++) socket.write(flooder.packet().bytes)
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      for (const socket of sockets) socket.destroy()
    })
    const [before, under] = [spread(quiet), spread(during)]
    expect(under.p50, `quiet ${JSON.stringify(before)}, under flood ${JSON.stringify(under)}`).toBeLessThan(
      Math.max(150, before.p50 * 6),
    )
    expect(under.p99, `quiet ${JSON.stringify(before)}, under flood ${JSON.stringify(under)}`).toBeLessThan(2000)
    if (place.settings['DATABASE_URL']) expect(await missing(place.settings, [witness])).toEqual([])
  })
})
