import { type Ctx, ticker } from '#kernel'
import { discard, oldContent } from './disk.ts'
import * as store from './store.ts'

const DAY = 86_400_000

/** Uploads that nothing came to own within their day. */
export const expireUploads = ticker({
  id: 'files.expire',
  everySeconds: 600,
  run: async (ctx) => void (await store.deleteExpired(ctx)),
})

/**
 * Content that no row names: a crash between rename and commit, an expired upload, an upload cut off. Only what is older
 * than a day goes, so that an upload under way is never taken for an orphan.
 */
export async function sweepContent(ctx: Ctx): Promise<number> {
  let swept = 0
  let batch: { path: string; digest?: string }[] = []
  const flush = async () => {
    const digests = batch.flatMap(({ digest }) => (digest ? [digest] : []))
    const used = await ctx.transact('read', (inner) => store.digestsInUse(inner, digests))
    const orphans = batch.filter(({ digest }) => !digest || !used.has(digest))
    for (const { path } of orphans) await discard(path)
    swept += orphans.length
    batch = []
  }
  for await (const old of oldContent(ctx.config, new Date(ctx.now.getTime() - DAY))) {
    batch.push(old)
    if (batch.length === 500) await flush()
  }
  if (batch.length > 0) await flush()
  if (swept > 0) ctx.log.info({ swept }, 'files.swept')
  return swept
}
export const sweepOrphans = ticker({
  id: 'files.sweep',
  everySeconds: 86_400,
  tx: 'none',
  run: async (ctx) => void (await sweepContent(ctx)),
})
