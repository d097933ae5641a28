import { type Ctx, newId } from '#kernel'
import { relatedCircular } from './errors.ts'
import * as store from './store-lineage.ts'

export type LineageHow = 'declared' | 'loaded' | 'derived' | 'distributed' | 'shared' | 'opened' | 'exchanged' | 'counted'

export const resourceRef = (id: string) => `catalog.resource:${id}`
export const distributionRef = (id: string) => `catalog.distribution:${id}`

/** Remembers that `to` was made from `from`, at the moment it is made. A chain that would close on itself is refused. */
export async function recordLineage(
  ctx: Ctx,
  from: string,
  to: string,
  how: LineageHow,
  detail: Record<string, unknown> = {},
): Promise<void> {
  if (from === to || (await store.reaches(ctx, to, from))) throw relatedCircular({ from, to })
  await store.put(ctx, { id: newId(), from, to, how, detail })
}

export const endLineage = (ctx: Ctx, to: string, how?: LineageHow): Promise<void> => store.end(ctx, to, how)
export const endEdge = (ctx: Ctx, from: string, to: string, how: LineageHow): Promise<void> => store.endEdge(ctx, from, to, how)
