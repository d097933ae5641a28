import type { Ctx } from '#kernel'
import * as store from './store-usage.ts'

export type UseHow = 'open-api' | 'open-download' | 'shared-api' | 'shared-dataset' | 'exchange' | 'sample' | 'indicator'

/** Counts one use: whose it was (an organisation's path, a client, `public`), how, and how many rows went out. Needs a writing transaction. */
export const used = (ctx: Ctx, resourceId: string, consumer: string, how: UseHow, rows: number): Promise<void> =>
  store.add(ctx, { resourceId, consumer: consumer.slice(0, 250), how, rows })
