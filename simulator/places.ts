import type { Client } from './client.ts'
import type { Random } from './random.ts'

export interface Point {
  lon: number
  lat: number
}

export interface Place extends Point {
  /** ltree of area codes from the district down. */
  path: string
  name: string
}

interface Area {
  code: string
  kind: string
  name: { zh: string }
  path: string
  label: Point
}

/** The district as its residents know it, asked of the platform itself: so the simulator knows no district. */
export class Places {
  readonly #areas: readonly Area[]
  readonly #names: Map<string, string>

  constructor(areas: readonly Area[]) {
    this.#areas = areas
    this.#names = new Map(areas.map(({ path, name }) => [path, name.zh]))
  }

  static async ask(client: Client): Promise<Places> {
    const areas: Area[] = []
    for (const kind of ['town', 'village', 'grid']) {
      let cursor: string | null = ''
      while (cursor !== null) {
        const page: { items: Area[]; next: string | null } = await client.must(
          'GET',
          `/api/geo/areas?kind=${kind}&limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
        )
        areas.push(...page.items)
        cursor = page.next
      }
    }
    if (areas.length === 0) throw new Error('The platform knows no areas yet')
    return new Places(areas)
  }

  /** Somewhere in the smallest areas, below a path if one is given; some tens of metres around the middle of it. */
  somewhere(random: Random, under = ''): Place {
    const inside = this.#areas.filter(({ path }) => path.startsWith(under))
    const grids = inside.filter(({ kind }) => kind === 'grid')
    const area = random.pick(grids.length > 0 ? grids : inside.length > 0 ? inside : this.#areas)
    return { ...nudge(random, area.label, 150), path: area.path, name: this.#sayWhere(area.path) }
  }

  /** Town and village 街镇、村居 as people say it. */
  #sayWhere(path: string): string {
    const parts = path.split('.')
    return parts
      .slice(1, 3)
      .map((_, index) => this.#names.get(parts.slice(0, index + 2).join('.')) ?? '')
      .join('')
  }
}

/** A point up to so many metres away. */
export function nudge(random: Random, { lon, lat }: Point, metres: number): Point {
  const angle = random.between(0, 2 * Math.PI)
  const distance = metres * Math.sqrt(random.next())
  const degree = 111_320
  return {
    lon: Number((lon + (Math.cos(angle) * distance) / (degree * Math.cos((lat * Math.PI) / 180))).toFixed(6)),
    lat: Number((lat + (Math.sin(angle) * distance) / degree).toFixed(6)),
  }
}
