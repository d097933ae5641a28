import { sql } from 'kysely'
import { type Ctx, type Ref, visibleRefs } from '#kernel'

export interface FileRow {
  id: string
  digest: string
  kind: string
  bytes: number
  name: string
  taken_at: Date | null
  lon: number | null
  lat: number | null
  uploaded_by: string
  uploaded_at: Date
  expires_at: Date | null
}

export const insert = (ctx: Ctx, file: FileRow) =>
  sql`insert into files.file (id, digest, kind, bytes, name, taken_at, lon, lat, uploaded_by, uploaded_at, expires_at)
  values (${file.id}, ${file.digest}, ${file.kind}, ${file.bytes}, ${file.name}, ${file.taken_at}, ${file.lon}, ${file.lat}, ${file.uploaded_by}, ${file.uploaded_at}, ${file.expires_at})`.execute(
    ctx.db,
  )

export interface Candidate extends FileRow {
  refs: Ref[]
}

/** Files with everything that owns them; locked, so that none expires while it is being attached. */
export async function lockWithRefs(ctx: Ctx, ids: readonly string[]): Promise<Candidate[]> {
  const { rows } = await sql<FileRow>`select * from files.file where id = any(${[...ids]}::text[]::uuid[]) for update`.execute(
    ctx.db,
  )
  const owners = await refsOf(ctx, ids)
  return rows.map((row) => ({ ...row, refs: owners.filter(({ file_id }) => file_id === row.id).map(({ ref }) => ref) }))
}

async function refsOf(ctx: Ctx, ids: readonly string[]): Promise<{ file_id: string; ref: Ref }[]> {
  const { rows } = await sql<{
    file_id: string
    ref: Ref
  }>`select distinct file_id, ref from files.attachment where file_id = any(${[...ids]}::text[]::uuid[])`.execute(ctx.db)
  return rows
}

export async function find(ctx: Ctx, id: string): Promise<Candidate | undefined> {
  const { rows } = await sql<FileRow>`select * from files.file where id = ${id}`.execute(ctx.db)
  const [row] = rows
  return row && { ...row, refs: (await refsOf(ctx, [id])).map(({ ref }) => ref) }
}

export async function attach(ctx: Ctx, ids: readonly string[], ref: Ref, role: string): Promise<void> {
  await sql`insert into files.attachment (file_id, ref, role, attached_by, attached_at)
    select id, ${ref}, ${role}, ${ctx.user.id}, ${ctx.now} from unnest(${[...ids]}::text[]::uuid[]) as id on conflict do nothing`.execute(
    ctx.db,
  )
  await sql`update files.file set expires_at = null where id = any(${[...ids]}::text[]::uuid[])`.execute(ctx.db)
}

export async function countOf(ctx: Ctx, ref: Ref): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from files.attachment where ref = ${ref}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

export interface AttachedRow extends FileRow {
  ref: Ref
  role: string
  attached_at: Date
}

export async function attachedTo(ctx: Ctx, refs: readonly Ref[]): Promise<AttachedRow[]> {
  const seen = [...(await visibleRefs(ctx, refs))]
  if (seen.length === 0) return []
  const { rows } =
    await sql<AttachedRow>`select f.*, a.ref, a.role, a.attached_at from files.attachment a join files.file f on f.id = a.file_id
    where a.ref = any(${seen}::text[]) order by a.attached_at, f.id`.execute(ctx.db)
  return rows
}

/** Deletes uploads that nothing came to own. Their content goes with the next sweep of the disk. */
export async function deleteExpired(ctx: Ctx): Promise<number> {
  const { numAffectedRows } =
    await sql`delete from files.file f where f.expires_at <= ${ctx.now} and not exists (select from files.attachment a where a.file_id = f.id)`.execute(
      ctx.db,
    )
  return Number(numAffectedRows ?? 0)
}

export async function digestsInUse(ctx: Ctx, digests: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{
    digest: string
  }>`select distinct digest from files.file where digest = any(${[...digests]}::text[])`.execute(ctx.db)
  return new Set(rows.map((row) => row.digest))
}
