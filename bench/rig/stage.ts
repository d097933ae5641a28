import { Client } from '../../simulator/client.ts'
import { register, roster } from '../../simulator/hj212/fleet.ts'
import type { Identity } from '../../simulator/hj212/monitor.ts'
import { Places } from '../../simulator/places.ts'
import { seeded } from '../../simulator/random.ts'
import { type Bare, openBare } from './bare.ts'
import { type PlatformProcess, startPlatform } from './process.ts'

/** Where a bench plays: a platform process on a fresh database, monitors registered, and the bare driver beside it. */
export interface Stage {
  readonly database: 'embedded' | 'postgres'
  readonly settings: Record<string, string>
  platform: PlatformProcess
  readonly identities: readonly Identity[]
  readonly rounds: number
  readonly short: boolean
  /** How many cases to measure with: a name and a number. */
  readonly sizes: readonly (readonly [string, number])[]
  as: (account: string) => Client
  /** The database without the platform; the embedded one belongs to one process, so the platform rests meanwhile. */
  withBare: <T>(work: (bare: Bare) => Promise<T>) => Promise<T>
  /** Stops the platform while something else uses its database. */
  rest: <T>(work: () => Promise<T>) => Promise<T>
}

const MONITORS = 1000

export type StageOptions = Pick<Stage, 'database' | 'settings' | 'rounds' | 'short' | 'sizes'> & { nodeArgs: string[] }

export async function openStage({ settings, nodeArgs, ...options }: StageOptions): Promise<Stage> {
  const full = { ...settings, DEMO: '1', DEMO_RECORDS: '0', SIMULATE: '0', RATE_LIMIT_FACTOR: '100000' }
  const start = () => startPlatform({ settings: full, nodeArgs, withinSeconds: 180 })
  const platform = await start()
  const places = await Places.ask(new Client(platform.url))
  const identities = roster(MONITORS, 1, seeded('bench'), places).map((identity, number) => ({
    ...identity,
    name: `${identity.name} ${number + 1}`,
    quirk: 'plain' as const,
  }))
  await register(new Client(platform.url, 'environment'), identities)
  const stage: Stage = {
    ...options,
    settings: full,
    platform,
    identities,
    as: (account) => new Client(stage.platform.url, account),
    withBare: (work) => (options.database === 'embedded' ? stage.rest(() => bareWork(work)) : bareWork(work)),
    rest: async (work) => {
      await stage.platform.stop()
      try {
        return await work()
      } finally {
        stage.platform = await start()
      }
    },
  }
  const bareWork = async <T>(work: (bare: Bare) => Promise<T>): Promise<T> => {
    const bare = await openBare(full)
    try {
      return await work(bare)
    } finally {
      await bare.close()
    }
  }
  return stage
}
