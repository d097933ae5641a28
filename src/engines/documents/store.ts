import { sql } from 'kysely'
import { type Ctx, type ProtectedType, protectedType, type Ref, type Text, byOwner, visible } from '#kernel'

export const paperType: ProtectedType = {
  type: 'documents.paper',
  table: 'documents.paper',
  key: 'id',
  visible: [byOwner('holder'), byOwner('issued_by')],
}
export const paperTypeContribution = protectedType(paperType)

export interface PaperRow {
  id: string
  code: string
  kind: string
  title: Text
  about: Ref
  holder: string | null
  facts: { label: Text; value: string }[]
  digest: string
  file_id: string
  issued_by: string
  issued_at: Date
  valid_until: Date | null
  revoked_at: Date | null
}

export const insert = (ctx: Ctx, row: Omit<PaperRow, 'revoked_at'>) =>
  sql`insert into documents.paper (id, code, kind, title, about, holder, facts, digest, file_id, issued_by, issued_at, valid_until)
    values (${row.id}, ${row.code}, ${row.kind}, ${JSON.stringify(row.title)}::jsonb, ${row.about}, ${row.holder}, ${JSON.stringify(row.facts)}::jsonb,
      ${row.digest}, ${row.file_id}, ${row.issued_by}, ${row.issued_at}, ${row.valid_until})`.execute(ctx.db)

const one = async (rows: Promise<{ rows: PaperRow[] }>): Promise<PaperRow | undefined> => (await rows).rows[0]

/** Verifying needs the code alone: whoever holds it holds the paper. */
export const byCode = (ctx: Ctx, code: string) =>
  one(sql<PaperRow>`select * from documents.paper where code = ${code}`.execute(ctx.db))
export const byDigest = (ctx: Ctx, digests: readonly string[]) =>
  one(
    sql<PaperRow>`select * from documents.paper where digest = any(${[...digests]}::text[])
      order by revoked_at nulls first, issued_at desc limit 1`.execute(ctx.db),
  )
export const lock = (ctx: Ctx, id: string) =>
  one(sql<PaperRow>`select * from documents.paper where id = ${id} for update`.execute(ctx.db))

export const revoke = (ctx: Ctx, id: string, why: string) =>
  sql`update documents.paper set revoked_at = ${ctx.now}, revoked_by = ${ctx.user.id}, revoked_why = ${why} where id = ${id}`.execute(
    ctx.db,
  )

export const about = async (ctx: Ctx, ref: Ref): Promise<PaperRow[]> =>
  (
    await sql<PaperRow>`select p.* from documents.paper p where p.about = ${ref} and ${visible(ctx, paperType, 'p')}
      order by p.issued_at desc limit 200`.execute(ctx.db)
  ).rows
