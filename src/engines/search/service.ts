import { type Ctx, defineKind, definePort, parseRef, queryOf, type Ref, type Text, visibleRefs } from '#kernel'
import { z } from 'zod'
import { Hit, type Hits } from './schema.ts'
import * as store from './store.ts'
import { snippetOf, vectorOf } from './words.ts'

export interface Indexed {
  ref: Ref | string
  title: Text
  /** What it can be found by besides its title. No telephone numbers, no persons' names. */
  body?: string
  /** Human numbers and codes. */
  numbers?: readonly string[]
  organisation?: string | undefined
  area?: string | undefined
}

/** What a type of thing is called in the list of hits, and where its page is. Absent: its room's title, no address. */
export interface SearchType {
  readonly type: string
  readonly title: Text
  readonly href?: (id: string) => string
}
export const searchTypeKind = defineKind<SearchType>({ name: 'search type', keyOf: ({ type }) => type })
export const searchType = (value: SearchType) => searchTypeKind.of(value)

/** For rooms whose things are not in the index (a file on disk, a register elsewhere): they answer under the asker's rights. */
export const searchHits = definePort({
  name: 'searchHits',
  input: z.object({ words: z.string(), limit: z.number().int() }),
  output: z.array(Hit),
})

/** Makes a thing findable, or findable anew after a change; in the same transaction. Only those find it who may see `ref`. */
export async function index(ctx: Ctx, { ref, title, body = '', numbers = [], organisation, area }: Indexed): Promise<void> {
  const titles = title.zh === title.en ? [title.zh] : [title.zh, title.en]
  await store.put(ctx, {
    ref,
    type: parseRef(ref).type,
    title,
    body,
    numbers,
    organisation: organisation ?? null,
    area: area ?? null,
    vector: vectorOf({ titles, body, numbers }),
  })
}

export const unindex = (ctx: Ctx, ref: Ref | string): Promise<void> => store.remove(ctx, ref)

/** Most askers find enough among the best matches; one with few rights looks through more of them. */
const PAGES = [200, 1800]

function hitOf(ctx: Ctx, row: store.EntryRow, words: string): Hit {
  const { type, id } = parseRef(row.ref)
  const declared = ctx.house.find(searchTypeKind, type)
  const room = ctx.house.modules.find((module) => module.id === type.slice(0, type.indexOf('.')))
  return {
    ref: row.ref,
    title: row.title,
    kind: declared?.title ?? room?.title ?? { zh: type, en: type },
    snippet: snippetOf(row.body, words),
    number: row.numbers[0] ?? null,
    href: declared?.href?.(id) ?? null,
  }
}

/** Best first, and only what the asker may see: each page of matches is put to the rooms that own the things. */
export async function search(
  ctx: Ctx,
  { q, types, limit }: { q: string; types?: readonly string[] | undefined; limit: number },
): Promise<Hits> {
  const query = queryOf(q)
  if (query === '') return { items: [], next: null, missing: [] }
  const items: Hit[] = []
  let skip = 0
  for (const take of PAGES) {
    const rows = await store.match(ctx, query, { types, skip, take })
    skip += take
    const seen = await visibleRefs(
      ctx,
      rows.map(({ ref }) => ref),
    )
    items.push(...rows.filter(({ ref }) => seen.has(ref)).map((row) => hitOf(ctx, row, q)))
    if (rows.length < take || items.length >= limit) break
  }
  const { answers, missing } = await ctx.ask(searchHits, { words: q, limit })
  const known = new Set(items.map(({ ref }) => ref))
  const more = answers.flatMap(({ value }) => value).filter(({ ref }) => !known.has(ref))
  return { items: [...items, ...more].slice(0, limit), next: null, missing }
}
