import { sql } from 'kysely'
import type { Ctx, Text } from '#kernel'
import type { HeldRole } from './roles.ts'

type Handle = Pick<Ctx, 'db'>

export interface AccountRow {
  id: string
  kind: 'staff' | 'citizen'
  name: string
  username: string
  locale: 'zh' | 'en'
  demo: boolean
  two_factor: boolean
  must_change_password: boolean
  disabled_at: Date | null
  phone_sealed: string | null
  version: number
  created_at: Date
  organisation: string | null
  organisation_code: string | null
  organisation_name: Text | null
  held: (HeldRole & { id: string })[]
}

/** An account with its unit and roles, for rights and for pages; one statement. */
export const accountSelection = sql`a.id, a.kind, a.name, a.username, a.locale, a.demo, a.two_factor, a.must_change_password, a.disabled_at,
  a.phone_sealed, a.version, a.created_at, a.organisation::text as organisation, o.code as organisation_code, o.name as organisation_name,
  coalesce((select json_agg(json_build_object('id', g.id, 'role', g.role, 'tree', g.tree, 'path', g.path::text) order by g.id)
    from identity.role_grant g where g.holder = a.id), '[]'::json) as held`

export async function accountById({ db }: Handle, id: string): Promise<AccountRow | undefined> {
  const { rows } = await sql<AccountRow>`select ${accountSelection} from identity.user_account a
    left join identity.organisation o on o.path = a.organisation where a.id = ${id}`.execute(db)
  return rows[0]
}

export async function accountIdByName({ db }: Handle, username: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from identity.user_account where username = ${username}`.execute(db)
  return rows[0]?.id
}

export async function hasAccounts({ db }: Handle): Promise<boolean> {
  return (await sql`select 1 from identity.user_account limit 1`.execute(db)).rows.length > 0
}

export interface NewAccountRow {
  id: string
  kind: 'staff' | 'citizen'
  name: string
  username: string
  organisation: string | null
  phoneSealed: string | null
  phoneIndex: string | null
  passwordHash: string
  demo?: boolean
  mustChangePassword?: boolean
}

/** The two rows that make an account able to sign in; false when the name is taken. The e-mail is only a filler. */
export async function insertAccount(ctx: Ctx, account: NewAccountRow): Promise<boolean> {
  const { rows } = await sql`insert into identity.user_account
      (id, name, email, username, kind, organisation, phone_sealed, phone_index, demo, must_change_password)
    values (${account.id}, ${account.name}, ${`${account.id}@accounts.invalid`}, ${account.username}, ${account.kind}, ${account.organisation}::ltree,
      ${account.phoneSealed}, ${account.phoneIndex}, ${account.demo ?? false}, ${account.mustChangePassword ?? false})
    on conflict (username) do nothing returning id`.execute(ctx.db)
  if (rows.length === 0) return false
  await sql`insert into identity.credential (id, subject, provider, account_id, password)
    values (${account.id}, ${account.id}, 'credential', ${account.id}, ${account.passwordHash})`.execute(ctx.db)
  return true
}

export async function grantRole(
  ctx: Ctx,
  grant: { id: string; holder: string; role: string; tree: string; path: string | null },
): Promise<boolean> {
  const { rows } = await sql`insert into identity.role_grant (id, holder, role, tree, path, granted_by, granted_at)
    values (${grant.id}, ${grant.holder}, ${grant.role}, ${grant.tree}, ${grant.path}::ltree, ${ctx.user.id}, ${ctx.now})
    on conflict do nothing returning id`.execute(ctx.db)
  return rows.length > 0
}

export interface FailureRow {
  failures: number
  locks: number
  locked_until: Date | null
}

/** The name's row, locked until the transaction ends, so that tries at once are counted one after another. */
export async function lockFailures(ctx: Ctx, username: string): Promise<FailureRow> {
  await sql`insert into identity.sign_in_failure (username, failures, locks, last_at) values (${username}, 0, 0, ${ctx.now}) on conflict do nothing`.execute(
    ctx.db,
  )
  const { rows } =
    await sql<FailureRow>`select failures, locks, locked_until from identity.sign_in_failure where username = ${username} for update`.execute(
      ctx.db,
    )
  return rows[0] as FailureRow
}

export const saveFailures = async (ctx: Ctx, username: string, { failures, locks, locked_until }: FailureRow): Promise<void> =>
  void (await sql`update identity.sign_in_failure set failures = ${failures}, locks = ${locks}, locked_until = ${locked_until}, last_at = ${ctx.now}
    where username = ${username}`.execute(ctx.db))

export const forgetFailures = async (ctx: Ctx, username: string): Promise<void> =>
  void (await sql`delete from identity.sign_in_failure where username = ${username}`.execute(ctx.db))

/** The password was right and a one-time code is asked for: this try does not count, the wrong codes before it do. */
export const forgiveTry = async (ctx: Ctx, username: string): Promise<void> =>
  void (await sql`update identity.sign_in_failure set failures = greatest(failures - 1, 0) where username = ${username} and locked_until is null`.execute(
    ctx.db,
  ))

export interface SessionRow {
  id: string
  created_at: Date
  expires_at: Date
  address: string | null
  agent: string | null
}

export async function sessionsOf(ctx: Ctx, accountId: string): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`select id, created_at, expires_at, address, agent from identity.session
    where account_id = ${accountId} and expires_at > now() order by id desc limit 100`.execute(ctx.db)
  return rows
}

/** The account whose session it is, while the session lives: for a stream that outlives its request. */
export async function sessionHolder({ db }: Handle, sessionId: string): Promise<string | undefined> {
  const { rows } = await sql<{
    account_id: string
  }>`select account_id from identity.session where id = ${sessionId} and expires_at > now()`.execute(db)
  return rows[0]?.account_id
}

export async function deleteSessions(ctx: Ctx, accountId: string, sessionId?: string): Promise<number> {
  const { rows } =
    await sql`delete from identity.session where account_id = ${accountId} and (${sessionId ?? null}::uuid is null or id = ${sessionId ?? null}::uuid) returning id`.execute(
      ctx.db,
    )
  return rows.length
}

/** Expired sessions, stale challenges and forgotten failures. */
export async function sweep(ctx: Ctx): Promise<void> {
  await sql`delete from identity.session where expires_at < now()`.execute(ctx.db)
  await sql`delete from identity.challenge where expires_at < now()`.execute(ctx.db)
  await sql`delete from identity.sign_in_failure where last_at < ${ctx.now}::timestamptz - interval '1 day' and (locked_until is null or locked_until < ${ctx.now})`.execute(
    ctx.db,
  )
}

const SETUP_LOCK = 731_101
/** Two set-ups at once wait for each other. */
export const lockSetup = async (ctx: Ctx): Promise<void> =>
  void (await sql`select pg_advisory_xact_lock(${SETUP_LOCK})`.execute(ctx.db))
