import { sql } from 'kysely'
import type { Ctx, Text } from '#kernel'

export interface QuestionRow {
  id: string
  dataset_id: string
  account: string
  account_name: string
  body: string
  at: Date
  due_at: Date
  answer: string | null
  answered_by: string | null
  answered_at: Date | null
  hidden_why: string | null
}

export async function insertQuestion(
  ctx: Ctx,
  row: Pick<QuestionRow, 'id' | 'dataset_id' | 'account' | 'account_name' | 'body' | 'due_at'>,
): Promise<void> {
  await sql`insert into open_data.question (id, dataset_id, account, account_name, body, at, due_at)
    values (${row.id}, ${row.dataset_id}, ${row.account}, ${row.account_name}, ${row.body}, ${ctx.now}, ${row.due_at})`.execute(
    ctx.db,
  )
}

export async function questionsOf(ctx: Ctx, dataset: string): Promise<QuestionRow[]> {
  const { rows } =
    await sql<QuestionRow>`select * from open_data.question where dataset_id = ${dataset}::uuid and hidden_why is null order by at desc limit 100`.execute(
      ctx.db,
    )
  return rows
}

export async function lockQuestion(ctx: Ctx, id: string): Promise<QuestionRow | undefined> {
  const { rows } = await sql<QuestionRow>`select * from open_data.question where id = ${id}::uuid for update`.execute(ctx.db)
  return rows[0]
}

export async function answerQuestion(ctx: Ctx, id: string, answer: string, by: string): Promise<void> {
  await sql`update open_data.question set answer = ${answer}, answered_by = ${by}, answered_at = ${ctx.now} where id = ${id}::uuid`.execute(
    ctx.db,
  )
}

export const hideQuestion = async (ctx: Ctx, id: string, why: string): Promise<void> =>
  void (await sql`update open_data.question set hidden_why = ${why} where id = ${id}::uuid`.execute(ctx.db))

export interface RequestRow {
  id: string
  number: string
  account: string
  account_name: string
  title: string
  body: string
  purpose: string
  theme: string
  state: 'open' | 'planned' | 'fulfilled' | 'declined'
  at: Date
  due_at: Date
  answer: string | null
  answered_by: string | null
  answered_at: Date | null
  dataset_name: string | null
  dataset_title: Text | null
  followers: number
  following: boolean
}

export async function insertRequest(
  ctx: Ctx,
  row: Pick<RequestRow, 'id' | 'number' | 'account' | 'account_name' | 'title' | 'body' | 'purpose' | 'theme' | 'due_at'>,
): Promise<void> {
  await sql`insert into open_data.data_request (id, number, account, account_name, title, body, purpose, theme, at, due_at)
    values (${row.id}, ${row.number}, ${row.account}, ${row.account_name}, ${row.title}, ${row.body}, ${row.purpose}, ${row.theme}, ${ctx.now}, ${row.due_at})`.execute(
    ctx.db,
  )
}

export async function requests(
  ctx: Ctx,
  { id, before, limit, waiting }: { id?: string; before?: string | undefined; limit: number; waiting?: boolean },
): Promise<RequestRow[]> {
  const { rows } =
    await sql<RequestRow>`select r.id, r.number, r.account, r.account_name, r.title, r.body, r.purpose, r.theme, r.state, r.at, r.due_at, r.answer, r.answered_by, r.answered_at,
      d.name as dataset_name, d.title as dataset_title, (select count(*)::int from open_data.follower f where f.request_id = r.id) as followers,
      exists (select from open_data.follower f where f.request_id = r.id and f.account = ${ctx.user.id}) as following
    from open_data.data_request r left join open_data.dataset d on d.id = r.dataset_id and d.state = 'published'
    where (${id ?? null}::uuid is null or r.id = ${id ?? null}::uuid) and (${before ?? null}::uuid is null or r.id < ${before ?? null}::uuid)
      and (not ${waiting ?? false}::boolean or r.answered_at is null)
    order by r.id desc limit ${limit}`.execute(ctx.db)
  return rows
}

export async function answerRequest(
  ctx: Ctx,
  id: string,
  { state, answer, by, dataset }: { state: string; answer: string; by: string; dataset: string | null },
): Promise<void> {
  await sql`update open_data.data_request set state = ${state}, answer = ${answer}, answered_by = ${by}, answered_at = ${ctx.now}, dataset_id = ${dataset}::uuid where id = ${id}::uuid`.execute(
    ctx.db,
  )
}

export async function follow(ctx: Ctx, id: string, on: boolean): Promise<void> {
  if (on)
    await sql`insert into open_data.follower (request_id, account, at) values (${id}::uuid, ${ctx.user.id}, ${ctx.now}) on conflict do nothing`.execute(
      ctx.db,
    )
  else await sql`delete from open_data.follower where request_id = ${id}::uuid and account = ${ctx.user.id}`.execute(ctx.db)
}

export async function followersOf(ctx: Ctx, id: string): Promise<string[]> {
  const { rows } = await sql<{ account: string }>`select account from open_data.follower where request_id = ${id}::uuid`.execute(
    ctx.db,
  )
  return rows.map(({ account }) => account)
}

export interface ReuseRow {
  id: string
  dataset_id: string
  dataset_name: string
  dataset_title: Text
  publisher_path: string | null
  account: string
  account_name: string
  title: string
  body: string
  url: string | null
  kind: 'app' | 'analysis' | 'research' | 'news' | 'other'
  at: Date
  due_at: Date
  state: 'waiting' | 'shown' | 'refused'
  why: string | null
}

export async function insertReuse(
  ctx: Ctx,
  row: Pick<ReuseRow, 'id' | 'dataset_id' | 'account' | 'account_name' | 'title' | 'body' | 'url' | 'kind' | 'due_at'>,
): Promise<void> {
  await sql`insert into open_data.reuse (id, dataset_id, account, account_name, title, body, url, kind, at, due_at)
    values (${row.id}, ${row.dataset_id}, ${row.account}, ${row.account_name}, ${row.title}, ${row.body}, ${row.url}, ${row.kind}, ${ctx.now}, ${row.due_at})`.execute(
    ctx.db,
  )
}

export async function reuses(
  ctx: Ctx,
  { dataset, state, id, account, limit }: { dataset?: string; state?: string; id?: string; account?: string; limit: number },
): Promise<ReuseRow[]> {
  const { rows } =
    await sql<ReuseRow>`select u.*, d.name as dataset_name, d.title as dataset_title, d.publisher_path::text as publisher_path
    from open_data.reuse u join open_data.dataset d on d.id = u.dataset_id
    where (${dataset ?? null}::uuid is null or u.dataset_id = ${dataset ?? null}::uuid) and (${state ?? null}::text is null or u.state = ${state ?? null})
      and (${id ?? null}::uuid is null or u.id = ${id ?? null}::uuid) and (${account ?? null}::text is null or u.account = ${account ?? null})
    order by u.at desc limit ${limit}`.execute(ctx.db)
  return rows
}

export async function decideReuse(ctx: Ctx, id: string, state: 'shown' | 'refused', why: string | null): Promise<void> {
  await sql`update open_data.reuse set state = ${state}, decided_by = ${ctx.user.name}, decided_at = ${ctx.now}, why = ${why} where id = ${id}::uuid`.execute(
    ctx.db,
  )
}

export async function subscribe(ctx: Ctx, dataset: string, on: boolean): Promise<void> {
  if (on)
    await sql`insert into open_data.subscription (dataset_id, account, at) values (${dataset}::uuid, ${ctx.user.id}, ${ctx.now}) on conflict do nothing`.execute(
      ctx.db,
    )
  else
    await sql`delete from open_data.subscription where dataset_id = ${dataset}::uuid and account = ${ctx.user.id}`.execute(ctx.db)
}

export async function isSubscribed(ctx: Ctx, dataset: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from open_data.subscription where dataset_id = ${dataset}::uuid and account = ${ctx.user.id}`.execute(
      ctx.db,
    )
  return rows.length > 0
}

export interface Waiting {
  kind: 'question' | 'request' | 'reuse' | 'review'
  id: string
  title: string
  body: string
  at: Date
  due_at: Date
  dataset_name: string | null
  dataset_title: Text | null
  publisher_path: string | null
}

/** What waits for an answer, the most urgent first; the caller leaves out what is not theirs. */
export async function waiting(ctx: Ctx): Promise<Waiting[]> {
  const { rows } =
    await sql<Waiting>`select 'question' as kind, q.id, left(q.body, 80) as title, q.body, q.at, q.due_at, d.name as dataset_name, d.title as dataset_title, d.publisher_path::text as publisher_path
      from open_data.question q join open_data.dataset d on d.id = q.dataset_id where q.answered_at is null and q.hidden_why is null
    union all select 'request', r.id, r.title, r.body || E'\n' || r.purpose, r.at, r.due_at, null, null, null from open_data.data_request r where r.answered_at is null
    union all select 'reuse', u.id, u.title, u.body || coalesce(E'\n' || u.url, ''), u.at, u.due_at, d.name, d.title, null from open_data.reuse u join open_data.dataset d on d.id = u.dataset_id where u.state = 'waiting'
    union all select 'review', d.id, d.title ->> 'zh', d.notes ->> 'zh', d.submitted_at, d.review_due_at, d.name, d.title, null from open_data.dataset d where d.state = 'review'
    order by due_at limit 500`.execute(ctx.db)
  return rows
}

export async function numbers(ctx: Ctx): Promise<{
  datasets: number
  publishers: number
  enterprises: number
  downloads: number
  calls: number
  rows: number
  reuses: number
}> {
  const { rows } = await sql<{
    datasets: number
    publishers: number
    enterprises: number
    downloads: number
    calls: number
    rows: number
    reuses: number
  }>`select count(*)::int as datasets, count(distinct d.publisher)::int as publishers,
      count(distinct d.publisher) filter (where d.publisher_kind = 'enterprise')::int as enterprises, coalesce(sum(d.downloads), 0)::int as downloads, coalesce(sum(d.calls), 0)::int as calls,
      (select coalesce(sum(r.row_count), 0)::float8 from open_data.resource r join open_data.dataset x on x.id = r.dataset_id where x.state = 'published') as rows,
      (select count(*)::int from open_data.reuse where state = 'shown') as reuses
    from open_data.dataset d where d.state = 'published'`.execute(ctx.db)
  return rows[0] as NonNullable<(typeof rows)[0]>
}
