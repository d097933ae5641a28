import { Client } from '../client.ts'
import type { World } from './world.ts'

/** The environment officer looks at what has been raised, and takes up some of it. */
export class AlarmDesk {
  readonly #world: World
  readonly #officer: Client

  constructor(world: World) {
    this.#world = world
    this.#officer = new Client(world.options.url, 'environment')
  }

  async next(): Promise<void> {
    const { items } = (await this.#officer.must('GET', '/api/observations/alarms?status=raised&limit=20')) as {
      items: { id: string; version: number }[]
    }
    if (items.length === 0 || this.#world.random.chance(0.4)) return
    const { id, version } = this.#world.random.pick(items)
    const { status } = await this.#officer.post(`/api/observations/alarms/${id}/acknowledge`, {
      version,
      note: '已联系企业核查原因',
    })
    if (status < 300) this.#world.tally.add('alarms acknowledged')
  }
}
