import { type Ctx, DomainError, type Text } from '#kernel'
import { calendarOf, type Clock, remaining, sayRemaining } from '#engines/calendar'
import { categoryNamed } from './categories.ts'
import { caseRef } from './events.ts'
import { maskedReporter } from './people.ts'
import { type CaseCard, CaseState, type Entry, publicStateOf, type ReportView, type StageRow } from './schema.ts'
import type { CaseRow } from './store.ts'
import type { WrittenRow } from './store-list.ts'
import type { EntryRow, StageRowStored } from './store-history.ts'
import type { ReportRow } from './store-reports.ts'
import { type EntryKind, entryTitles, stateTitles } from './words.ts'

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

const uncounted: Text = { zh: '期限待节假日安排公布后计算', en: 'counted once the holidays of that year are published' }

/** Null in a year whose calendar is not published: nothing is guessed, and the rest of the page is shown all the same. */
function timeLeft(ctx: Ctx, due: Date, clock: Clock): number | null {
  try {
    return remaining(calendarOf(ctx.house), ctx.now, due, clock)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'calendar_not_published') return null
    throw error
  }
}

type ClockRow = Pick<CaseRow, 'due_at' | 'clock' | 'suspended_at' | 'ended_at'>
function clockOf(ctx: Ctx, row: ClockRow): Pick<CaseCard, 'dueAt' | 'clock' | 'remaining' | 'remainingSays' | 'overdue'> {
  const { due_at: due, clock } = row
  if (!due || !clock || row.suspended_at || row.ended_at)
    return { dueAt: iso(due), clock, remaining: null, remainingSays: null, overdue: false }
  const left = timeLeft(ctx, due, clock as Clock)
  return {
    dueAt: due.toISOString(),
    clock,
    remaining: left === null ? null : Math.round(left * 100) / 100,
    remainingSays: left === null ? uncounted : sayRemaining(left, clock as Clock),
    overdue: due < ctx.now,
  }
}

export function cardOf(ctx: Ctx, row: CaseRow): CaseCard {
  return {
    id: row.id,
    ref: caseRef(row.id),
    number: row.number,
    state: row.state,
    stateTitle: stateTitles[row.state],
    publicState: publicStateOf(row.state),
    channel: row.channel,
    category: categoryNamed(ctx.house, row.category),
    description: row.description,
    address: row.address,
    point: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat },
    area: { path: row.area, name: row.area_name },
    unit: row.unit === null ? null : { path: row.unit, name: row.unit_name ?? { zh: row.unit, en: row.unit } },
    ...clockOf(ctx, row),
    suspended: row.suspended_at && { at: row.suspended_at.toISOString(), until: iso(row.suspended_until) },
    reports: row.reports,
    reportedAt: row.reported_at.toISOString(),
    observedAt: row.observed_at.toISOString(),
    endedAt: iso(row.ended_at),
    mergedInto: row.merged_into && row.merged_number ? { id: row.merged_into, number: row.merged_number } : null,
    version: row.version,
  }
}

const stateWords = Object.fromEntries(
  CaseState.options.map((state) => [
    state,
    `"stateTitle":${JSON.stringify(stateTitles[state])},"publicState":"${publicStateOf(state)}"`,
  ]),
) as Record<CaseState, string>

/** Cards that the database wrote, with what it cannot know: the words for codes, and how much time is left. */
export function finishCards(ctx: Ctx, rows: readonly WrittenRow[]): string[] {
  const categories = new Map<string, string>()
  const categoryWritten = (code: string): string => {
    const known = categories.get(code) ?? JSON.stringify(categoryNamed(ctx.house, code))
    categories.set(code, known)
    return known
  }
  return rows.map((row) => {
    const clock = JSON.stringify(clockOf(ctx, row)).slice(1)
    return `${row.card.slice(0, -1)},${stateWords[row.state]},"category":${categoryWritten(row.category)},${clock}`
  })
}

export function reportView(ctx: Ctx, row: ReportRow): ReportView {
  return {
    id: row.id,
    caseId: row.case_id,
    channel: row.channel,
    joined: row.joined,
    category: categoryNamed(ctx.house, row.category),
    description: row.description,
    address: row.address,
    point: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat },
    anonymous: row.anonymous,
    reporter: maskedReporter(ctx, row),
    evidence: row.evidence,
    attributes: row.attributes,
    observedAt: row.observed_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
  }
}

export const entryView = (row: EntryRow): Entry => ({
  id: row.id,
  what: row.what,
  title: entryTitles[row.what as EntryKind] ?? { zh: row.what, en: row.what },
  at: row.at.toISOString(),
  by: { id: row.by_id, name: row.by_name },
  unit: row.unit_name,
  text: row.text,
  data: row.data,
})

export const stageView = (row: StageRowStored): StageRow => ({
  stage: row.stage,
  unit: row.unit_name,
  openedAt: row.opened_at.toISOString(),
  dueAt: iso(row.due_at),
  doneAt: iso(row.done_at),
  outcome: row.outcome,
  onTime: row.on_time,
})
