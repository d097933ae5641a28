import type { Ctx } from '#kernel'
import type { Registry } from './definition.ts'
import type { Weights } from './matching/fit.ts'
import * as store from './store-weights.ts'

/** Unsealed once: a batch asks for them as often as it likes. */
const opened = new Map<string, { sealed: string; weights: Weights }>()

/** What the registry has learned, if that was under the specification as it is now. */
export async function weightsOf(ctx: Ctx, { id, matching }: Registry): Promise<Weights | undefined> {
  const row = matching && (await store.weights(ctx, id))
  if (!row || row.version !== matching.spec.version) return undefined
  const known = opened.get(id)
  if (known?.sealed === row.sealed) return known.weights
  const weights = JSON.parse(ctx.secrets.decrypt(row.sealed)) as Weights
  opened.set(id, { sealed: row.sealed, weights })
  return weights
}

export async function keepWeights(ctx: Ctx, { id }: Registry, weights: Weights): Promise<void> {
  const sealed = ctx.secrets.encrypt(JSON.stringify(weights))
  await store.putWeights(ctx, { registry: id, version: weights.version, sealed, records: weights.records })
}
