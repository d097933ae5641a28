import { type Ctx, fill } from '#kernel'
import {
  categoryShown,
  type Followed,
  followReport,
  myReports,
  publicStateOf,
  publicStateTitles,
  rateResult,
  ratingEnds,
  withoutNumbers,
} from '#engines/cases'
import type { FollowQuery, MyReports, OwnRating, Progress, Rating } from './schema.ts'
import { publicSteps } from './words.ts'

/** The case's history in the words of people who are not from the office. */
function stepsOf({ timeline, row }: Followed): Progress['steps'] {
  const nobody = { zh: '处置单位', en: 'the unit' }
  return timeline.flatMap(({ what, at, unit, text }) => {
    const step = publicSteps[what]
    if (!step) return []
    const by = unit ?? row.unit_name ?? nobody
    const title = { zh: fill(step.title.zh, { unit: by.zh }), en: fill(step.title.en, { unit: by.en }) }
    return [{ what, at, title, text: step.withText && text ? withoutNumbers(text) : null }]
  })
}

function progressOf(ctx: Ctx, followed: Followed): Progress {
  const { row, report, rating } = followed
  const publicState = publicStateOf(row.state)
  return {
    reportId: report.id,
    number: row.number,
    publicState,
    stateTitle: publicStateTitles[publicState],
    category: categoryShown(ctx.house, row.category).title,
    description: report.description,
    address: report.address,
    point: report.lon === null || report.lat === null ? null : { lon: report.lon, lat: report.lat },
    unit: row.unit_name,
    reportedAt: report.received_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    reports: row.reports,
    steps: stepsOf(followed),
    mayRate: ratingEnds(ctx, row) !== null,
    rating,
  }
}

export const follow = async (ctx: Ctx, query: FollowQuery): Promise<Progress> => progressOf(ctx, await followReport(ctx, query))
export const followOwn = async (ctx: Ctx, reportId: string): Promise<Progress> =>
  progressOf(ctx, await followReport(ctx, { reportId }))

export async function mine(ctx: Ctx, query: { cursor?: string | undefined; limit: number }): Promise<MyReports> {
  const { items, next } = await myReports(ctx, query)
  return {
    next,
    items: items.map(({ report, row }) => {
      const publicState = publicStateOf(row.state)
      return {
        reportId: report.id,
        number: row.number,
        category: categoryShown(ctx.house, row.category).title,
        address: report.address,
        publicState,
        stateTitle: publicStateTitles[publicState],
        receivedAt: report.received_at.toISOString(),
      }
    }),
  }
}

export async function rate(ctx: Ctx, { number, code, stars, solved, text }: Rating): Promise<Progress> {
  await rateResult(ctx, await followReport(ctx, { number, code }), { stars, solved, text })
  return follow(ctx, { number, code })
}

export async function rateOwn(ctx: Ctx, reportId: string, rating: OwnRating): Promise<Progress> {
  await rateResult(ctx, await followReport(ctx, { reportId }), rating)
  return followOwn(ctx, reportId)
}
