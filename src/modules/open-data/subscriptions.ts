import type { Ctx } from '#kernel'
import { seenDataset } from './ckan/read.ts'
import { subscribe } from './store-talk.ts'

export async function setSubscription(ctx: Ctx, name: string, on: boolean): Promise<{ on: boolean }> {
  await subscribe(ctx, (await seenDataset(ctx, name)).id, on)
  return { on }
}
