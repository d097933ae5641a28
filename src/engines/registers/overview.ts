import type { Ctx } from '#kernel'
import { registerKind } from './define.ts'
import { listingOf } from './filters.ts'
import type { RegisterSummary } from './schema.ts'
import { countRows } from './service.ts'
import { registersFor } from './shape.ts'
import { lastChanges } from './store-history.ts'

/** The registers this user may read, with what each holds for them; by the room that keeps them. */
export async function overview(ctx: Ctx): Promise<RegisterSummary[]> {
  const marks = registersFor(ctx)
  const changes = await lastChanges(
    ctx,
    marks.map(({ id }) => id),
  )
  const rooms = new Map(ctx.house.modules.map(({ id, title }) => [id, title]))
  const found: RegisterSummary[] = []
  for (const mark of marks) {
    const register = ctx.house.get(registerKind, mark.id)
    const count = await countRows(ctx, register, await listingOf(ctx, register, {}))
    const room = rooms.get(mark.module) ?? { zh: mark.module, en: mark.module }
    found.push({ ...mark, room, count, changedAt: changes.get(mark.id)?.toISOString() ?? null })
  }
  return found
}
