import type { Ctx } from '#kernel'
import { takeAny } from './instances.ts'
import { setArea } from './store-relocate.ts'
import { addHistory } from './store-step.ts'

/** The subject lies elsewhere than was thought: from now on those of the right place may do its tasks. The caller has checked the right to say so. */
export async function relocate(ctx: Ctx, { instance: id, area }: { instance: string; area: string }): Promise<void> {
  const { instance } = await takeAny(ctx, { id })
  if (instance.area === area) return
  await setArea(ctx, id, area)
  await addHistory(ctx, id, { what: 'relocated' })
}
