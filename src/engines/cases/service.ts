import { type Ctx, parseRef, type Ref, settingsOf } from '#kernel'
import { record } from '#engines/audit'
import { ratingClosed } from './errors.ts'
import { caseRef } from './events.ts'
import { caseMissing, noteOn } from './lifecycle.ts'
import { followCode } from './people.ts'
import type { CaseCard, CasePage, Entry, ReportView, StageRow } from './schema.ts'
import { caseSettings } from './settings.ts'
import * as store from './store.ts'
import * as history from './store-history.ts'
import * as reports from './store-reports.ts'
import { cardOf, entryView, reportView, stageView } from './views.ts'

/** The cases filed for an alarm or a station, as far as the asker may see them. */
export const casesFor = async (ctx: Ctx, ref: string): Promise<CasePage> => ({
  items: (await store.filedFor(ctx, parseRef(ref as Ref))).map((row) => cardOf(ctx, row)),
  next: null,
})

export interface CaseFile {
  row: store.CaseRow
  card: CaseCard
  reports: ReportView[]
  timeline: Entry[]
  stages: StageRow[]
  merged: { id: string; number: string }[]
  ratings: { stars: number; solved: boolean; text: string; at: string }[]
}

/** Everything about one case and those merged into it, for whoever may see it. */
export async function openFile(ctx: Ctx, id: string): Promise<CaseFile> {
  const row = await store.findVisible(ctx, id)
  if (!row) throw caseMissing(ctx)
  const merged = await store.mergedInto(ctx, id)
  const all = [id, ...merged.map((other) => other.id)]
  return {
    row,
    card: cardOf(ctx, row),
    reports: (await reports.ofCase(ctx, id)).map((report) => reportView(ctx, report)),
    timeline: (await history.entries(ctx, [id])).map(entryView),
    stages: (await history.stages(ctx, id)).map(stageView),
    merged,
    ratings: (await history.ratings(ctx, all)).map(({ stars, solved, text, at }) => ({
      stars,
      solved,
      text,
      at: at.toISOString(),
    })),
  }
}

export interface Followed {
  /** What was merged into another is followed there. */
  row: store.CaseRow
  report: reports.ReportRow
  timeline: Entry[]
  rating: { stars: number; solved: boolean; text: string } | null
}

/** By number and secret code, or one's own by account. Wrong number and wrong code are not told apart. */
export async function followReport(ctx: Ctx, by: { number: string; code: string } | { reportId: string }): Promise<Followed> {
  const report = 'number' in by ? await reportByCode(ctx, by) : await ownReport(ctx, by.reportId)
  const filed = report && (await store.byId(ctx, report.case_id))
  if (!report || !filed) throw caseMissing(ctx)
  const row = filed.merged_into ? ((await store.byId(ctx, filed.merged_into)) ?? filed) : filed
  const rated = (await history.ratings(ctx, [report.case_id])).find((rating) => rating.report_id === report.id)
  return {
    row,
    report,
    timeline: (await history.entries(ctx, [row.id])).map(entryView),
    rating: rated ? { stars: rated.stars, solved: rated.solved, text: rated.text } : null,
  }
}

async function reportByCode(
  ctx: Ctx,
  { number, code }: { number: string; code: string },
): Promise<reports.ReportRow | undefined> {
  const found = await store.byNumber(ctx, number.trim())
  const wanted = code.trim().toUpperCase()
  return found && (await reports.ofCase(ctx, found.id)).find((report) => followCode(ctx, report.id) === wanted)
}

async function ownReport(ctx: Ctx, id: string): Promise<reports.ReportRow | undefined> {
  const report = await reports.byId(ctx, id)
  return report && ctx.user.kind !== 'anonymous' && report.account === ctx.user.id ? report : undefined
}

/** The asker's own reports with the cases they became. */
export async function myReports(
  ctx: Ctx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: { report: reports.ReportRow; row: store.CaseRow }[]; next: string | null }> {
  const rows = await reports.byAccount(ctx, ctx.user.id, cursor, limit + 1)
  const items = await withCases(ctx, rows.slice(0, limit))
  return { items, next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null }
}

export async function withCases(
  ctx: Ctx,
  rows: readonly reports.ReportRow[],
): Promise<{ report: reports.ReportRow; row: store.CaseRow }[]> {
  const found = new Map(
    (
      await store.byIds(
        ctx,
        rows.map((row) => row.case_id),
      )
    ).map((row) => [row.id, row]),
  )
  return rows.flatMap((report) => {
    const row = found.get(report.case_id)
    return row ? [{ report, row }] : []
  })
}

/** Until when its reporters may say what they think of the result; null when they may not. */
export function ratingEnds(ctx: Ctx, row: store.CaseRow): Date | null {
  if (row.state !== 'closed' || !row.ended_at) return null
  const end = new Date(row.ended_at.getTime() + settingsOf(ctx.house, caseSettings).ratingDays * 86_400_000)
  return end >= ctx.now ? end : null
}

/** What the reporter thinks of the result; once closed, and not for ever. */
export async function rateResult(
  ctx: Ctx,
  { row, report }: Followed,
  rating: { stars: number; solved: boolean; text: string },
): Promise<void> {
  if (!ratingEnds(ctx, row)) throw ratingClosed({ days: settingsOf(ctx.house, caseSettings).ratingDays })
  await history.rate(ctx, { reportId: report.id, caseId: report.case_id, ...rating })
  await noteOn(ctx, row.id, 'rated', rating.text || null, { stars: rating.stars, solved: rating.solved })
  record(ctx, { action: 'cases.rate', ref: caseRef(row.id), after: { stars: rating.stars, solved: rating.solved } })
}

export const casesIn = store.inBox

/** Accounts of those who reported this event, in whichever of the cases that were merged. */
export async function reportersOf(ctx: Ctx, caseId: string): Promise<string[]> {
  return [
    ...new Set(
      (await reports.ofCase(ctx, caseId)).flatMap(({ account, channel }) =>
        account && (channel === 'citizen' || channel === 'patrol') ? [account] : [],
      ),
    ),
  ]
}

/** For a rule of the platform, which sees everything. */
export const caseById = store.byId

/** Which case a report became. */
export async function reportPlace(ctx: Ctx, reportId: string): Promise<string | undefined> {
  return /^[0-9a-f-]{36}$/.test(reportId) ? (await reports.byId(ctx, reportId))?.case_id : undefined
}

/** Cases whose suspension was to end by now. */
export const suspensionsOver = store.suspensionsOver
