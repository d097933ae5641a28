import { type Ctx, settingsOf, type Text } from '#kernel'
import { categoryShown } from './categories.ts'
import { withoutNumbers } from './people.ts'
import type { CaseState, Category, Point } from './schema.ts'
import { caseSettings } from './settings.ts'
import * as store from './store-public.ts'
import { type EntryKind, entryTitles } from './words.ts'

/** A case as anybody may see it: nothing of who reported it, no numbers that people wrote into the text. */
export interface PublicCase {
  id: string
  number: string
  state: CaseState
  category: Category
  description: string
  address: string
  point: Point | null
  area: Text
  unit: Text | null
  /** Why it ended as it did, when staff wrote it down. */
  why: string | null
  reportedAt: Date
  updatedAt: Date
  endedAt: Date | null
  /** When the unit that has it must be done; nothing is promised before there is one. */
  expectedAt: Date | null
  mediaUrl: string | null
}

export type PublicQuery = Omit<store.PublicWanted, 'closedChannels'>

/** Newest first. Hidden cases and those of closed channels never appear, neither here nor by id. */
export async function listForPublic(ctx: Ctx, query: PublicQuery): Promise<PublicCase[]> {
  const { closedChannels } = settingsOf(ctx.house, caseSettings)
  return (await store.list(ctx, { ...query, closedChannels })).map((row) => publicCase(ctx, row))
}

/** One thing that happened to a public case. */
export interface PublicUpdate {
  id: string
  caseId: string
  ended: boolean
  title: Text
  unit: Text | null
  /** A reason or a result, where staff wrote it for the reporter too. */
  text: string | null
  at: Date
}

const ending = ['not-accepted', 'not-filed', 'closed', 'void'] as const satisfies readonly EntryKind[]
/** What is told outside; `true`: with the words of staff. The rest stays in the house. */
const told: Partial<Record<EntryKind, boolean>> = {
  accepted: false,
  'not-accepted': true,
  filed: false,
  'not-filed': true,
  dispatched: false,
  'delay-granted': false,
  suspended: true,
  resumed: false,
  handled: true,
  rework: false,
  verified: false,
  closed: true,
  void: true,
}

/** Oldest first, so that whoever asks again goes on from the last one's time. */
export async function updatesForPublic(
  ctx: Ctx,
  query: Omit<store.UpdatesWanted, 'closedChannels' | 'whats'>,
): Promise<PublicUpdate[]> {
  const { closedChannels } = settingsOf(ctx.house, caseSettings)
  const rows = await store.updates(ctx, { ...query, closedChannels, whats: Object.keys(told) })
  return rows.map(({ id, case_id, what, at, text, unit_name }) => ({
    id,
    caseId: case_id,
    ended: (ending as readonly string[]).includes(what),
    title: entryTitles[what as EntryKind],
    unit: unit_name,
    text: told[what as EntryKind] && text ? withoutNumbers(text) : null,
    at,
  }))
}

export async function findForPublic(ctx: Ctx, id: string): Promise<PublicCase | undefined> {
  return (await listForPublic(ctx, { ids: [id], offset: 0, limit: 1 }))[0]
}

const publicCase = (ctx: Ctx, row: store.PublicRow): PublicCase => ({
  id: row.id,
  number: row.number,
  state: row.state,
  category: categoryShown(ctx.house, row.category),
  description: withoutNumbers(row.description),
  address: withoutNumbers(row.address),
  point: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat },
  area: row.area_name,
  unit: row.unit_name,
  why: row.why && withoutNumbers(row.why),
  reportedAt: row.reported_at,
  updatedAt: row.updated_at,
  endedAt: row.ended_at,
  expectedAt: row.expected_at,
  mediaUrl: row.media_url,
})
