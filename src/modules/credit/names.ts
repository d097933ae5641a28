import type { Ctx, House, Text } from '#kernel'
import { organisationByPath } from '#engines/identity'

const FRESH_MS = 60_000
const known = new WeakMap<House, Map<string, { name: Text; at: number }>>()

/** What these units are called; asked for once a minute. */
export async function unitNames(ctx: Ctx, paths: Iterable<string>): Promise<(path: string) => Text> {
  const names = known.get(ctx.house) ?? new Map<string, { name: Text; at: number }>()
  known.set(ctx.house, names)
  for (const path of new Set(paths)) {
    const found = names.get(path)
    if (found && Date.now() - found.at < FRESH_MS) continue
    const mark = await organisationByPath(ctx, path)
    names.set(path, { name: mark?.name ?? { zh: path, en: path }, at: Date.now() })
  }
  return (path) => names.get(path)?.name ?? { zh: path, en: path }
}

export const unitName = async (ctx: Ctx, path: string): Promise<Text> => (await unitNames(ctx, [path]))(path)
