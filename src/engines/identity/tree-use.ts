import { type Ctx, type Text, type TreeColumn, treeColumnKind } from '#kernel'
import type { TreeUse } from './schema.ts'
import * as store from './store-tree.ts'

/** Beyond this it is enough to know that there are many. */
const MOST = 10_000

export const columnsOf = (ctx: Ctx, tree: TreeColumn['tree']): readonly TreeColumn[] =>
  ctx.house.all(treeColumnKind).filter((column) => column.tree === tree)

/** What hangs on a unit or an area and all below it, by kind of thing; kinds of which there is nothing are left out. */
export async function hangingOn(ctx: Ctx, tree: TreeColumn['tree'], path: string): Promise<TreeUse[]> {
  const found: TreeUse[] = []
  for (const column of columnsOf(ctx, tree)) {
    if (!column.title) continue
    const { live, all } = await store.count(ctx, column, path, MOST + 1)
    if (all > 0) found.push({ title: column.title, live: Math.min(live, MOST), all: Math.min(all, MOST), isMore: all > MOST })
  }
  return found
}

export async function followMove(ctx: Ctx, from: string, to: string): Promise<void> {
  await store.moveUnits(ctx, from, to)
  for (const column of columnsOf(ctx, 'organisation')) await store.follow(ctx, column, from, to)
}

export async function handOver(ctx: Ctx, from: string, { path, name }: { path: string; name: Text }): Promise<void> {
  await store.dropDoubleGrants(ctx, from, path)
  for (const column of columnsOf(ctx, 'organisation'))
    if (!column.past) await store.takeOver(ctx, column, { from, to: path, name })
}
