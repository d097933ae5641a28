import { describe, expect, test } from 'vitest'
import { openWire } from '../../bench/rig/cut.ts'
import { databases, eventually, scaled } from '../../bench/rig/fault-rig.ts'
import { missing, registered, total, Witness } from '../../bench/rig/field.ts'
import { startPlatform } from '../../bench/rig/process.ts'

const AWAY_MS = 10_000
const CUTS = scaled(1, 10)
const GRACE_MS = 250

/** The embedded database lives in the process: it cannot be away. */
const away = databases().filter(({ name }) => name === 'PostgreSQL')

describe.each(away.length > 0 ? away : [undefined])('database away', (database) => {
  test.runIf(database)(
    'ten seconds without the database: nothing is acknowledged meanwhile, nothing is lost after, people are told',
    { timeout: scaled(120_000, 1_800_000) },
    async () => {
      const { settings, remove } = await (database as (typeof away)[number]).open()
      const url = new URL(settings['DATABASE_URL'] ?? '')
      const wire = await openWire(Number(url.port || 5432))
      const platform = await startPlatform({
        settings: { ...settings, DATABASE_URL: Object.assign(new URL(url), { port: String(wire.port) }).toString() },
      })
      const witnesses = (await registered(platform, 20)).map((identity) => new Witness(identity))
      const stop = new AbortController()
      const sending = witnesses.map((witness) => witness.send(platform.hj212Port, stop.signal, true))
      for (let cut = 0; cut < CUTS; cut++) {
        const before = total(witnesses)
        await eventually('packets are acknowledged', 30, () => total(witnesses) > before + 100)
        wire.cut()
        const since = Date.now()
        await new Promise((resolve) => setTimeout(resolve, AWAY_MS / 2))
        expect((await fetch(`${platform.url}/api/geo/areas`)).status).toBe(503)
        await new Promise((resolve) => setTimeout(resolve, AWAY_MS / 2))
        const meanwhile = witnesses
          .flatMap(({ acknowledged }) => [...acknowledged.values()])
          .filter((at) => at > since + GRACE_MS)
        expect(meanwhile).toEqual([])
        wire.mend()
        const after = total(witnesses)
        await eventually('packets are acknowledged again', 30, () => total(witnesses) > after + 100)
      }
      expect((await fetch(`${platform.url}/api/geo/areas`)).status).toBe(200)
      stop.abort()
      await Promise.all(sending)
      expect(await platform.stop()).toBe(0)
      expect(await missing(settings, witnesses)).toEqual([])
      await wire.close()
      await remove()
    },
  )
})
