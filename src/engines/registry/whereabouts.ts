import { areasUnder } from '#engines/geo'
import type { Ctx } from '#kernel'

const towns = new WeakMap<object, { name: string; short: string; path: string }[]>()

async function townsOf(ctx: Ctx) {
  const known = towns.get(ctx.unit)
  if (known) return known
  const found = (await areasUnder(ctx, undefined, 'town')).map(({ name, path }) => ({
    name: name.zh,
    short: name.zh.replace(/(街道|镇|乡)$/u, ''),
    path,
  }))
  towns.set(ctx.unit, found)
  return found
}

/** In which town an address lies, by the town it names; null when it names none. */
export async function townPathOf(ctx: Ctx, address: string): Promise<string | null> {
  const found = (await townsOf(ctx)).find(({ name, short }) => address.includes(name) || address.includes(`${short}镇`))
  return found?.path ?? null
}
