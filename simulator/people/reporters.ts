import { randomUUID } from 'node:crypto'
import { Client } from '../client.ts'
import { snapshot } from '../picture.ts'
import { nudge, type Place } from '../places.ts'
import { addressOf, type Category, motifOf, phoneOf, tell, type World } from './world.ts'

export interface Sent {
  id: string
  reportId: string
  number: string
  code: string
  /** Who told it: a citizen may be asked afterwards what they think of the result. */
  door: Door
}

type Door = 'citizen' | 'patrol' | 'hotline'
type Receipt = Omit<Sent, 'door'>

interface Seen {
  category: Category
  place: Place
}

/** Stars and what people write beside them. */
const opinions: readonly (readonly [readonly [number, string], number])[] = [
  [[5, '处理得很快，谢谢'], 6],
  [[5, ''], 5],
  [[4, '解决了，就是等了几天'], 4],
  [[3, '修是修好了，现场没有清理干净'], 2],
  [[2, '过了两天又这样了'], 1],
]

/** A patrol officer and the area walked, as the platform granted it. */
interface Patrol {
  client: Client
  under: string
}

export async function askPatrols(url: string): Promise<Patrol[]> {
  const clients = ['patrol1', 'patrol2'].map((account) => new Client(url, account))
  return Promise.all(
    clients.map(async (client) => {
      const { grants } = (await client.must('GET', '/api/identity/me')) as { grants: { tree: string; path?: string }[] }
      return { client, under: grants.find(({ tree }) => tree === 'area')?.path ?? '' }
    }),
  )
}

/** Residents, patrols and the 12345 agent: they see something and tell it, each through their own door. */
export class Reporters {
  readonly #world: World
  readonly #categories: readonly Category[]
  readonly #resident: Client
  readonly #nobody: Client
  readonly #agent: Client
  readonly #patrols: readonly Patrol[]
  #lastSeen: Seen[] = []

  constructor(world: World, categories: readonly Category[], patrols: readonly Patrol[]) {
    const { url } = world.options
    this.#world = world
    this.#categories = categories
    this.#resident = new Client(url, 'resident')
    this.#nobody = new Client(url)
    this.#agent = new Client(url, 'agent12345')
    this.#patrols = patrols
  }

  /** One report by somebody; sometimes of what another has just told. */
  async one(): Promise<Sent> {
    const { random, tally } = this.#world
    const door = random.weighted<Door>([
      ['citizen', 5],
      ['patrol', 4],
      ['hotline', 2],
    ])
    const patrol = random.pick(this.#patrols)
    // Most of what is told lies where somebody patrols: elsewhere nobody would verify it.
    const seen = this.#see(door === 'citizen', door === 'patrol' || random.chance(0.85) ? patrol.under : '')
    const sent = await (door === 'citizen'
      ? this.#asResident(seen)
      : door === 'patrol'
        ? this.#onPatrol(seen, patrol)
        : this.#byTelephone(seen))
    tally.add('reports')
    return { ...sent, door }
  }

  /** Whoever told it says what they think of the result: with the number and the code on their receipt, as anybody may. */
  async rate({ number, code }: Sent): Promise<void> {
    const { random, tally } = this.#world
    const [stars, text] = random.weighted(opinions)
    await this.#nobody.must('POST', '/api/city-management/reports/rating', { number, code, stars, solved: stars > 2, text })
    tally.add('ratings')
  }

  #see(openOnly: boolean, under: string): Seen {
    const { random, places } = this.#world
    const before = this.#lastSeen.filter(({ category, place }) => (!openOnly || category.open) && place.path.startsWith(under))
    if (before.length > 0 && random.chance(0.15)) {
      const { category, place } = random.pick(before)
      this.#world.tally.add('of the same')
      return { category, place: { ...place, ...nudge(random, place, 25) } }
    }
    const seen = {
      category: random.pick(this.#categories.filter(({ open }) => open || !openOnly)),
      place: places.somewhere(random, under),
    }
    this.#lastSeen = [...this.#lastSeen.slice(-4), seen]
    return seen
  }

  #told({ category, place }: Seen, photos: string[]) {
    const { random } = this.#world
    return {
      category: category.code,
      point: { lon: place.lon, lat: place.lat },
      address: addressOf(random, place.name),
      description: tell(random, category, place.name),
      photos,
    }
  }

  async #photos(client: Client, { category }: Seen, chance: number): Promise<string[]> {
    const { random } = this.#world
    return random.chance(chance) ? [await client.upload(snapshot(random, motifOf(category)))] : []
  }

  /** Looks first whether somebody has told it already, as the page asks. */
  async #asResident(seen: Seen): Promise<Receipt> {
    const { random, tally } = this.#world
    const anonymous = random.chance(0.3)
    const client = anonymous ? this.#nobody : this.#resident
    const { lon, lat } = seen.place
    const { items: near } = (await client.must(
      'GET',
      `/api/cases/nearby?lon=${lon}&lat=${lat}&category=${seen.category.code}`,
    )) as { items: { id: string; likeness: number }[] }
    const same = near.find(({ likeness }) => likeness > 0.7)
    const joins = same && random.chance(0.5) ? same.id : undefined
    if (anonymous) tally.add('anonymous')
    const photos = await this.#photos(client, seen, 0.7)
    return client.must('POST', '/api/city-management/reports', {
      ...this.#told(seen, photos),
      clientId: randomUUID(),
      anonymous,
      ...(joins && { joins }),
    })
  }

  async #onPatrol(seen: Seen, { client }: Patrol): Promise<Receipt> {
    const photos = await this.#photos(client, seen, 1)
    return client.must('POST', '/api/city-management/patrol-reports', {
      ...this.#told(seen, photos),
      clientId: randomUUID(),
      observedAt: new Date(this.#world.now().getTime() - 60_000).toISOString(),
    })
  }

  async #byTelephone(seen: Seen): Promise<Receipt> {
    const { random } = this.#world
    const phone = phoneOf(random)
    await this.#agent.must('POST', '/api/city-management/calls/matters', { phone })
    return this.#agent.must('POST', '/api/city-management/calls', {
      ...this.#told(seen, []),
      callId: `SIM-${randomUUID().slice(0, 13)}`,
      phone,
      name: random.pick(['张女士', '李先生', '王阿姨', '赵师傅', '孙老师']),
      anonymous: random.chance(0.2),
    })
  }
}
