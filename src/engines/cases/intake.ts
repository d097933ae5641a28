import { type Ctx, type Delivered, holds, districtOf, newId, nextNumber, type Ref, settingsOf } from '#kernel'
import { record } from '#engines/audit'
import { attach } from '#engines/files'
import { index } from '#engines/search'
import { categoryOf, categoryShown } from './categories.ts'
import { notJoinable, placeMissing } from './errors.ts'
import { caseOpened, caseRef, reportJoined } from './events.ts'
import { flowOf } from './flow.ts'
import { noteOn, showLive } from './lifecycle.ts'
import { nearbyCases } from './nearby.ts'
import { followCode, type Reporter, sealReporter, withoutNumbers } from './people.ts'
import { placeOf, placeUnknown } from './place.ts'
import { type Channel, type Evidence, isEnded, type NearbyCase, type Point } from './schema.ts'
import { caseSettings } from './settings.ts'
import * as store from './store.ts'
import * as reports from './store-reports.ts'

export interface NewReport {
  channel: Channel
  /** Small class: `event-01-02`. */
  category: string
  point: Point | null
  address: string
  description: string
  /** Ids from `POST /api/files`. */
  photos?: readonly string[]
  reporter?: Reporter
  evidence?: Evidence
  attributes?: Record<string, unknown>
  mediaUrl?: string
  /** The sender's own name for this report: the same again returns the first one. */
  sourceKey: string
  /** Station and rule: while its case is open, later alarms of the same origin join it by themselves. */
  origin?: string
  observedAt?: Date
  /** "It is this one": the case the reporter chose from those nearby. */
  joins?: string
}

export interface Filed {
  reportId: string
  caseId: string
  number: string
  /** With the number, this follows the matter without an account. */
  code: string
  joined: reports.ReportRow['joined']
  /** This very report was there already. */
  again: boolean
  /** Open cases that may be the same event; staff decide. */
  similar: NearbyCase[]
}

/** A null character is no text: the database refuses it. */
const writable = (text: string): string => text.replaceAll('\0', '')

/** Takes in one telling by any channel: as a new case with its process, or as one more voice on an open case. */
export async function fileReport(ctx: Ctx, given: NewReport): Promise<Filed> {
  const report = {
    ...given,
    description: writable(given.description),
    address: writable(given.address),
    sourceKey: writable(given.sourceKey),
  }
  const before = await reports.bySource(ctx, report.channel, report.sourceKey)
  if (before) return filedOf(ctx, before, true, [])
  if (!report.point && !report.address.trim()) throw placeMissing()
  categoryOf(ctx.house, report.category)
  const joined = await caseToJoin(ctx, report)
  const similar =
    joined || !report.point
      ? []
      : await nearbyCases(ctx, {
          point: report.point,
          category: report.category,
          at: report.observedAt ?? ctx.now,
          openTo: 'staff',
        })
  const reportId = newId()
  const opened = joined ? undefined : await openCase(ctx, report)
  const caseId = joined?.id ?? (opened as store.CaseRow).id
  const row = newReportRow(ctx, report, { reportId, caseId, joined: joined?.how ?? 'opened' })
  await reports.insert(ctx, row)
  await attachPhotos(ctx, report.photos, caseRef(caseId), `report:${reportId}`)
  if (opened) await beginCase(ctx, opened, report, reportId)
  else await addVoice(ctx, caseId, report, reportId)
  return filedOf(ctx, row, false, similar)
}

async function filedOf(
  ctx: Ctx,
  row: Pick<reports.ReportRow, 'id' | 'case_id' | 'joined'>,
  again: boolean,
  similar: NearbyCase[],
): Promise<Filed> {
  const { number } = (await store.byId(ctx, row.case_id)) as store.CaseRow
  return { reportId: row.id, caseId: row.case_id, number, code: followCode(ctx, row.id), joined: row.joined, again, similar }
}

/** Staff join what they may see; everybody else what the public may know of. */
async function mayKnowOf(ctx: Ctx, row: store.CaseRow): Promise<boolean> {
  if (holds(ctx.user, 'cases.read')) return (await store.findVisible(ctx, row.id)) !== undefined
  return !row.hidden && !settingsOf(ctx.house, caseSettings).closedChannels.includes(row.channel)
}

/** A person's choice, or for a device the open case of the same origin. A merged case hands over to the one it was merged with. */
async function caseToJoin(
  ctx: Ctx,
  { joins, origin }: NewReport,
): Promise<{ id: string; how: 'automatic' | 'chosen' } | undefined> {
  if (joins) {
    const chosen = await store.lock(ctx, joins)
    const target = chosen?.merged_into ? await store.lock(ctx, chosen.merged_into) : chosen
    const mayKnow = target && (await mayKnowOf(ctx, target))
    if (!target || !mayKnow || isEnded(target.state)) throw notJoinable()
    return { id: target.id, how: 'chosen' }
  }
  const id = origin && (await reports.openCaseOfOrigin(ctx, origin))
  return id ? { id, how: 'automatic' } : undefined
}

async function openCase(ctx: Ctx, report: NewReport): Promise<store.CaseRow> {
  const place = report.point ? await placeOf(ctx, report.point) : await placeUnknown(ctx)
  const id = newId()
  const year = Number(
    new Intl.DateTimeFormat('en', { timeZone: districtOf(ctx.house).timeZone, year: 'numeric' }).format(ctx.now),
  )
  const n = await nextNumber(ctx, 'cases.case', year)
  const number = settingsOf(ctx.house, caseSettings).number.replace('{year}', String(year)).replace('{n}', String(n))
  await store.insert(ctx, {
    id,
    number,
    channel: report.channel,
    category: report.category,
    description: report.description,
    address: report.address.trim(),
    point: report.point,
    area: place.area,
    area_name: place.areaName,
    observed_at: report.observedAt ?? ctx.now,
  })
  return (await store.byId(ctx, id)) as store.CaseRow
}

function newReportRow(
  ctx: Ctx,
  report: NewReport,
  { reportId, caseId, joined }: { reportId: string; caseId: string; joined: reports.ReportRow['joined'] },
): reports.NewReportRow {
  const account = ['anonymous', 'system'].includes(ctx.user.kind) ? null : ctx.user.id
  return {
    id: reportId,
    case_id: caseId,
    channel: report.channel,
    source_key: report.sourceKey,
    origin: report.origin ?? null,
    category: report.category,
    description: report.description,
    address: report.address.trim(),
    point: report.point,
    joined,
    // A caller's words are the caller's, not the agent's who typed them.
    account: report.channel === 'hotline' ? null : account,
    ...sealReporter(ctx, report.reporter),
    evidence: report.evidence ?? {},
    attributes: report.attributes ?? {},
    media_url: report.mediaUrl ?? null,
    observed_at: report.observedAt ?? ctx.now,
  }
}

async function attachPhotos(ctx: Ctx, photos: readonly string[] | undefined, ref: Ref, role: string): Promise<void> {
  if (photos && photos.length > 0) await attach(ctx, photos, ref, role)
}

async function beginCase(ctx: Ctx, opened: store.CaseRow, report: NewReport, reportId: string): Promise<void> {
  const { id, number, area } = opened
  await noteOn(ctx, id, 'reported', null, { reportId, channel: report.channel })
  record(ctx, {
    action: 'cases.report',
    ref: caseRef(id),
    after: { number, channel: report.channel, category: report.category, area },
  })
  await flowOf(ctx.house).start(ctx, opened)
  await indexCase(ctx, opened)
  await ctx.emit(caseOpened, { caseId: id, number, channel: report.channel, category: report.category, area })
  await showLive(ctx, id)
}

/** So that a search finds it by its number, its place or its words. */
export async function indexCase(ctx: Ctx, row: store.CaseRow): Promise<void> {
  const { title } = categoryShown(ctx.house, row.category)
  await index(ctx, {
    ref: caseRef(row.id),
    title: { zh: `${row.number} ${title.zh}`, en: `${row.number} ${title.en}` },
    body: `${row.address} ${withoutNumbers(row.description)} ${row.area_name.zh}`,
    numbers: [row.number],
    ...(row.unit && { organisation: row.unit }),
    area: row.area,
  })
}

async function addVoice(ctx: Ctx, caseId: string, report: NewReport, reportId: string): Promise<void> {
  await noteOn(ctx, caseId, 'joined', null, { reportId, channel: report.channel })
  record(ctx, { action: 'cases.join', ref: caseRef(caseId), after: { channel: report.channel, reportId } })
  await ctx.emit(reportJoined, { caseId, reportId, channel: report.channel })
  await showLive(ctx, caseId)
}

/** Once it has moved it may be with another unit, and seen by others. */
export async function indexAgain(ctx: Ctx, { payload }: Delivered<{ caseId: string }>): Promise<void> {
  const row = await store.byId(ctx, payload.caseId)
  if (row) await indexCase(ctx, row)
}
