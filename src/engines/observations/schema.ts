import { z } from 'zod'
import { Ref, Text } from '../../kernel/shapes.ts'

/** Kinds of data 数据类型 are kept apart: an hourly mean never stands in a real-time curve. */
export const Kind = z.enum(['real-time', 'minute', 'hour', 'day'])
export type Kind = z.infer<typeof Kind>

export const Severity = z.enum(['minor', 'serious', 'critical'])
export type Severity = z.infer<typeof Severity>

export const Point = z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) })
export type Point = z.infer<typeof Point>

/** `shelved` 搁置: still open, but silent until a time. `cleared` 解除: the values are back on the safe side. */
export const AlarmStatus = z.enum(['raised', 'acknowledged', 'shelved', 'cleared'])
export type AlarmStatus = z.infer<typeof AlarmStatus>

export const EvidenceReading = z.object({ at: z.iso.datetime(), value: z.number().nullable(), flag: z.string() })
export type EvidenceReading = z.infer<typeof EvidenceReading>

const By = z.object({ id: z.string(), name: z.string(), at: z.iso.datetime(), note: z.string().nullable() })

export const Alarm = z.object({
  id: z.string(),
  ref: Ref,
  status: AlarmStatus,
  severity: Severity,
  title: Text,
  station: z.object({
    id: z.string(),
    ref: Ref,
    source: z.string(),
    code: z.string(),
    name: z.string(),
    kind: z.string(),
    point: Point.nullable(),
  }),
  datastream: z.object({ id: z.number().int(), property: z.string(), name: Text, unit: z.string().nullable() }),
  kind: Kind,
  direction: z.enum(['above', 'below']),
  threshold: z.number(),
  /** The value that raised it, and the worst since. */
  value: z.number(),
  peak: z.number(),
  /** Time of the reading that raised it; `recordedAt` is when the platform learned of it. */
  raisedAt: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
  acknowledged: By.nullable(),
  shelved: By.extend({ until: z.iso.datetime() }).nullable(),
  clearedAt: z.iso.datetime().nullable(),
  clearedWhy: z.string().nullable(),
  escalation: z.number().int(),
  version: z.number().int(),
})
export type Alarm = z.infer<typeof Alarm>
export const AlarmWithEvidence = Alarm.extend({ evidence: z.array(EvidenceReading) })
export type AlarmWithEvidence = z.infer<typeof AlarmWithEvidence>

/** What open screens hear on the topic `alarms`. */
export const AlarmChange = z.enum(['raised', 'cleared', 'acknowledged', 'shelved', 'unshelved', 'escalated'])
export type AlarmChange = z.infer<typeof AlarmChange>
export const AlarmPush = z.object({
  change: AlarmChange,
  id: z.string(),
  status: AlarmStatus,
  severity: Severity.optional(),
  title: Text.optional(),
  station: z.object({ id: z.string(), name: z.string(), point: Point.nullable() }).optional(),
  value: z.number().optional(),
  threshold: z.number().optional(),
  unit: z.string().nullable().optional(),
  raisedAt: z.iso.datetime().optional(),
})
export type AlarmPush = z.infer<typeof AlarmPush>

const page = { limit: z.coerce.number().int().min(1).max(200).default(50) }
const pageOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), next: z.string().nullable() })

/** `open` is everything not cleared. */
export const AlarmQuery = z.object({
  ...page,
  cursor: z.uuid().optional(),
  status: z.enum(['open', 'all', ...AlarmStatus.options]).default('open'),
  severity: Severity.optional(),
  station: z.uuid().optional(),
})
export type AlarmQuery = z.infer<typeof AlarmQuery>
export const AlarmPage = pageOf(Alarm)

export const AlarmCounts = z.object({
  /** What waits for somebody: the same as `raised`, by the name that menus ask for. */
  count: z.number(),
  raised: z.number(),
  acknowledged: z.number(),
  shelved: z.number(),
  critical: z.number(),
  asOf: z.iso.datetime(),
})
export type AlarmCounts = z.infer<typeof AlarmCounts>

export const Acknowledge = z.object({ version: z.number().int(), note: z.string().trim().max(500).optional() })
export const Shelve = z.object({ version: z.number().int(), until: z.iso.datetime(), why: z.string().trim().min(2).max(500) })
export const Unshelve = z.object({ version: z.number().int() })
export type Acknowledge = z.infer<typeof Acknowledge>
export type Shelve = z.infer<typeof Shelve>

export const Latest = z.object({
  kind: Kind,
  at: z.iso.datetime(),
  value: z.number().nullable(),
  flag: z.string(),
  usable: z.boolean(),
})
export type Latest = z.infer<typeof Latest>
export const Datastream = z.object({
  id: z.number().int(),
  property: z.string(),
  name: Text,
  unit: z.string().nullable(),
  latest: z.array(Latest),
  rules: z.array(
    z.object({
      id: z.string(),
      kind: Kind,
      title: Text,
      severity: Severity,
      direction: z.enum(['above', 'below']),
      raiseAt: z.number(),
      clearAt: z.number(),
      open: z.boolean(),
    }),
  ),
})
export type Datastream = z.infer<typeof Datastream>

export const Station = z.object({
  id: z.string(),
  ref: Ref,
  source: z.string(),
  code: z.string(),
  kind: z.string(),
  name: z.string(),
  point: Point.nullable(),
  areaPath: z.string().nullable(),
  organisationPath: z.string().nullable(),
  ownerName: z.string().nullable(),
  state: z.enum(['in-use', 'stopped']),
  /** Latest packet of any kind; null when none has ever come. */
  lastSeenAt: z.iso.datetime().nullable(),
  /** In use, and heard of within the time the district expects (`onlineWithinMinutes`). */
  online: z.boolean(),
  openAlarms: z.number().int(),
})
export type Station = z.infer<typeof Station>
export const StationWithStreams = Station.extend({ datastreams: z.array(Datastream) })
export type StationWithStreams = z.infer<typeof StationWithStreams>
export const StationQuery = z.object({
  ...page,
  cursor: z.uuid().optional(),
  source: z.string().max(60).optional(),
  kind: z.string().max(60).optional(),
  q: z.string().trim().max(60).optional(),
  alarmed: z.enum(['true', 'false']).optional(),
  online: z.enum(['true', 'false']).optional(),
  state: z.enum(['in-use', 'stopped']).optional(),
})
export type StationQuery = z.infer<typeof StationQuery>
export const StationPage = pageOf(Station)

export const StationCounts = z.object({
  total: z.number().int(),
  online: z.number().int(),
  stopped: z.number().int(),
  alarmed: z.number().int(),
  onlineWithinMinutes: z.number().int(),
  asOf: z.iso.datetime(),
})
export type StationCounts = z.infer<typeof StationCounts>

/** Never more than a year at once; without `from`, the last 24 hours (real-time, minute), 30 days (hour) or a year (day). */
export const SeriesQuery = z.object({
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  kind: Kind.default('real-time'),
  maxPoints: z.coerce.number().int().min(10).max(5000).default(600),
})
export type SeriesQuery = z.infer<typeof SeriesQuery>

/** `value: null` breaks the line: nothing was received there, or nothing usable. */
export const SeriesPoint = z.object({
  at: z.iso.datetime(),
  value: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  count: z.number().int(),
  flag: z.string().nullable(),
})
export type SeriesPoint = z.infer<typeof SeriesPoint>
export const Series = z.object({
  datastreamId: z.number().int(),
  kind: Kind,
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  unit: z.string().nullable(),
  /** Null: every single reading. Else each point stands for this many seconds from `at`. */
  bucketSeconds: z.number().int().nullable(),
  points: z.array(SeriesPoint),
  gaps: z.array(z.object({ from: z.iso.datetime(), to: z.iso.datetime() })),
})
export type Series = z.infer<typeof Series>

export const ReadingQuery = z.object({
  ...page,
  cursor: z.iso.datetime().optional(),
  kind: Kind.default('real-time'),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
})
export type ReadingQuery = z.infer<typeof ReadingQuery>
export const StoredReading = z.object({
  at: z.iso.datetime(),
  value: z.number().nullable(),
  flag: z.string(),
  usable: z.boolean(),
  detail: z.record(z.string(), z.unknown()).nullable(),
  receivedAt: z.iso.datetime(),
  /** What it said before each correction, oldest first. */
  earlier: z.array(z.object({ value: z.number().nullable(), flag: z.string(), replacedAt: z.iso.datetime() })),
})
export type StoredReading = z.infer<typeof StoredReading>
export const ReadingPage = pageOf(StoredReading)

export const AlarmRaised = z.object({
  alarmId: z.string(),
  thingId: z.string(),
  source: z.string(),
  code: z.string(),
  stationName: z.string(),
  stationKind: z.string(),
  ownerName: z.string().nullable(),
  point: Point.nullable(),
  areaPath: z.string().nullable(),
  organisationPath: z.string().nullable(),
  datastreamId: z.number().int(),
  property: z.string(),
  propertyName: Text,
  unit: z.string().nullable(),
  kind: Kind,
  ruleId: z.string(),
  ruleCode: z.string(),
  title: Text,
  severity: Severity,
  direction: z.enum(['above', 'below']),
  threshold: z.number(),
  value: z.number(),
  raisedAt: z.iso.datetime(),
  evidence: z.array(EvidenceReading),
})
export type AlarmRaised = z.infer<typeof AlarmRaised>
export const AlarmCleared = z.object({
  alarmId: z.string(),
  thingId: z.string(),
  clearedAt: z.iso.datetime(),
  why: z.enum(['recovered', 'rule-removed']),
  peak: z.number(),
})
export type AlarmCleared = z.infer<typeof AlarmCleared>
export const AlarmEscalated = z.object({
  alarmId: z.string(),
  thingId: z.string(),
  escalation: z.number().int(),
  severity: Severity,
  title: Text,
  organisationPath: z.string().nullable(),
})
export type AlarmEscalated = z.infer<typeof AlarmEscalated>
