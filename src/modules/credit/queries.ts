import { type Ctx, districtOf } from '#kernel'
import { unitName, unitNames } from './names.ts'
import type { QueryView } from './schema.ts'
import { insertQuery, queriesOf, type QueryRow } from './store-people.ts'

interface Asked {
  kind: QueryRow['asker_kind']
  purpose: string
  answered: boolean
  records: number
  consent?: string
}

/** 查询留痕: every look at a subject, answered or refused, is kept for the subject to see. Staff stand there as their unit. */
export async function logQuery(
  ctx: Ctx,
  subject: string | null,
  { kind, purpose, answered, records, consent }: Asked,
): Promise<void> {
  const { organisation } = ctx.user
  const shown = organisation ? (await unitName(ctx, organisation)).zh : districtOf(ctx.house).title.zh
  await insertQuery(ctx, {
    subject_id: subject,
    asker_kind: kind,
    asker_name: shown,
    organisation: organisation ?? null,
    purpose,
    answered,
    records,
    consent_id: consent ?? null,
  })
}

export async function queryPage(ctx: Ctx, subject: string, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const rows = await queriesOf(ctx, subject, cursor, limit + 1)
  return { items: await queryViews(ctx, rows.slice(0, limit)), next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null }
}

export async function queryViews(ctx: Ctx, rows: readonly QueryRow[]): Promise<QueryView[]> {
  const nameOf = await unitNames(
    ctx,
    rows.flatMap(({ organisation }) => organisation ?? []),
  )
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    kind: row.asker_kind,
    who: row.asker_name,
    organisation: row.organisation ? nameOf(row.organisation) : null,
    purpose: row.purpose,
    answered: row.answered,
    records: row.records,
  }))
}
