import { areasNamed } from '#engines/geo'
import { organisationsNamed } from '#engines/identity'
import type { Ctx, Text } from '#kernel'
import type { ColumnKind } from './columns.ts'

export interface Place {
  path: string
  name: Text
}

/** What one unit of work has looked up already: a row is judged by the places it names, and shown with their titles. */
const known = new WeakMap<object, Map<string, Place>>()

/** Areas or organisations by path, code or name. A name that two places bear names neither. */
export async function placeNames(ctx: Ctx, kind: ColumnKind, texts: readonly string[]): Promise<Map<string, Place>> {
  const memo = ctx.mode === 'none' ? new Map<string, Place>() : (known.get(ctx.unit) ?? new Map<string, Place>())
  if (ctx.mode !== 'none') known.set(ctx.unit, memo)
  const wanted = [...new Set(texts)]
  const missing = wanted.filter((text) => !memo.has(`${kind} ${text}`))
  if (missing.length > 0)
    for (const [text, place] of await lookedUp(ctx, kind, missing)) {
      memo.set(`${kind} ${text}`, place)
      memo.set(`${kind} ${place.path}`, place)
    }
  return new Map(
    wanted.flatMap((text) => {
      const place = memo.get(`${kind} ${text}`)
      return place ? [[text, place] as const] : []
    }),
  )
}

async function lookedUp(ctx: Ctx, kind: ColumnKind, wanted: readonly string[]): Promise<Map<string, Place>> {
  const found = kind === 'area' ? await areasNamed(ctx, wanted) : await organisationsNamed(ctx, wanted)
  const exact = new Map<string, Place>()
  const byName = new Map<string, Place[]>()
  for (const { path, code, name } of found) {
    exact.set(path, { path, name })
    if (!exact.has(code)) exact.set(code, { path, name })
    for (const word of new Set([name.zh, name.en])) byName.set(word, [...(byName.get(word) ?? []), { path, name }])
  }
  return new Map(
    wanted.flatMap((text) => {
      const bearers = byName.get(text)
      const place = exact.get(text) ?? (bearers?.length === 1 ? bearers[0] : undefined)
      return place ? [[text, place] as const] : []
    }),
  )
}
