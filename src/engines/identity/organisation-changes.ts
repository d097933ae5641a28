import { actorName, record } from '#engines/audit'
import { type Ctx, demand, invalid, newId, notFound, staleVersion, type Text } from '#kernel'
import { belowItself, closedUnit, noSuchOrganisation, organisationTaken, rootStays, unitsBelow, unitStillUsed } from './errors.ts'
import { demandCovers } from './granting.ts'
import { organisationFrom } from './organisations.ts'
import type {
  NewOrganisation,
  Organisation,
  OrganisationClosing,
  OrganisationDetail,
  OrganisationMove,
  OrganisationPatch,
} from './schema.ts'
import { rightsChanged } from './session.ts'
import * as store from './store-organisations.ts'
import * as tree from './store-tree.ts'
import { followMove, handOver, hangingOn } from './tree-use.ts'

const MANAGE = 'identity.manage'
const refOf = (code: string) => `identity.organisation:${code}`
const factsOf = ({ name, kind, closed_at }: store.OrganisationRow) => ({ title: name, kind, closed: closed_at !== null })

const actionOf = {
  added: 'identity.add-organisation',
  changed: 'identity.change-organisation',
  moved: 'identity.move-organisation',
  closed: 'identity.close-organisation',
  opened: 'identity.open-organisation',
} as const

async function note(
  ctx: Ctx,
  row: store.OrganisationRow,
  what: tree.ChangeRow['what'],
  { before = null, after = null, why = null }: { before?: object | null; after?: object | null; why?: string | null },
): Promise<void> {
  const facts = { before: before as tree.ChangeRow['before'], after: after as tree.ChangeRow['after'], why }
  await tree.note(ctx, { id: newId(), organisation: row.id, what, ...facts, by_name: actorName(ctx) })
  record(ctx, {
    action: actionOf[what],
    ref: refOf(row.code),
    ...(before && { before: facts.before as object }),
    ...(after && { after: facts.after as object }),
    ...(why && { why }),
  })
}

async function known(ctx: Ctx, code: string, version?: number): Promise<store.OrganisationRow> {
  const row = await store.lockByCode(ctx, code)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This organisation' : '这个单位' })
  demand(ctx.user, MANAGE, { organisation: row.path })
  if (version !== undefined && row.version !== version) throw staleVersion({}, { current: organisationFrom(row) })
  return row
}

/** Another unit that is to be above or to take over: open, and under the caller's management too. */
async function other(ctx: Ctx, code: string): Promise<store.OrganisationRow> {
  const row = await store.lockByCode(ctx, code)
  if (!row) throw noSuchOrganisation({ code })
  if (row.closed_at) throw closedUnit({ name: row.name[ctx.locale] })
  demand(ctx.user, MANAGE, { organisation: row.path })
  return row
}

const now = async (ctx: Ctx, code: string): Promise<store.OrganisationRow> =>
  (await store.byCode(ctx, code)) as store.OrganisationRow

/** One unit with what hangs on it and how it came to be as it is. */
export async function organisationDetail(ctx: Ctx, code: string): Promise<OrganisationDetail> {
  const row = await store.byCode(ctx, code)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This organisation' : '这个单位' })
  demand(ctx.user, MANAGE, { organisation: row.path })
  return {
    ...organisationFrom(row),
    use: await hangingOn(ctx, 'organisation', row.path),
    history: (await tree.changes(ctx, row.id)).map(({ by_name, at, ...change }) => ({
      ...change,
      by: by_name,
      at: at.toISOString(),
    })),
  }
}

/** A new unit under one that the caller manages. */
export async function addOrganisation(ctx: Ctx, { parent, code, kind, name }: NewOrganisation): Promise<Organisation> {
  const above = await other(ctx, parent)
  const path = `${above.path}.${code}`
  if (!(await store.insert(ctx, { id: newId(), code, path, kind, name }))) throw organisationTaken({ code })
  const row = await now(ctx, code)
  await note(ctx, row, 'added', { after: { path, ...factsOf(row) } })
  return organisationFrom(row)
}

/** Another name or kind; `closed` closes it (when nothing hangs on it) or opens it again. */
export async function changeOrganisation(
  ctx: Ctx,
  code: string,
  { version, closed, why, ...patch }: OrganisationPatch,
): Promise<Organisation> {
  const before = await known(ctx, code, version)
  const above = closed === false && before.closed_at ? await store.byPath(ctx, organisationFrom(before).parent ?? '') : undefined
  if (above?.closed_at) throw closedUnit({ name: above.name[ctx.locale] })
  if (closed === true && !before.closed_at) await closeUnit(ctx, before, { version, why: why ?? '' })
  await store.change(ctx, before.path, { ...patch, closed })
  const after = await now(ctx, code)
  const what = closed === undefined || closed === (before.closed_at !== null) ? 'changed' : closed ? 'closed' : 'opened'
  await note(ctx, after, what, { before: factsOf(before), after: factsOf(after), why: why ?? null })
  return organisationFrom(after)
}

/** Under another unit, with everything below it; whatever names it by its path follows. */
export async function moveOrganisation(
  ctx: Ctx,
  code: string,
  { version, parent, why }: OrganisationMove,
): Promise<Organisation> {
  const row = await known(ctx, code, version)
  if (!row.path.includes('.')) throw rootStays()
  const above = await other(ctx, parent)
  if (above.path === row.path || above.path.startsWith(`${row.path}.`)) throw belowItself()
  const path = `${above.path}.${row.code}`
  if (path === row.path) throw invalid({}, { faults: [{ path: 'parent', code: 'same', text: alreadyThere }] })
  await followMove(ctx, row.path, path)
  for (const account of await tree.concerned(ctx, path)) await rightsChanged(ctx, account)
  await note(ctx, row, 'moved', { before: { path: row.path }, after: { path }, why })
  return organisationFrom(await now(ctx, code))
}

const alreadyThere: Text = { zh: '它已经在这个单位下面', en: 'It stands under this unit already' }

/** Dissolved 撤销, or merged into another 并入: then accounts, roles and all that is unfinished go over to that one. */
export async function closeOrganisation(ctx: Ctx, code: string, closing: OrganisationClosing): Promise<Organisation> {
  const row = await known(ctx, code, closing.version)
  if (row.closed_at) return organisationFrom(row)
  await closeUnit(ctx, row, closing)
  await store.change(ctx, row.path, { closed: true })
  const after = { closed: true, ...(closing.successor && { successor: closing.successor }) }
  await note(ctx, row, 'closed', { before: { closed: false }, after, why: closing.why })
  return organisationFrom(await now(ctx, code))
}

async function closeUnit(ctx: Ctx, row: store.OrganisationRow, { successor }: OrganisationClosing): Promise<void> {
  if (!row.path.includes('.')) throw rootStays()
  const below = await tree.openBelow(ctx, row.path)
  if (below > 0) throw unitsBelow({ count: below })
  const concerned = await tree.concerned(ctx, row.path)
  if (successor) {
    const heir = await other(ctx, successor)
    if (heir.path === row.path) throw belowItself()
    // Roles over the old unit become roles over the heir: nobody gives more than they hold.
    await demandCovers(
      ctx,
      (await tree.grantsOver(ctx, row.path)).map((grant) => ({ ...grant, path: heir.path })),
    )
    await handOver(ctx, row.path, heir)
  } else {
    const use = (await hangingOn(ctx, 'organisation', row.path)).filter(({ live }) => live > 0)
    if (use.length > 0)
      throw unitStillUsed({ what: use.map(({ title, live }) => `${title[ctx.locale]} ${live}`).join('、') }, { current: use })
  }
  for (const account of concerned) await rightsChanged(ctx, account)
}
