import { type Ctx, newId, type Ref } from '#kernel'
import { mask, maskName } from './mask.ts'
import * as store from './store.ts'

export interface Recorded {
  /** The act, as `room.verb`: `identity.grant-role`, `cases.dispatch`. */
  action: string
  ref?: Ref | string
  /** Only what changed. Personal fields are masked by name; `hidden` names more. */
  before?: unknown
  after?: unknown
  why?: string
  hidden?: readonly string[]
}

/** Entries of one unit of work, written together by one statement just before its commit. */
const gathered = new WeakMap<object, store.NewEntry[]>()

/** Who did it, as every history shows it: staff by name, residents shortened. */
export const actorName = ({ user }: Pick<Ctx, 'user'>): string => (user.kind === 'citizen' ? maskName(user.name) : user.name)

function entryOf(ctx: Ctx, { action, ref, before, after, why, hidden }: Recorded): store.NewEntry {
  return {
    id: newId(),
    at: ctx.now.toISOString(),
    actor: ctx.user.id,
    actor_kind: ctx.user.kind,
    actor_name: actorName(ctx),
    via: ctx.user.via ?? null,
    origin: `${ctx.origin.kind}:${ctx.origin.name}`,
    request: ctx.origin.requestId ?? null,
    address: ctx.origin.address ?? null,
    action,
    ref: ref ?? null,
    before: before === undefined ? null : mask(before, hidden),
    after: after === undefined ? null : mask(after, hidden),
    why: why ?? null,
  }
}

/** Leaves a row in the audit, in this transaction: it is there if and only if the change is. */
export function record(ctx: Ctx, what: Recorded): void {
  if (ctx.mode !== 'write')
    throw new Error(`"${what.action}" is to be recorded, but the transaction cannot write: give the route tx: 'write'`)
  const entries = gathered.get(ctx.unit) ?? []
  gathered.set(ctx.unit, entries)
  entries.push(entryOf(ctx, what))
}

/** Someone saw personal data in clear: one row for a whole list, with how many and a digest of which. The route needs `tx: 'write'`. */
export function recordRead(
  ctx: Ctx,
  { what, refs, count, purpose }: { what: string; refs?: readonly string[]; count?: number; purpose: string },
): void {
  const one = refs?.length === 1 ? refs[0] : undefined
  const after = {
    what,
    count: count ?? refs?.length ?? 0,
    ...(refs && refs.length > 1 && { subjects: ctx.secrets.digest([...refs].sort().join('\n')) }),
  }
  record(ctx, { action: 'audit.read', after, why: purpose, ...(one !== undefined && { ref: one }) })
}

/** Sealing is not an act upon the district: were it entered, there would be something to seal for ever. */
const SEALER = 'ticker:audit.seal'

/** Before each commit: what was gathered, else one row for the transaction itself, if it wrote anything. */
export async function writeEntries(ctx: Ctx): Promise<void> {
  const entries = gathered.get(ctx.unit)
  gathered.delete(ctx.unit)
  if (ctx.origin.name === SEALER) return
  if (entries) await store.append(ctx, entries)
  else await store.appendIfWritten(ctx, entryOf(ctx, { action: ctx.origin.name }))
}
