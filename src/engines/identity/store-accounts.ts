import { sql } from 'kysely'
import { type Ctx, visible } from '#kernel'
import { accountType } from './protected.ts'
import { type AccountRow, accountSelection } from './store.ts'

export interface ListedRow extends AccountRow {
  locked_until: Date | null
  /** Where the person is signed in now. */
  sessions: number
}

const listed = sql`${accountSelection}, f.locked_until,
  (select count(*)::int from identity.session s where s.account_id = a.id and s.expires_at > now()) as sessions`

export interface AccountFilter {
  q?: string | undefined
  phoneIndex?: string | undefined
  organisation?: string | undefined
  kind?: 'staff' | 'citizen' | undefined
  role?: string | undefined
  cursor?: string | undefined
  limit: number
}

const from = sql`identity.user_account a left join identity.organisation o on o.path = a.organisation
  left join identity.sign_in_failure f on f.username = a.username`

/** By account name; the cursor is the last name seen. Only what the asker manages. */
export async function list(
  ctx: Ctx,
  { q, phoneIndex, organisation, kind, role, cursor, limit }: AccountFilter,
): Promise<ListedRow[]> {
  const like = q && `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
  const conditions = [
    visible(ctx, accountType, 'a'),
    ...(like
      ? [sql<boolean>`(a.username like ${like.toLowerCase()} or a.name like ${like} or a.phone_index = ${phoneIndex ?? null})`]
      : []),
    ...(organisation ? [sql<boolean>`a.organisation <@ ${organisation}::text::ltree`] : []),
    ...(kind ? [sql<boolean>`a.kind = ${kind}`] : []),
    ...(role ? [sql<boolean>`exists (select 1 from identity.role_grant g where g.holder = a.id and g.role = ${role})`] : []),
    ...(cursor ? [sql<boolean>`a.username > ${cursor}`] : []),
  ]
  const { rows } =
    await sql<ListedRow>`select ${listed} from ${from} where ${sql.join(conditions, sql` and `)} order by a.username limit ${limit}`.execute(
      ctx.db,
    )
  return rows
}

/** One account that the asker may see, its row locked when it is to be changed. */
export async function one(ctx: Ctx, id: string, forUpdate = false): Promise<ListedRow | undefined> {
  const { rows } = await sql<ListedRow>`select ${listed} from ${from}
    where a.id::text = ${id} and ${visible(ctx, accountType, 'a')} ${forUpdate ? sql`for update of a` : sql``}`.execute(ctx.db)
  return rows[0]
}

export interface AccountChange {
  name?: string | undefined
  organisation?: string | null | undefined
  locale?: 'zh' | 'en' | undefined
  phone?: { phoneSealed: string | null; phoneIndex: string | null } | undefined
  disabled?: boolean | undefined
  mustChangePassword?: boolean | undefined
}

/** Changes what is given and counts the version on. */
export async function change(
  ctx: Ctx,
  id: string,
  { name, organisation, locale, phone, disabled, mustChangePassword }: AccountChange,
): Promise<void> {
  const parts = [
    ...(name !== undefined ? [sql`name = ${name}`] : []),
    ...(organisation !== undefined ? [sql`organisation = ${organisation}::text::ltree`] : []),
    ...(locale !== undefined ? [sql`locale = ${locale}`] : []),
    ...(phone !== undefined ? [sql`phone_sealed = ${phone.phoneSealed}`, sql`phone_index = ${phone.phoneIndex}`] : []),
    ...(disabled !== undefined ? [sql`disabled_at = ${disabled ? ctx.now : null}`] : []),
    ...(mustChangePassword !== undefined ? [sql`must_change_password = ${mustChangePassword}`] : []),
    sql`version = version + 1`,
    sql`updated_at = ${ctx.now}`,
  ]
  await sql`update identity.user_account set ${sql.join(parts)} where id = ${id}`.execute(ctx.db)
}

export const setPassword = async (ctx: Ctx, id: string, hash: string): Promise<void> =>
  void (await sql`update identity.credential set password = ${hash}, updated_at = ${ctx.now} where account_id = ${id} and provider = 'credential'`.execute(
    ctx.db,
  ))

/** A reset also switches one-time codes off: whoever lost the telephone must get in again. */
export async function dropTotp(ctx: Ctx, id: string): Promise<void> {
  await sql`delete from identity.totp where account_id = ${id}`.execute(ctx.db)
  await sql`update identity.user_account set two_factor = false where id = ${id}`.execute(ctx.db)
}

export async function removeGrant(ctx: Ctx, holder: string, grantId: string): Promise<void> {
  await sql`delete from identity.role_grant where holder = ${holder} and id::text = ${grantId}`.execute(ctx.db)
}
