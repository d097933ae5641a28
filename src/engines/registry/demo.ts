import { z } from 'zod'
import { accountIdByName } from '#engines/identity'
import { type Ctx, defineJob, type Job, settingsOf } from '#kernel'
import { legalEntities, population } from './base.ts'
import { type DeclaredRegistry, registrySettings } from './definition.ts'
import { homesOf, plantAddresses } from './demo-addresses.ts'
import { plantHousing, plantMacro } from './demo-ledgers.ts'
import { enterpriseTold, residentOf, type Sent, toldOf } from './demo-residents.ts'
import { normaliseOne } from './normal.ts'
import { deliver } from './intake.ts'
import { lookUpToken } from './tokens.ts'
import { linkAccount } from './store-own.ts'
import { byTokens } from './store-entities.ts'

const Progress = z.object({ spots: z.number(), residents: z.number(), enterprises: z.number(), most: z.number() })
type Progress = z.infer<typeof Progress>

const FIRST = { spots: 9, residents: 48, enterprises: 12 }
const WHOLE = { spots: 240, residents: 3000, enterprises: 400 }
const STEP = 24
const PAUSE_MS = 1500
const SPOTS_AT_ONCE = 15

/** Batch by batch, department by department, as they would deliver. */
async function hand(ctx: Ctx, registry: DeclaredRegistry, sent: readonly Sent[]): Promise<void> {
  for (const [source, of] of Map.groupBy(sent, ({ source }) => source))
    await deliver(
      ctx,
      registry,
      source,
      of.map(({ record }) => record),
      'generated',
    )
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)

/** The resident's account of the demo belongs to the first resident. */
async function linkResident(ctx: Ctx, homes: readonly string[]): Promise<void> {
  for (const [account, number] of Object.entries(settingsOf(ctx.house, registrySettings).demo?.accounts ?? {})) {
    const id = await accountIdByName(ctx, account)
    const resident = residentOf(Number(number), homes)
    const value = normaliseOne(population, 'id_number', resident.id_number)
    const token = lookUpToken(ctx, population, ['id_number'], { id_number: value })
    const [entity] = token ? await byTokens(ctx, population.id, [token], { limit: 1 }) : []
    if (id && entity) await linkAccount(ctx, { account: id, registry: population.id, entity: entity.id, how: 'demo' })
  }
}

/** The few of the first start; the others come in the background. */
export async function plantDemo(ctx: Ctx): Promise<void> {
  await plantAddresses(ctx, { from: 0, spots: FIRST.spots })
  const homes = await homesOf(ctx)
  await hand(
    ctx,
    population,
    range(0, FIRST.residents).flatMap((n) => toldOf(n, homes)),
  )
  await hand(
    ctx,
    legalEntities,
    range(0, FIRST.enterprises).flatMap((n) => enterpriseTold(n, homes, FIRST.residents)),
  )
  await linkResident(ctx, homes)
  await plantHousing(ctx, homes, FIRST.residents)
  await plantMacro(ctx)
  const most = ctx.config.demoRecords ?? WHOLE.residents
  if (most > FIRST.residents)
    await ctx.enqueue(fillDemo, { ...FIRST, most: Math.min(most, WHOLE.residents) }, { at: later(ctx, 15_000) })
}

const later = (ctx: Ctx, ms: number) => new Date(ctx.now.getTime() + ms)

/** A short step at a time with a rest between, so that nobody at the screens notices: addresses, then who lives there. */
export const fillDemo: Job<Progress> = defineJob({
  id: 'registry.fill-demo',
  input: Progress,
  run: async (ctx, { spots, residents, enterprises, most }): Promise<void> => {
    const next = { spots, residents, enterprises, most }
    if (spots < WHOLE.spots) next.spots += await plantAddresses(ctx, { from: spots, spots: SPOTS_AT_ONCE })
    if (next.spots === spots) next.spots = WHOLE.spots
    else if (spots < WHOLE.spots) return ctx.enqueue(fillDemo, next, { at: later(ctx, PAUSE_MS) })
    const homes = await homesOf(ctx)
    next.residents = Math.min(most, residents + STEP)
    await hand(
      ctx,
      population,
      range(residents, next.residents).flatMap((n) => toldOf(n, homes)),
    )
    next.enterprises = Math.min(WHOLE.enterprises, enterprises + STEP / 4)
    await hand(
      ctx,
      legalEntities,
      range(enterprises, next.enterprises).flatMap((n) => enterpriseTold(n, homes, next.residents)),
    )
    if (next.residents < most) await ctx.enqueue(fillDemo, next, { at: later(ctx, PAUSE_MS) })
  },
})
