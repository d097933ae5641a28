import { type Ctx, districtOf } from '#kernel'
import * as store from './store-usage.ts'

export type UseHow = 'open-api' | 'open-download' | 'shared-api' | 'shared-dataset' | 'exchange' | 'sample' | 'indicator'

const dayOf = (ctx: Ctx) => ctx.now.toLocaleDateString('sv', { timeZone: districtOf(ctx.house).timeZone })

/** Counts one use: whose it was (an organisation's path, a client, `public`), how, and how many rows went out. Needs a writing transaction. */
export const used = (ctx: Ctx, resourceId: string, consumer: string, how: UseHow, rows: number): Promise<void> =>
  store.add(ctx, { resourceId, day: dayOf(ctx), consumer: consumer.slice(0, 250), how, calls: 1, rows })

/** Rows of a use that was counted when it began, and is over now. */
export const usedRows = (ctx: Ctx, resourceId: string, consumer: string, how: UseHow, rows: number): Promise<void> =>
  store.add(ctx, { resourceId, day: dayOf(ctx), consumer: consumer.slice(0, 250), how, calls: 0, rows })
