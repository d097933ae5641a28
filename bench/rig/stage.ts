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
  as: (account: string) => Client
  /** The database without the platform; the embedded one belongs to one process, so the platform rests meanwhile. */
  withBare: <T>(work: (bare: Bare) => Promise<T>) => Promise<T>
}

const MONITORS = 1000

export interface StageOptions {
  database: Stage['database']
  settings: Record<string, string>
  rounds: number
  short: boolean
  nodeArgs: string[]
}

export async function openStage({ database, settings, rounds, short, nodeArgs }: StageOptions): Promise<Stage> {
  const full = { ...settings, DEMO: '1', SIMULATE: '0', RATE_LIMIT_FACTOR: '100000' }
  const start = () => startPlatform({ settings: full, nodeArgs, withinSeconds: 120 })
  const platform = await start()
  const as = (account: string) => new Client(stage.platform.url, account)
  const stage: Stage = { database, settings: full, platform, identities: [], rounds, short, as, withBare: async (work) => work(await openBare(full)) }
  const places = await Places.ask(as(''))
  const plain = roster(MONITORS, 1, seeded('bench'), places).map((identity, number) => ({ ...identity, name: `${identity.name} ${number + 1}`, quirk: 'plain' as const }))
  await register(as('environment'), plain)
  Object.assign(stage, { identities: plain })
  stage.withBare = async (work) => {
    if (database === 'embedded') await stage.platform.stop()
    const bare = await openBare(full)
    try {
      return await work(bare)
    } finally {
      await bare.close()
      if (database === 'embedded') stage.platform = await start()
    }
  }
  return stage
}
