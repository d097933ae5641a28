import { type Ctx, holdsOver, type Ref, type Written } from '#kernel'
import { type CaseFile, caseRef, listCases, nearbyCases, openFile, proposeUnit, writeCases } from '#engines/cases'
import { filesOf } from '#engines/files'
import { inbox, type InstanceView, processOf } from '#engines/process'
import { PROCESS } from './process.ts'
import type { Action, ActionId, CaseDetail, CaseListQuery, Picture } from './schema.ts'
import { actionTitles } from './words.ts'

/** Which answers a step's task can be given. */
const answersAt: Readonly<Record<string, readonly ActionId[]>> = {
  accept: ['accept'],
  file: ['file'],
  dispatch: ['dispatch'],
  handle: ['handle', 'request-delay', 'reject'],
  'decide-delay': ['decide-delay'],
  verify: ['verify'],
  close: ['close', 'rework'],
}

/** What this reader may do now: from the open task and from rights, the same that the actions themselves ask. */
function actionsOf(ctx: Ctx, { row, merged }: CaseFile, process: InstanceView | undefined): Action[] {
  const action = (id: ActionId, main = false): Action => ({
    id,
    title: actionTitles[id],
    href: `/api/city-management/cases/${row.id}/${id}`,
    main,
  })
  const over = (capability: string) => holdsOver(ctx.user, capability, { organisation: row.unit, area: row.area })
  const open = row.ended_at === null
  const tasks = process?.tasks.filter(({ state, mayComplete }) => state === 'open' && mayComplete) ?? []
  const main = open && !row.suspended_at ? tasks.flatMap(({ step }) => answersAt[step] ?? []) : []
  const supervise: ActionId[] = over('city-management.supervise')
    ? [
        ...(row.state === 'handling' && !row.suspended_at ? ['urge' as const] : []),
        ...(open ? [row.suspended_at ? ('resume' as const) : ('suspend' as const), 'void' as const] : []),
        'hide',
      ]
    : []
  const sort: ActionId[] = over('city-management.dispatch')
    ? [
        ...(open ? ['correct' as const] : []),
        ...(open && merged.length === 0 ? ['merge' as const] : []),
        ...(row.merged_into ? ['unmerge' as const] : []),
      ]
    : []
  return [...main.map((id) => action(id, true)), ...[...supervise, ...sort].map((id) => action(id))]
}

async function picturesOf(ctx: Ctx, refs: readonly Ref[]): Promise<Picture[]> {
  return (await filesOf(ctx, refs)).map(({ id, kind, role, takenAt, url }) => ({ id, kind, role, takenAt, href: url }))
}

/** Everything a member of staff needs on one screen: what, where, its clock, what may be done next, how it came here. */
export async function caseDetail(ctx: Ctx, id: string): Promise<CaseDetail> {
  const file = await openFile(ctx, id)
  const { row, card, merged } = file
  const process = await processOf(ctx, caseRef(id))
  const open = row.ended_at === null
  return {
    ...card,
    hidden: row.hidden,
    actions: actionsOf(ctx, file, process),
    proposal: open ? await proposeUnit(ctx, row.area, row.category) : null,
    reportList: file.reports,
    pictures: await picturesOf(ctx, [id, ...merged.map((other) => other.id)].map(caseRef)),
    timeline: file.timeline,
    stages: file.stages,
    similar:
      open && card.point
        ? await nearbyCases(ctx, { point: card.point, category: row.category, at: row.observed_at, openTo: 'staff', not: id })
        : [],
    mergedHere: merged,
    ratings: file.ratings,
    process: process ?? null,
  }
}

/** What waits for me comes from the inbox, in the order of its limits; everything else by the case's own filters. */
export async function caseList(
  ctx: Ctx,
  { mine, ...query }: CaseListQuery,
): Promise<{ items: CaseDetailCard[]; next: string | null } | Written> {
  if (mine !== 'true') return writeCases(ctx, query)
  const { items, next } = await inbox(ctx, {
    scope: 'unit',
    process: PROCESS,
    limit: query.limit,
    ...(query.cursor && { cursor: query.cursor }),
  })
  const order = items.map(({ subject }) => subject as string)
  const { cursor: _, ...filters } = query
  const found = await listCases(
    ctx,
    { ...filters, limit: 200 },
    order.map((ref) => ref.slice(ref.indexOf(':') + 1)),
  )
  return { items: found.items.sort((a, b) => order.indexOf(a.ref) - order.indexOf(b.ref)), next }
}
type CaseDetailCard = Awaited<ReturnType<typeof listCases>>['items'][number]
