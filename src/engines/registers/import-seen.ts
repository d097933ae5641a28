import { type Ctx, grantsOf, notFound } from '#kernel'
import { type AnyRegister, mayImport } from './define.ts'
import * as store from './store-import.ts'

export const none = (ctx: Ctx) => notFound({ what: ctx.locale === 'zh' ? '这次导入' : 'The import' })

/** One's own; those of others for whoever may import everywhere in the district. */
export const seesAll = (ctx: Ctx, register: AnyRegister) =>
  grantsOf(ctx.user, mayImport(register)).some(({ tree }) => tree === 'all')

export async function seen(ctx: Ctx, register: AnyRegister, id: string): Promise<store.ImportRow> {
  const row = await store.find(ctx, id)
  if (row?.register !== register.id || (row.by_id !== ctx.user.id && !seesAll(ctx, register))) throw none(ctx)
  return row
}
