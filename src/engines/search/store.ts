import { sql } from 'kysely'
import { answers, type Ctx, type Text } from '#kernel'

export interface EntryRow {
  ref: string
  type: string
  title: Text
  body: string
  numbers: string[]
  rank: number
}

export async function put(
  ctx: Ctx,
  entry: {
    ref: string
    type: string
    title: Text
    body: string
    numbers: readonly string[]
    organisation: string | null
    area: string | null
    vector: string
  },
): Promise<void> {
  await sql`insert into search.entry (ref, type, title, body, numbers, organisation, area, words, indexed_at)
    values (${entry.ref}, ${entry.type}, ${JSON.stringify(entry.title)}::jsonb, ${entry.body}, ${[...entry.numbers]}::text[],
      ${entry.organisation}::text::ltree, ${entry.area}::text::ltree, ${entry.vector}::text::tsvector, ${ctx.now})
    on conflict (ref) do update set title = excluded.title, body = excluded.body, numbers = excluded.numbers, organisation = excluded.organisation,
      area = excluded.area, words = excluded.words, indexed_at = excluded.indexed_at`.execute(ctx.db)
}

export const remove = async (ctx: Ctx, ref: string): Promise<void> =>
  void (await sql`delete from search.entry where ref = ${ref}`.execute(ctx.db))

/** The best matches, numbers before titles before sounds before text; among equals the newest name first. */
export async function match(
  ctx: Ctx,
  query: string,
  { types, skip, take }: { types: readonly string[] | undefined; skip: number; take: number },
): Promise<EntryRow[]> {
  const { rows } =
    await sql<EntryRow>`select ref, type, title, body, numbers, ts_rank('{0.05, 0.3, 0.6, 1.0}', words, ${query}::text::tsquery) as rank
    from search.entry where ${answers(sql`words`, query)} ${types ? sql`and type = any(${[...types]}::text[])` : sql``}
    order by rank desc, ref desc limit ${take} offset ${skip}`.execute(ctx.db)
  return rows
}
