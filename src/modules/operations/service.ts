import { backlog, type Ctx, deadLetters, discard, replay } from '#kernel'
import { notDead } from './errors.ts'
import type { DeadLetter, DeadLetterQuery, Overview } from './schema.ts'

export async function overview(ctx: Ctx): Promise<Overview> {
  const { waiting, dead, oldestDueAt } = await backlog(ctx)
  return {
    database: ctx.config.databaseUrl && ctx.config.databaseUrl !== 'memory:' ? 'postgres' : 'embedded',
    demo: ctx.config.demo,
    node: process.version,
    upSeconds: Math.floor(process.uptime()),
    memoryBytes: process.memoryUsage().rss,
    waiting,
    dead,
    lagSeconds: oldestDueAt ? Math.max(0, (ctx.now.getTime() - oldestDueAt.getTime()) / 1000) : 0,
  }
}

export async function listDead(
  ctx: Ctx,
  { cursor, limit }: DeadLetterQuery,
): Promise<{ items: DeadLetter[]; next: string | null }> {
  const letters = await deadLetters(ctx, cursor, limit)
  const items = letters.map(({ createdAt, ...letter }) => ({ ...letter, createdAt: createdAt.toISOString() }))
  return { items, next: items.length === limit ? String(items.at(-1)?.id) : null }
}

export async function replayDead(ctx: Ctx, id: number): Promise<void> {
  if (!(await replay(ctx, id))) throw notDead({ id })
}

export async function discardDead(ctx: Ctx, id: number): Promise<void> {
  if (!(await discard(ctx, id))) throw notDead({ id })
}
