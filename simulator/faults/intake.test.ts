import { describe, expect, test } from 'vitest'
import { databases, eventually, scaled } from '../../bench/rig/fault-rig.ts'
import { missing, registered, total, Witness } from '../../bench/rig/field.ts'
import { startPlatform } from '../../bench/rig/process.ts'

const KILLS = scaled(1, 20)
const BEFORE_KILL = scaled(300, 50_000)

describe.each(databases())('intake on $name', ({ open }) => {
  test('the server process dies under fire and no acknowledged packet is lost', {
    timeout: scaled(180_000, 3_600_000),
  }, async () => {
    const { settings, remove } = await open()
    let platform = await startPlatform({ settings })
    const witnesses = (await registered(platform, 30)).map((identity) => new Witness(identity))
    for (let kill = 0; kill < KILLS; kill++) {
      if (kill > 0) platform = await startPlatform({ settings })
      const stop = new AbortController()
      const before = total(witnesses)
      const sending = witnesses.map((witness) => witness.send(platform.hj212Port, stop.signal))
      await eventually('packets are acknowledged', scaled(30, 600), () => total(witnesses) - before > BEFORE_KILL)
      await platform.kill()
      stop.abort()
      await Promise.all(sending)
      expect(await missing(settings, witnesses)).toEqual([])
    }
    expect(total(witnesses)).toBeGreaterThan(KILLS * BEFORE_KILL)
    await remove()
  })
})
