import { sql } from 'kysely'
import { byCondition, byOrganisation, byOwner, grantsOf, type ProtectedType, type User, type Visible } from '#kernel'
import { byTask } from '#engines/process'

export const READ = 'credit.read'

/** The account is confirmed to act for the subject in this column. */
const actsFor = (user: User, subject: ReturnType<typeof sql>) =>
  user.kind === 'citizen' || user.kind === 'staff'
    ? sql<boolean>`exists (select 1 from credit.representatives p where p.subject_id = ${subject} and p.account_id = ${user.id}::uuid and p.state = 'confirmed')`
    : null

export const bySubject = (column: string): Visible =>
  byCondition((alias, user) => actsFor(user, sql`${sql.ref(`${alias}.${column}`)}`))

/** Whoever acts for the subject of a record sees it. */
export const byRecordsSubject: Visible = byCondition((alias, user) => {
  if (user.kind !== 'citizen' && user.kind !== 'staff') return null
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql<boolean>`exists (select 1 from credit.representatives p join credit.subjects s on s.id = p.subject_id
    where p.account_id = ${user.id}::uuid and p.state = 'confirmed'
      and (s.code = ${column('subject_code')} or s.person_number_index = ${column('person_number_index')}) offset 0)`
})

/** Over the whole district, or a subject of which the reader's own unit keeps a record. */
const byKnownRecord: Visible = byCondition((alias, user) => {
  const grants = grantsOf(user, READ)
  if (grants.some(({ tree }) => tree === 'all')) return sql<boolean>`true`
  const paths = grants.flatMap(({ tree, path }) => (tree === 'organisation' && path ? [path] : []))
  if (paths.length === 0) return null
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql<boolean>`exists (select 1 from credit.records r where r.source <@ any(${paths}::text[]::ltree[]) and r.removed_at is null
    and (r.subject_code = ${column('code')} or r.person_number_index = ${column('person_number_index')}) offset 0)`
})

const protectedBy = (type: string, table: string, visible: readonly Visible[]): ProtectedType => ({
  type,
  table,
  key: 'id',
  visible,
})

export const subjectType = protectedBy('credit.subjects', 'credit.subjects', [byKnownRecord, bySubject('id')])
export const objectionType = protectedBy('credit.objection', 'credit.objections', [
  byOrganisation(READ, 'source'),
  byOwner('account_id'),
  bySubject('subject_id'),
  byTask('credit.objection', 'id'),
])
export const repairType = protectedBy('credit.repair', 'credit.repairs', [
  byOrganisation(READ, 'source'),
  byOwner('account_id'),
  bySubject('subject_id'),
  byTask('credit.repair', 'id'),
])
export const entryType = protectedBy('credit.list-entry', 'credit.list_entries', [
  byOrganisation(READ, 'source'),
  bySubject('subject_id'),
])
export const executionType = protectedBy('credit.execution', 'credit.executions', [
  byOrganisation(READ, 'department'),
  bySubject('subject_id'),
])
export const receiptType = protectedBy('credit.receipt', 'credit.receipts', [
  byOrganisation(READ, 'source'),
  byCondition((alias, user) => (user.kind === 'client' ? sql<boolean>`${sql.ref(`${alias}.client`)} = ${user.id}` : null)),
])
export const consentType = protectedBy('credit.consent', 'credit.consents', [bySubject('subject_id')])
