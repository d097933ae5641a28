import { sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { Notice } from './notices.ts'

export async function enteredNotices(ctx: Ctx): Promise<Notice[]> {
  const { rows } =
    await sql<Notice>`select year, number, published_on::text as "publishedOn", festivals from calendar.notice order by year`.execute(
      ctx.db,
    )
  return rows
}

export async function putNotice(ctx: Ctx, { year, number, publishedOn, festivals }: Notice): Promise<void> {
  await sql`insert into calendar.notice (year, number, published_on, festivals, entered_by, entered_at)
    values (${year}, ${number}, ${publishedOn}::date, ${JSON.stringify(festivals)}::jsonb, ${ctx.user.id}, ${ctx.now})
    on conflict (year) do update set number = excluded.number, published_on = excluded.published_on, festivals = excluded.festivals, entered_by = excluded.entered_by, entered_at = excluded.entered_at`.execute(
    ctx.db,
  )
}
