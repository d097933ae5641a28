import { type Ctx, notFound } from '#kernel'
import type { AnyRegister } from './define.ts'
import { tooManyViews, viewTaken } from './errors.ts'
import { listingOf } from './filters.ts'
import type { NewView, View, Views } from './schema.ts'
import * as store from './store-views.ts'

const MOST = 50

const viewOf = (ctx: Ctx, { id, name, organisation, owner, query }: store.ViewRow): View => ({
  id,
  name,
  shared: organisation !== null,
  mine: owner === ctx.user.id,
  query,
})

export const listViews = async (ctx: Ctx, register: AnyRegister): Promise<Views> => ({
  items: (await store.list(ctx, register.id)).map((row) => viewOf(ctx, row)),
  next: null,
})

/** Keeps a list's parameters under a name; what the list would refuse is refused here already. */
export async function putView(ctx: Ctx, register: AnyRegister, view: NewView): Promise<View> {
  const { cursor: _, limit: __, ...query } = view.query
  await listingOf(ctx, register, query)
  if (view.id && !(await store.byId(ctx, register.id, view.id))) throw noView(ctx)
  if (!view.id && (await store.countOwn(ctx, register.id)) >= MOST) throw tooManyViews({ most: MOST })
  const row = await store.put(ctx, register.id, { ...view, query })
  if (!row) throw viewTaken()
  return viewOf(ctx, row)
}

const noView = (ctx: Ctx) => notFound({ what: ctx.locale === 'zh' ? '这个视图' : 'This view' })

export async function dropView(ctx: Ctx, register: AnyRegister, id: string): Promise<void> {
  if (!(await store.drop(ctx, register.id, id))) throw noView(ctx)
}
