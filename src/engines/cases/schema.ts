import { z } from 'zod'
import { Ref, Text, TreePath } from '../../kernel/shapes.ts'

/** By which door a report came in: 巡查, 公众举报, 12345 热线, 传感报警, 其他系统, 视频识别. */
export const Channel = z.enum(['patrol', 'citizen', 'hotline', 'sensor', 'open311', 'camera'])
export type Channel = z.infer<typeof Channel>

export const Point = z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) })
export type Point = z.infer<typeof Point>

/** Which step a case waits for, or how it ended. The steps are those of GB/T 30428.8; suspended 挂账 is a mark beside it. */
export const CaseState = z.enum([
  'accepting',
  'filing',
  'dispatching',
  'handling',
  'deciding-delay',
  'verifying',
  'closing',
  'closed',
  'not-accepted',
  'not-filed',
  'void',
  'merged',
])
export type CaseState = z.infer<typeof CaseState>
export const endedStates = ['closed', 'not-accepted', 'not-filed', 'void', 'merged'] as const satisfies CaseState[]
export const isEnded = (state: CaseState): boolean => (endedStates as readonly string[]).includes(state)

/** The steps that have a limit, in the order a case goes through them. */
export const Stage = z.enum(['accept', 'file', 'dispatch', 'handle', 'decide-delay', 'verify', 'close'])
export type Stage = z.infer<typeof Stage>
export const stageOf: Readonly<Partial<Record<CaseState, Stage>>> = {
  accepting: 'accept',
  filing: 'file',
  dispatching: 'dispatch',
  handling: 'handle',
  'deciding-delay': 'decide-delay',
  verifying: 'verify',
  closing: 'close',
}

/** What anybody may know of a case's progress. */
export const PublicState = z.enum(['received', 'in-progress', 'done', 'not-taken-up'])
export type PublicState = z.infer<typeof PublicState>
export const publicStateOf = (state: CaseState): PublicState => {
  if (state === 'accepting' || state === 'filing') return 'received'
  if (state === 'closed' || state === 'merged') return 'done'
  return isEnded(state) ? 'not-taken-up' : 'in-progress'
}

export const Category = z.object({
  /** `event-01-02`: kind, big class 大类, small class 小类. */
  code: z.string(),
  kind: z.enum(['event', 'component']),
  title: Text,
  family: z.object({ code: z.string(), title: Text }),
  /** The district's own class, not in the national table. */
  local: z.boolean(),
  /** May residents and other systems report it? */
  open: z.boolean(),
  hint: Text.nullable(),
})
export type Category = z.infer<typeof Category>
export const CategoryName = Category.pick({ code: true, title: true })

/** What a category asks for beside the ordinary fields; the data types are those of Open311. */
export const Attribute = z.object({
  code: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/),
  datatype: z.enum(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
  required: z.boolean().default(false),
  description: Text,
  hint: Text.nullable().default(null),
  values: z.array(z.object({ key: z.string(), name: Text })).default([]),
})
export type Attribute = z.infer<typeof Attribute>

/** One reading that proves an alarm. */
export const Reading = z.object({ at: z.iso.datetime(), value: z.number().nullable(), flag: z.string() })
export const Evidence = z.object({
  alarm: Ref.optional(),
  station: z.object({ ref: Ref, code: z.string(), name: z.string() }).optional(),
  property: Text.optional(),
  unit: z.string().nullish(),
  threshold: z.number().optional(),
  readings: z.array(Reading).max(500).optional(),
})
export type Evidence = z.infer<typeof Evidence>

const page = { cursor: z.string().max(300).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }

export const NearbyQuery = z.object({
  lon: z.coerce.number().min(-180).max(180),
  lat: z.coerce.number().min(-90).max(90),
  category: z.string().max(40).optional(),
})
export type NearbyQuery = z.infer<typeof NearbyQuery>

/** A case that may be the same event. Nothing personal: this is shown to anybody who is about to report. */
export const NearbyCase = z.object({
  id: z.string(),
  number: z.string(),
  category: CategoryName,
  publicState: PublicState,
  address: z.string(),
  point: Point,
  metres: z.number().int(),
  reportedAt: z.iso.datetime(),
  reports: z.number().int(),
  /** 0…1: how likely it is the same event, by place, time and category. */
  likeness: z.number(),
})
export type NearbyCase = z.infer<typeof NearbyCase>

export const CaseCard = z.object({
  id: z.string(),
  ref: Ref,
  number: z.string(),
  state: CaseState,
  stateTitle: Text,
  publicState: PublicState,
  channel: Channel,
  category: CategoryName,
  description: z.string(),
  address: z.string(),
  point: Point.nullable(),
  area: z.object({ path: z.string(), name: Text }),
  unit: z.object({ path: z.string(), name: Text }).nullable(),
  dueAt: z.iso.datetime().nullable(),
  clock: z.string().nullable(),
  /** In the clock's own unit; negative when overdue; null when no clock runs. */
  remaining: z.number().nullable(),
  remainingSays: Text.nullable(),
  overdue: z.boolean(),
  suspended: z.object({ at: z.iso.datetime(), until: z.iso.datetime().nullable() }).nullable(),
  reports: z.number().int(),
  reportedAt: z.iso.datetime(),
  observedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  mergedInto: z.object({ id: z.string(), number: z.string() }).nullable(),
  version: z.number().int(),
})
export type CaseCard = z.infer<typeof CaseCard>

export const CaseQuery = z.object({
  ...page,
  state: z.string().max(200).optional(),
  category: z.string().max(40).optional(),
  channel: Channel.optional(),
  area: TreePath.optional(),
  unit: TreePath.optional(),
  overdue: z.enum(['true', 'false']).optional(),
  suspended: z.enum(['true', 'false']).optional(),
  q: z.string().trim().max(60).optional(),
  sort: z.enum(['newest', 'due']).default('newest'),
})
export type CaseQuery = z.infer<typeof CaseQuery>
export const CasePage = z.object({ items: z.array(CaseCard), next: z.string().nullable() })
export type CasePage = z.infer<typeof CasePage>

export const ReportView = z.object({
  id: z.string(),
  caseId: z.string(),
  channel: Channel,
  joined: z.enum(['opened', 'automatic', 'chosen']),
  category: CategoryName,
  description: z.string(),
  address: z.string(),
  point: Point.nullable(),
  anonymous: z.boolean(),
  /** Masked; `POST /api/cases/reports/:id/unmask` shows it for a stated purpose. */
  reporter: z.object({ name: z.string().nullable(), phone: z.string().nullable() }).nullable(),
  evidence: Evidence,
  attributes: z.record(z.string(), z.unknown()),
  observedAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
})
export type ReportView = z.infer<typeof ReportView>

export const Entry = z.object({
  id: z.string(),
  what: z.string(),
  title: Text,
  at: z.iso.datetime(),
  by: z.object({ id: z.string(), name: z.string() }),
  unit: Text.nullable(),
  text: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type Entry = z.infer<typeof Entry>

export const StageRow = z.object({
  stage: Stage,
  unit: Text.nullable(),
  openedAt: z.iso.datetime(),
  dueAt: z.iso.datetime().nullable(),
  doneAt: z.iso.datetime().nullable(),
  outcome: z.string().nullable(),
  onTime: z.boolean().nullable(),
})
export type StageRow = z.infer<typeof StageRow>

export const Unmask = z.object({ purpose: z.string().trim().min(4).max(200) })
export const Unmasked = z.object({ name: z.string().nullable(), phone: z.string().nullable() })
export type Unmasked = z.infer<typeof Unmasked>

const LimitRow = z.object({ amount: z.number(), clock: z.string(), says: Text })
/** How long each step may take: for every category, and what differs for some. */
export const LimitTable = z.object({
  ordinary: z.record(z.string(), LimitRow),
  overrides: z.array(z.object({ category: z.string(), categoryTitle: Text, limits: z.record(z.string(), LimitRow) })),
})
export type LimitTable = z.infer<typeof LimitTable>

export const Proposal = z.object({
  unit: z.object({ path: z.string(), name: Text }),
  /** Which row of the table says so. */
  because: z.object({ area: Text, category: Text }),
})
export type Proposal = z.infer<typeof Proposal>

export const FiguresQuery = z.object({
  area: TreePath.optional(),
  days: z.coerce.number().int().min(1).max(366).default(30),
})
export type FiguresQuery = z.infer<typeof FiguresQuery>
const Count = z.object({
  key: z.string(),
  title: Text,
  open: z.number().int(),
  overdue: z.number().int(),
  total: z.number().int(),
})
export const Figures = z.object({
  /** The moment the figures hold for: they are counted when asked, not kept. */
  asOf: z.iso.datetime(),
  from: z.iso.datetime(),
  byState: z.array(Count),
  byArea: z.array(Count),
  byFamily: z.array(Count),
  byChannel: z.array(Count),
  /** New and ended per local day. */
  daily: z.array(z.object({ day: z.string(), reported: z.number().int(), ended: z.number().int() })),
  /** New cases per local hour of today and of yesterday; hours that are still to come have no count today. */
  hourly: z.array(z.object({ hour: z.number().int(), today: z.number().int().nullable(), yesterday: z.number().int() })),
})
export type Figures = z.infer<typeof Figures>

/** A sensor's alarm or station: which cases were filed for it? */
export const FiledForQuery = z.object({ ref: Ref })
export type FiledForQuery = z.infer<typeof FiledForQuery>

export const Score = z.object({
  unit: z.object({ path: z.string(), name: Text }),
  handled: z.number().int(),
  onTime: z.number().int(),
  overdue: z.number().int(),
  returned: z.number().int(),
  rework: z.number().int(),
  /** 0…100 by the definition beside it; null when nothing was handled. */
  score: z.number().nullable(),
})
export const Scores = z.object({ asOf: z.iso.datetime(), from: z.iso.datetime(), definition: Text, items: z.array(Score) })
export type Scores = z.infer<typeof Scores>

export const HeatQuery = z.object({
  days: z.coerce.number().int().min(1).max(366).default(30),
  category: z.string().max(40).optional(),
  metres: z.coerce.number().int().min(100).max(5000).default(400),
})
export type HeatQuery = z.infer<typeof HeatQuery>
export const Heat = z.object({
  asOf: z.iso.datetime(),
  cellMetres: z.number(),
  cells: z.array(z.object({ lon: z.number(), lat: z.number(), count: z.number().int() })),
})
export type Heat = z.infer<typeof Heat>
