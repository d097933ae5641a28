import { type Ctx, forbidden, holdsOver } from '#kernel'
import { STEWARD } from './directory.ts'
import { readRows } from './rows.ts'
import { missing } from './resources.ts'
import type { Item, Mask, Rows } from './schema.ts'
import * as store from './store.ts'

/** Every personal item wears its mask; one for which nobody chose a mask is hidden entirely. */
export const masksOf = (items: readonly Item[]): Record<string, Mask> =>
  Object.fromEntries(items.filter(({ personal, mask }) => personal || mask).map(({ name, mask }) => [name, mask ?? 'all']))

const SAMPLE = 20

/** The first rows of a table, masked: for those who keep it, and for all staff when it is shared without condition. */
export async function sample(ctx: Ctx, distributionId: string, { q }: { q?: string | undefined } = {}): Promise<Rows> {
  const found = await store.distribution(ctx, distributionId)
  const resource = found && (await store.byId(ctx, found.resource_id))
  if (!found || !resource || resource.state === 'draft') throw missing(ctx)
  const isSteward = holdsOver(ctx.user, STEWARD, { organisation: resource.provider })
  if (!isSteward && resource.sharing !== 1) throw forbidden({ capability: STEWARD })
  return readRows(ctx, found, { limit: SAMPLE, count: 'auto', masks: masksOf(found.items), q })
}
