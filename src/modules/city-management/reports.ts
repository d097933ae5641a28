import type { Ctx } from '#kernel'
import {
  categoryClosed,
  categoryOf,
  categoryShown,
  caseRef,
  fileReport,
  type Filed,
  type NewReport,
  publicStateOf,
  reportsOfCaller,
  stateTitles,
  withCases,
} from '#engines/cases'
import { toWgs84 } from '#engines/geo'
import { observedAhead } from './errors.ts'
import type { CallReport, CameraReport, CitizenReport, Matter, PatrolReport, Receipt } from './schema.ts'

const receipt = (filed: Filed): Receipt => ({
  id: filed.caseId,
  ref: caseRef(filed.caseId),
  reportId: filed.reportId,
  number: filed.number,
  code: filed.code,
  joined: filed.joined,
  again: filed.again,
  similar: filed.similar,
})

type Told = Pick<CitizenReport, 'category' | 'point' | 'datum' | 'address' | 'description' | 'photos' | 'joins'>

/** Phones' maps speak 火星坐标; inside the platform there is only WGS-84. */
const told = ({
  category,
  point,
  datum,
  address,
  description,
  photos,
  joins,
}: Told): Omit<NewReport, 'channel' | 'sourceKey'> => ({
  category,
  point: point ? toWgs84(point, datum) : null,
  address,
  description,
  photos,
  ...(joins && { joins }),
})

const fiveMinutes = 5 * 60_000

function observed(ctx: Ctx, observedAt: string | undefined): { observedAt?: Date } {
  if (!observedAt) return {}
  const at = new Date(observedAt)
  if (at.getTime() > ctx.now.getTime() + fiveMinutes) throw observedAhead()
  return { observedAt: at }
}

/** Only a person's own page knows the id it made, so an account's and a stranger's cannot meet. */
const keyOf = (ctx: Ctx, clientId: string) => `${ctx.user.id} ${clientId}`

export async function reportByCitizen(ctx: Ctx, report: CitizenReport): Promise<Receipt> {
  const category = categoryOf(ctx.house, report.category)
  if (!category.open) throw categoryClosed({ title: category.title[ctx.locale] })
  const { name, phone, anonymous } = report
  const filed = await fileReport(ctx, {
    ...told(report),
    channel: 'citizen',
    sourceKey: keyOf(ctx, report.clientId),
    reporter: anonymous ? { anonymous } : { name, phone },
  })
  // To the public only what the public may know: likely duplicates are staff's to judge.
  return { ...receipt(filed), similar: [] }
}

export async function reportByPatrol(ctx: Ctx, report: PatrolReport): Promise<Receipt> {
  return receipt(
    await fileReport(ctx, {
      ...told(report),
      channel: 'patrol',
      sourceKey: keyOf(ctx, report.clientId),
      ...observed(ctx, report.observedAt),
    }),
  )
}

/** The caller's words, typed by the agent. */
export async function reportByCall(ctx: Ctx, report: CallReport): Promise<Receipt> {
  const { name, phone, anonymous, callId } = report
  return receipt(
    await fileReport(ctx, { ...told(report), channel: 'hotline', sourceKey: callId, reporter: { name, phone, anonymous } }),
  )
}

export async function reportByCamera(ctx: Ctx, report: CameraReport): Promise<Receipt> {
  const { eventId, camera, observedAt } = report
  return receipt(
    await fileReport(ctx, {
      ...told(report),
      channel: 'camera',
      sourceKey: `${ctx.user.id} ${eventId}`,
      origin: `${camera} ${report.category}`,
      attributes: { camera },
      ...observed(ctx, observedAt),
    }),
  )
}

/** What this caller told before, beside the agent while the call goes on. */
export async function mattersOfCaller(ctx: Ctx, phone: string): Promise<Matter[]> {
  return (await withCases(ctx, await reportsOfCaller(ctx, phone, 30))).map(({ report, row }) => ({
    id: row.id,
    number: row.number,
    category: categoryShown(ctx.house, row.category).title,
    publicState: publicStateOf(row.state),
    stateTitle: stateTitles[row.state],
    address: report.address,
    description: report.description,
    channel: report.channel,
    receivedAt: report.received_at.toISOString(),
  }))
}
