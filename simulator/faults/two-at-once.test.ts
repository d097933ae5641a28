import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { databases, scaled } from '../../bench/rig/fault-rig.ts'
import { startPlatform } from '../../bench/rig/process.ts'
import { Client } from '../client.ts'
import { askCategories } from '../people/world.ts'
import { Places } from '../places.ts'
import { seeded } from '../random.ts'

const CASES = scaled(5, 100)

describe.each(databases())('two dispatchers on $name', ({ open }) => {
  test('on one case at once: one wins, the other is told 409 with the case as it now is', {
    timeout: scaled(240_000, 900_000),
  }, async () => {
    const { settings, remove } = await open()
    const platform = await startPlatform({ settings: { ...settings, RATE_LIMIT_FACTOR: '100' } })
    const [one, other, patrol] = ['dispatcher', 'supervisor', 'patrol1'].map((account) => new Client(platform.url, account)) as [
      Client,
      Client,
      Client,
    ]
    const random = seeded('two at once')
    const [places, categories] = [await Places.ask(patrol), await askCategories(one)]
    for (let i = 0; i < CASES; i++) {
      const { lon, lat } = places.somewhere(random)
      const { id } = await patrol.must('POST', '/api/city-management/patrol-reports', {
        clientId: randomUUID(),
        category: random.pick(categories).code,
        point: { lon, lat },
        description: '两人同时派遣',
      })
      const path = `/api/city-management/cases/${id}`
      const { version } = await one.must('GET', path)
      const accepted = await one.must('POST', `${path}/accept`, { version, accept: true })
      const filed = await one.must('POST', `${path}/file`, { version: accepted.case.version, file: true })
      const answers = await Promise.all(
        [one, other].map((client, index) =>
          client.post(`${path}/dispatch`, {
            version: filed.case.version,
            unit: index === 0 ? 'qingpu.greening' : 'qingpu.roads',
          }),
        ),
      )
      const won = answers.find(({ status }) => status === 200)
      const lost = answers.find(({ status }) => status === 409)
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
      const now = await one.must('GET', path)
      expect(now).toMatchObject({ state: 'handling', unit: { path: won?.body.case.unit.path } })
      expect(lost?.body).toMatchObject({
        code: 'stale_version',
        current: { id, state: 'handling', version: now.version, unit: { path: now.unit.path } },
      })
      expect(now.timeline.filter(({ what }: { what: string }) => what === 'dispatched')).toHaveLength(1)
    }
    expect(await platform.stop()).toBe(0)
    await remove()
  })
})
