import type { Ctx } from '#kernel'
import {
  findForPublic,
  isEnded,
  listForPublic,
  type PublicCase,
  type PublicUpdate,
  reportPlace,
  stateTitles,
  updatesForPublic,
} from '#engines/cases'
import { w3c } from './answer.ts'
import { type Raw, date, list, whole } from './arguments.ts'
import { argumentWrong, requestUnknown, spanTooLong, tokenUnknown } from './errors.ts'
import type { XmlNode } from './xml.ts'

const DAY_MS = 86_400_000
const SPAN_MS = 90 * DAY_MS
const MOST = 1000

/** One case in the words of GeoReport: open until it has ended, and then why. Nothing of who reported it. */
function requestOf(ctx: Ctx, found: PublicCase): XmlNode {
  const { id, state, category, point, endedAt, why } = found
  const ended = isEnded(state)
  return {
    service_request_id: id,
    status: ended ? 'closed' : 'open',
    status_notes: ended ? [stateTitles[state][ctx.locale], why].filter(Boolean).join('：') : stateTitles[state][ctx.locale],
    service_name: category.title[ctx.locale],
    service_code: category.code,
    description: found.description,
    agency_responsible: found.unit?.[ctx.locale] ?? null,
    service_notice: found.number,
    requested_datetime: w3c(found.reportedAt),
    updated_datetime: w3c(ended && endedAt ? endedAt : found.updatedAt),
    expected_datetime: found.expectedAt && w3c(found.expectedAt),
    address: found.address || found.area[ctx.locale],
    address_id: null,
    zipcode: null,
    lat: point?.lat ?? null,
    long: point?.lon ?? null,
    media_url: found.mediaUrl,
  }
}

/** Both ends, one and 90 days from it, or the latest 90 days. */
function span(ctx: Ctx, raw: Raw): { from: Date; to: Date } {
  const [start, end] = [date(raw, 'start_date'), date(raw, 'end_date')]
  const to = end ?? (start ? new Date(start.getTime() + SPAN_MS) : ctx.now)
  const from = start ?? new Date(to.getTime() - SPAN_MS)
  if (to < from) throw argumentWrong({ name: 'end_date', why: '< start_date' })
  if (to.getTime() - from.getTime() > SPAN_MS) throw spanTooLong()
  return { from, to }
}

function openOnly(raw: Raw): boolean | undefined {
  const statuses = new Set(list(raw, 'status'))
  for (const status of statuses)
    if (status !== 'open' && status !== 'closed') throw argumentWrong({ name: 'status', why: 'open, closed' })
  return statuses.size === 1 ? statuses.has('open') : undefined
}

export async function requestList(ctx: Ctx, raw: Raw): Promise<XmlNode[]> {
  const ids = list(raw, 'service_request_id')
  if (ids)
    return (await listForPublic(ctx, { ids: ids.slice(0, MOST), offset: 0, limit: MOST })).map((found) => requestOf(ctx, found))
  const page = whole(raw, 'page', 1_000_000)
  const size = whole(raw, 'page_size', MOST) ?? (page ? 100 : MOST)
  const found = await listForPublic(ctx, {
    ...span(ctx, raw),
    categories: list(raw, 'service_code'),
    open: openOnly(raw),
    updatedFrom: date(raw, 'updated_after'),
    updatedTo: date(raw, 'updated_before'),
    offset: ((page ?? 1) - 1) * size,
    limit: size,
  })
  return found.map((item) => requestOf(ctx, item))
}

const updateOf = (ctx: Ctx, { id, caseId, ended, title, unit, text, at }: PublicUpdate): XmlNode => ({
  update_id: id,
  service_request_id: caseId,
  status: ended ? 'closed' : 'open',
  updated_datetime: w3c(at),
  description: [unit ? `${title[ctx.locale]} · ${unit[ctx.locale]}` : title[ctx.locale], text].filter(Boolean).join('：'),
  media_url: null,
})

/** What happened to requests, oldest first: of those named, or of all that were reported in the 90 days before the end. */
export async function updateList(ctx: Ctx, raw: Raw): Promise<XmlNode[]> {
  const size = whole(raw, 'page_size', MOST) ?? MOST
  const { from, to } = span(ctx, raw)
  const found = await updatesForPublic(ctx, {
    ids: list(raw, 'service_request_id')?.slice(0, MOST),
    from,
    to,
    reportedFrom: new Date(to.getTime() - SPAN_MS),
    offset: ((whole(raw, 'page', 1_000_000) ?? 1) - 1) * size,
    limit: size,
  })
  return found.map((update) => updateOf(ctx, update))
}

export async function oneRequest(ctx: Ctx, id: string): Promise<XmlNode[]> {
  const found = await findForPublic(ctx, id)
  if (!found) throw requestUnknown({ id })
  return [requestOf(ctx, found)]
}

/** Requests have their id at once; a token is the report's own, and leads to it. */
export async function requestOfToken(ctx: Ctx, token: string): Promise<XmlNode[]> {
  const id = await reportPlace(ctx, token)
  if (!id || !(await findForPublic(ctx, id))) throw tokenUnknown({ token })
  return [{ service_request_id: id, token }]
}
