import type { Kysely } from 'kysely'
import type { Config } from './config.ts'
import type { House } from './contribution.ts'
import { forbidden } from './errors.ts'
import type { Answers, Event, JobHandle, Port } from './handles.ts'
import type { Logger } from './log.ts'
import type { Secrets } from './secrets.ts'
import type { Locale } from './text.ts'

/** A capability over a subtree of one of the two trees, or over the whole district (`tree: 'all'`). */
export interface Grant {
  capability: string
  tree: 'all' | 'organisation' | 'area'
  /** ltree path of the subtree's root; absent with `all`. */
  path?: string
}

export interface User {
  /** Account id (uuid); `anonymous` and `system` are words. */
  id: string
  kind: 'anonymous' | 'citizen' | 'staff' | 'client' | 'system'
  /** As it is shown in timelines and the audit. */
  name: string
  /** ltree path of the organisation the person works for. */
  organisation?: string
  grants: readonly Grant[]
  /** Session or API client the request came by, for the audit. */
  via?: string
}

export const anonymous: User = { id: 'anonymous', kind: 'anonymous', name: '', grants: [] }
/** Jobs, listeners and gateways act as the system: every capability, everywhere. */
export const system: User = { id: 'system', kind: 'system', name: '系统', grants: [] }

export const grantsOf = (user: User, capability: string): readonly Grant[] =>
  user.kind === 'system' ? [{ capability, tree: 'all' }] : user.grants.filter((grant) => grant.capability === capability)

export const holds = (user: User, capability: string): boolean => grantsOf(user, capability).length > 0

/** Is this organisation or area path inside one of the subtrees where the user holds the capability? */
export function holdsOver(
  user: User,
  capability: string,
  where: { organisation?: string | null; area?: string | null },
): boolean {
  return grantsOf(user, capability).some((grant) => {
    if (grant.tree === 'all') return true
    const path = grant.tree === 'organisation' ? where.organisation : where.area
    return path != null && grant.path !== undefined && (path === grant.path || path.startsWith(`${grant.path}.`))
  })
}

export function demand(user: User, capability: string, where?: { organisation?: string | null; area?: string | null }): void {
  const ok = where ? holdsOver(user, capability, where) : holds(user, capability)
  if (!ok) throw forbidden({ capability })
}

export type Db = Kysely<{}>
export type TxMode = 'write' | 'read'

/** What one request, job or listener may touch. */
export interface Ctx {
  /** The open transaction; there is no other handle. Throws when the route asked for `tx: 'none'`. */
  readonly db: Db
  /** What the open transaction may do; `none` when there is none. */
  readonly mode: TxMode | 'none'
  /** The same object in every context of one unit of work: engines hang on it what they gather until before-commit. */
  readonly unit: object
  readonly user: User
  readonly now: Date
  readonly locale: Locale
  readonly house: House
  readonly log: Logger
  readonly config: Config
  /** Seals and opens personal fields; digests. */
  readonly secrets: Secrets
  /** Where it came from, for the audit: request id, address, route; or the job's or listener's name. */
  readonly origin: Origin
  /** Announces a fact: stored in this transaction, delivered after commit, at least once, effects once. */
  emit<P>(event: Event<P>, payload: P): Promise<void>
  /** Asks every provider of a port under this user's rights; partial answers when one is late or fails. */
  ask<I, O>(port: Port<I, O>, input: I): Promise<Answers<O>>
  /** Hands work to a job, stored in this transaction. */
  enqueue<I>(job: JobHandle<I>, input: I, options?: { at?: Date; once?: string }): Promise<void>
  /** For hints that may be lost (pushing to an open screen): runs after commit, never after rollback. */
  afterCommit(run: () => void | Promise<void>): void
  /** Opens a transaction; only for `tx: 'none'`. Inside a transaction it throws. */
  transact<T>(mode: TxMode, run: (ctx: Ctx) => Promise<T>): Promise<T>
  /** The same transaction seen as another user: a listener acting for the one whose event it handles. */
  as(user: User): Ctx
}

export interface Origin {
  kind: 'request' | 'job' | 'listener' | 'gateway' | 'cli' | 'seed'
  name: string
  requestId?: string
  address?: string
}
