import { type Ctx, defineSettings, districtOf, notFound, settingsOf } from '#kernel'
import { z } from 'zod'
import { badRange } from './errors.ts'
import type {
  Kind,
  ReadingQuery,
  Series,
  SeriesPoint,
  SeriesQuery,
  Station,
  StationCounts,
  StationQuery,
  StationWithStreams,
  StoredReading,
} from './schema.ts'
import { rawKeptSince } from './months.ts'
import { curve } from './store-rollups.ts'
import * as store from './store-stations.ts'

const day = 86_400_000
const longestMs = 3660 * day
const usualMs: Readonly<Record<Kind, number>> = { 'real-time': day, minute: day, hour: 30 * day, day: 365 * day }

/** A station that has sent nothing for so long is not online. */
export const stationSettings = defineSettings(
  'observations.stations',
  z.object({ onlineWithinMinutes: z.number().int().positive().default(15) }).prefault({}),
)
const onlineWithinMinutes = (ctx: Ctx) => settingsOf(ctx.house, stationSettings).onlineWithinMinutes
const onlineSince = (ctx: Ctx) => new Date(ctx.now.getTime() - onlineWithinMinutes(ctx) * 60_000)

export async function listStations(ctx: Ctx, query: StationQuery): Promise<{ items: Station[]; next: string | null }> {
  const found = await store.list(ctx, onlineSince(ctx), query)
  const items = found.slice(0, query.limit)
  return { items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null }
}

export const countStations = async (ctx: Ctx): Promise<StationCounts> => ({
  ...(await store.counts(ctx, onlineSince(ctx))),
  onlineWithinMinutes: onlineWithinMinutes(ctx),
  asOf: ctx.now.toISOString(),
})

export const stationsIn = (ctx: Ctx, bbox: readonly [number, number, number, number], limit: number): Promise<Station[]> =>
  store.inBox(ctx, onlineSince(ctx), bbox, limit)

export async function stationOf(ctx: Ctx, id: string): Promise<StationWithStreams> {
  const station = await store.find(ctx, onlineSince(ctx), id)
  if (!station) throw notFound({ what: '监测站点 / station' })
  return { ...station, datastreams: await store.streams(ctx, id) }
}

async function rangeOf(ctx: Ctx, id: number, query: { kind: Kind; from?: string | undefined; to?: string | undefined }) {
  const stream = await store.stream(ctx, id)
  if (!stream) throw notFound({ what: '监测因子 / datastream' })
  // One second more, so that a reading of this very moment is inside.
  const to = query.to ? new Date(query.to) : new Date(ctx.now.getTime() + 1000)
  const from = query.from ? new Date(query.from) : new Date(to.getTime() - usualMs[query.kind])
  if (from >= to || to.getTime() - from.getTime() > longestMs) throw badRange()
  return { unit: stream.unit, range: { datastream: id, kind: query.kind, from, to } }
}

/** Round lengths that people read: 10 s … 1 day. */
const steps = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400]

/** Kinds whose hours and days are summed up; the others are sums that the devices made. */
const isSummed = (kind: Kind) => kind === 'real-time' || kind === 'minute'
const hourSeconds = 3600

/**
 * A curve of at most about `maxPoints`: every reading when they fit, else means with least and greatest per bucket. From an
 * hour upwards the sums answer, also of times whose readings are gone.
 */
export async function seriesOf(ctx: Ctx, id: number, query: SeriesQuery): Promise<Series> {
  const { unit, range } = await rangeOf(ctx, id, query)
  const isGone = isSummed(query.kind) && range.from < rawKeptSince(ctx.now)
  const single = isGone ? undefined : await store.every(ctx, range, query.maxPoints)
  const exact = single && single.length <= query.maxPoints ? single : undefined
  const wanted = (range.to.getTime() - range.from.getTime()) / 1000 / query.maxPoints
  const seconds = isGone ? Math.max(wanted, hourSeconds) : wanted
  const bucketSeconds = exact ? null : (steps.find((step) => step >= seconds) ?? Math.ceil(seconds / 86_400) * 86_400)
  const points = exact ?? (await bucketed(ctx, range, bucketSeconds as number))
  return {
    datastreamId: id,
    kind: query.kind,
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    unit,
    bucketSeconds,
    ...breakAtGaps(points, bucketSeconds),
  }
}

const bucketed = (ctx: Ctx, range: store.Range, seconds: number): Promise<SeriesPoint[]> =>
  isSummed(range.kind) && seconds >= hourSeconds
    ? curve(ctx, range, seconds, districtOf(ctx.house).timeZone)
    : store.bucketed(ctx, range, seconds)

/**
 * A gap is a gap: where nothing came for more than two and a half times the usual distance, the line is broken by a
 * point without value, never drawn across.
 */
export function breakAtGaps(
  points: SeriesPoint[],
  bucketSeconds: number | null,
): { points: SeriesPoint[]; gaps: { from: string; to: string }[] } {
  const times = points.map(({ at }) => Date.parse(at))
  const distances = times.slice(1).map((time, index) => time - (times[index] as number))
  const usual = bucketSeconds
    ? bucketSeconds * 1000
    : ([...distances].sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0)
  const broken: SeriesPoint[] = []
  const gaps: { from: string; to: string }[] = []
  points.forEach((point, index) => {
    const before = points[index - 1]
    if (before && (distances[index - 1] as number) > 2.5 * usual) {
      const at = new Date((times[index - 1] as number) + usual).toISOString()
      broken.push({ at, value: null, min: null, max: null, count: 0, flag: null })
      gaps.push({ from: before.at, to: point.at })
    }
    broken.push(point)
  })
  return { points: broken, gaps }
}

export async function readingsOf(
  ctx: Ctx,
  id: number,
  query: ReadingQuery,
): Promise<{ items: StoredReading[]; next: string | null }> {
  const { range } = await rangeOf(ctx, id, query)
  const found = await store.readings(ctx, range, query)
  const items = found.slice(0, query.limit)
  return { items, next: found.length > query.limit ? (items.at(-1)?.at ?? null) : null }
}
