import { sql } from 'kysely'
import { type Config, type District, districtKind, House, type Module, seedKind, serviceKind, system } from '#kernel'
import { createPlatform, type RunningPlatform } from '../kernel/boot.ts'
import { openDatabase } from '../kernel/db.ts'
import { Dispatcher } from '../kernel/dispatcher.ts'
import { openLog } from '../kernel/log.ts'
import { migrate } from '../kernel/migrate.ts'
import { openSecrets } from '../kernel/secrets.ts'

export class WrongMode extends Error {}

export const assemble = (modules: readonly Module[], district: District): House =>
  new House([...modules, { id: district.id, title: district.title, contributes: [districtKind.of(district)] }])

/** Demo data and real data never share a database: the first start decides, later ones must agree. */
async function settleMode(platform: RunningPlatform): Promise<void> {
  const wanted = platform.config.demo ? 'demo' : 'real'
  const district = platform.house.get(districtKind, 'district').id
  for (const [key, value] of [
    ['mode', wanted],
    ['district', district],
  ] as const) {
    const { rows } = await sql<{ value: string }>`insert into kernel.fact (key, value) values (${key}, ${value})
      on conflict (key) do update set key = excluded.key returning value`.execute(platform.database.kysely)
    const found = rows[0]?.value
    if (found !== value)
      throw new WrongMode(
        `This database was set up with ${key} "${found}" and cannot be opened with "${value}". Use another database or folder.`,
      )
  }
}

async function plantSeeds(platform: RunningPlatform): Promise<void> {
  for (const seed of platform.house.all(seedKind)) {
    if (seed.when === 'demo' && !platform.config.demo) continue
    await platform.transact({ user: system, origin: { kind: 'seed', name: seed.id } }, 'write', async (ctx) => {
      const key = `seed:${seed.id}`
      const { rows } =
        await sql`insert into kernel.fact (key, value) values (${key}, 'done') on conflict do nothing returning key`.execute(
          ctx.db,
        )
      if (rows.length > 0) await seed.run(ctx)
    })
  }
}

/** Opens the database, brings it up to date, plants what is missing. Nothing listens yet. */
export async function openPlatform(
  config: Config,
  modules: readonly Module[],
  district: District,
  clock: () => Date = () => new Date(),
): Promise<RunningPlatform> {
  const house = assemble(modules, district)
  const database = await openDatabase(config)
  try {
    await migrate(database, house)
    const platform = createPlatform({
      config,
      house,
      database,
      secrets: openSecrets(config),
      log: openLog(config.logLevel),
      clock,
    })
    await settleMode(platform)
    await plantSeeds(platform)
    return platform
  } catch (error) {
    await database.close()
    throw error
  }
}

export interface Running {
  /** One line for each part that started. */
  says: string[]
  stop: () => Promise<void>
}

/** Starts the dispatcher and the services of this process's role; stops them in reverse order. */
export async function startServices(platform: RunningPlatform): Promise<Running> {
  const { role } = platform.config
  const stops: (() => Promise<void>)[] = []
  const says: string[] = []
  if (role === 'all' || role === 'worker') {
    const dispatcher = new Dispatcher(platform)
    dispatcher.start()
    stops.unshift(() => dispatcher.stop())
  }
  for (const service of platform.house.all(serviceKind)) {
    if (role !== 'all' && role !== service.role) continue
    const started = await service.start(platform)
    stops.unshift(started.stop)
    if (started.says) says.push(started.says)
  }
  return {
    says,
    stop: async () => {
      for (const stop of stops) await stop()
    },
  }
}
