import { record } from '#engines/audit'
import { organisationByPath } from '#engines/identity'
import { type Ctx, holds, invalid, newId, notFound, staleVersion } from '#kernel'
import type { DeclaredRegistry } from './definition.ts'
import { noSuchField, shareNotYours } from './errors.ts'
import { noteAccess } from './look-up.ts'
import { today } from './refresh.ts'
import type { Changes, NewShare, ShareDecision, ShareView } from './schema.ts'
import { byIds } from './store-entities.ts'
import * as store from './store-shares.ts'
import { unseal } from './values.ts'

async function viewOf(ctx: Ctx, row: store.ShareRow): Promise<ShareView> {
  const organisation = await organisationByPath(ctx, row.organisation)
  return {
    id: row.id,
    registry: row.registry,
    organisation: { path: row.organisation, name: organisation?.name ?? { zh: row.organisation, en: row.organisation } },
    fields: row.fields,
    purpose: row.purpose,
    basis: row.basis,
    state: row.state,
    version: row.version,
    askedBy: row.asked_name,
    askedAt: row.asked_at.toISOString(),
    decidedBy: row.decided_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    answer: row.answer,
    until: row.until,
    readTo: row.read_to,
    readAt: row.read_at?.toISOString() ?? null,
  }
}

/** A department asks to read what another collects, instead of collecting it again. */
export async function askShare(ctx: Ctx, registry: DeclaredRegistry, given: NewShare): Promise<ShareView> {
  const unknown = given.fields.find((field) => !registry.fields[field])
  if (unknown) throw noSuchField({ registry: registry.title[ctx.locale], field: unknown })
  const organisation = ctx.user.organisation
  if (!organisation)
    throw invalid(
      {},
      {
        faults: [
          { path: 'organisation', code: 'none', text: { zh: '您的账号没有所属单位', en: 'Your account belongs to no unit' } },
        ],
      },
    )
  const id = newId()
  await store.ask(ctx, { ...given, id, registry: registry.id, organisation })
  record(ctx, {
    action: 'registry.ask-share',
    ref: `registry.share:${id}`,
    after: { registry: registry.id, fields: given.fields },
  })
  return viewOf(ctx, (await store.byId(ctx, registry.id, id)) as store.ShareRow)
}

export async function listShares(ctx: Ctx, registry: DeclaredRegistry): Promise<ShareView[]> {
  const decides = holds(ctx.user, 'registry.manage')
  const rows = await store.list(ctx, registry.id, decides ? undefined : (ctx.user.organisation ?? 'none'))
  const views: ShareView[] = []
  for (const row of rows) views.push(await viewOf(ctx, row))
  return views
}

export async function decideShare(ctx: Ctx, registry: DeclaredRegistry, id: string, given: ShareDecision): Promise<ShareView> {
  const row = await store.byId(ctx, registry.id, id)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This application' : '这份申请' })
  if (row.version !== given.version) throw staleVersion({}, { current: await viewOf(ctx, row) })
  await store.decide(ctx, id, { state: given.state, answer: given.answer, until: given.until ?? null })
  record(ctx, { action: 'registry.decide-share', ref: `registry.share:${id}`, after: { state: given.state }, why: given.answer })
  return viewOf(ctx, (await store.byId(ctx, registry.id, id)) as store.ShareRow)
}

/**
 * The feed a department reads on, with the fields it was granted and no others. A merged id leads to the one that was
 * kept, so that the reader's own copies can follow. Every page is entered with each person on it.
 */
export async function readChanges(
  ctx: Ctx,
  registry: DeclaredRegistry,
  { share: id, after, limit }: { share: string; after: string; limit: number },
): Promise<Changes> {
  const share = await store.byId(ctx, registry.id, id)
  const isMine =
    share && (ctx.user.organisation === share.organisation || ctx.user.organisation?.startsWith(`${share.organisation}.`))
  if (!share || !isMine || share.state !== 'granted' || (share.until !== null && share.until < today(ctx))) throw shareNotYours()
  const rows = await store.changesAfter(ctx, registry.id, { after, fields: share.fields, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const ids = [...new Set(page.map(({ entity_id }) => entity_id))]
  const entities = new Map((await byIds(ctx, ids)).map((row) => [row.id, row]))
  if (!registry.open)
    await noteAccess(ctx, registry, ids, { what: 'delivered', fields: share.fields, purpose: 'application', note: share.purpose })
  const last = page.at(-1)?.seq ?? after
  await store.readTo(ctx, id, last)
  return {
    items: page.map(({ seq, entity_id, kind, fields, other, at }) => {
      const row = entities.get(entity_id)
      const values = row ? unseal(ctx, row) : {}
      return {
        seq,
        id: entity_id,
        kind,
        fields: fields.filter((field) => share.fields.includes(field)),
        other,
        at: at.toISOString(),
        mergedInto: row?.merged_into ?? null,
        values: Object.fromEntries(
          share.fields.flatMap((field) => (values[field] === undefined ? [] : [[field, values[field]]])),
        ),
      }
    }),
    next: rows.length > limit ? last : null,
    last,
  }
}
