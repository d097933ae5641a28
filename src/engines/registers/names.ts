import { areasNamed } from '#engines/geo'
import { organisationsNamed } from '#engines/identity'
import type { Ctx, Text } from '#kernel'
import type { ColumnKind } from './columns.ts'

export interface Place {
  path: string
  name: Text
}

/** Areas or organisations by path, code or name. A name that two places bear names neither. */
export async function placeNames(ctx: Ctx, kind: ColumnKind, texts: readonly string[]): Promise<Map<string, Place>> {
  const wanted = [...new Set(texts)]
  if (wanted.length === 0) return new Map()
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
