import { z } from 'zod'
import { Ref, Text, TreePath } from '../../kernel/shapes.ts'
import {
  CaseCard,
  CaseQuery,
  Category,
  Channel,
  Entry,
  NearbyCase,
  Point,
  Proposal,
  PublicState,
  ReportView,
  StageRow,
} from '../../engines/cases/schema.ts'
import { Limit } from '../../engines/calendar/schema.ts'
import { InstanceView } from '../../engines/process/schema.ts'

const Version = z.number().int().min(1)
const Photos = z.array(z.uuid()).max(9).default([])
const Words = z.string().trim().max(2000)
const Why = z.string().trim().min(2).max(500)
const Address = z.string().trim().max(200)

/** What staff put right while they act: a wrong category, place or wording. */
export const Correction = z.object({
  category: z.string().max(40).optional(),
  description: Words.min(2).optional(),
  address: Address.optional(),
  point: Point.optional(),
})
export type Correction = z.infer<typeof Correction>

export const Accept = z.object({ version: Version, accept: z.boolean(), reason: Why.optional(), correct: Correction.optional() })
export const File = z.object({ version: Version, file: z.boolean(), reason: Why.optional(), correct: Correction.optional() })
/** `unit` is a path in the tree of organisations; a limit of its own replaces the district's for this case. */
export const Dispatch = z.object({
  version: Version,
  unit: TreePath,
  note: Words.optional(),
  limit: Limit.optional(),
  correct: Correction.optional(),
})
export const Handle = z.object({ version: Version, explanation: Words.default(''), photos: Photos })
export const Reject = z.object({ version: Version, reason: Why, suggests: TreePath.optional() })
/** More time, in the clock that the handling runs on. */
export const RequestDelay = z.object({ version: Version, reason: Why, amount: z.number().min(1).max(400) })
export const DecideDelay = z.object({ version: Version, grant: z.boolean(), reason: Why.optional() })
export const Suspend = z.object({ version: Version, reason: Why, until: z.iso.datetime({ offset: true }).optional() })
export const Because = z.object({ version: Version, reason: Why })
export const Verify = z.object({ version: Version, passed: z.boolean(), result: Words.min(2), photos: Photos })
export const Rework = z.object({ version: Version, reason: Why, photos: Photos })
export const Close = z.object({ version: Version, summary: Words.default('') })
export const Merge = z.object({ version: Version, into: z.uuid(), reason: Why })
export const Correct = z.object({ version: Version, correct: Correction })
export const Hide = z.object({ version: Version, hidden: z.boolean(), reason: Why })
export const Note = z.object({ text: Words.min(1), photos: Photos })
export type Accept = z.infer<typeof Accept>
export type File = z.infer<typeof File>
export type Dispatch = z.infer<typeof Dispatch>
export type Handle = z.infer<typeof Handle>
export type Reject = z.infer<typeof Reject>
export type RequestDelay = z.infer<typeof RequestDelay>
export type DecideDelay = z.infer<typeof DecideDelay>
export type Suspend = z.infer<typeof Suspend>
export type Because = z.infer<typeof Because>
export type Verify = z.infer<typeof Verify>
export type Rework = z.infer<typeof Rework>
export type Close = z.infer<typeof Close>
export type Merge = z.infer<typeof Merge>
export type Hide = z.infer<typeof Hide>
export type Note = z.infer<typeof Note>

export const ActionId = z.enum([
  'accept',
  'file',
  'dispatch',
  'handle',
  'reject',
  'request-delay',
  'decide-delay',
  'verify',
  'rework',
  'close',
  'suspend',
  'urge',
  'resume',
  'void',
  'merge',
  'unmerge',
  'correct',
  'hide',
])
export type ActionId = z.infer<typeof ActionId>

/** One thing that this reader may do with the case now. */
export const Action = z.object({
  id: ActionId,
  title: Text,
  /** Where the answer is posted, with the case's `version`. */
  href: z.string(),
  /** The next step of the process, as opposed to what may be done beside it. */
  main: z.boolean(),
})
export type Action = z.infer<typeof Action>

export const Picture = z.object({
  id: z.string(),
  kind: z.string(),
  role: z.string(),
  takenAt: z.iso.datetime().nullable(),
  href: z.string(),
})
export type Picture = z.infer<typeof Picture>

export const CaseDetail = CaseCard.extend({
  hidden: z.boolean(),
  actions: z.array(Action),
  /** Who the dispatch table says should handle it; null when no row answers. */
  proposal: Proposal.nullable(),
  reportList: z.array(ReportView),
  pictures: z.array(Picture),
  timeline: z.array(Entry),
  stages: z.array(StageRow),
  /** Open cases nearby that may be the same event. */
  similar: z.array(NearbyCase),
  mergedHere: z.array(z.object({ id: z.string(), number: z.string() })),
  ratings: z.array(z.object({ stars: z.number().int(), solved: z.boolean(), text: z.string(), at: z.iso.datetime() })),
  process: InstanceView.nullable(),
})
export type CaseDetail = z.infer<typeof CaseDetail>

export { CasePage } from '../../engines/cases/schema.ts'
export const CaseListQuery = CaseQuery.extend({ mine: z.enum(['true', 'false']).optional() })
export type CaseListQuery = z.infer<typeof CaseListQuery>

const Told = z.object({
  category: z.string().max(40),
  point: Point.optional(),
  /** Of the coordinates, when a phone's map gave them in another datum. */
  datum: z.enum(['wgs84', 'gcj02', 'bd09']).default('wgs84'),
  address: Address.default(''),
  description: Words.min(2),
  photos: Photos,
  /** "It is this one", chosen from those nearby. */
  joins: z.uuid().optional(),
})
const Name = z.string().trim().max(40)
const Phone = z
  .string()
  .trim()
  .regex(/^\+?[0-9][0-9 -]{4,18}$/)

/** A resident's report. `clientId` is made by the page: sent twice, it is one report. */
export const CitizenReport = Told.extend({
  clientId: z.uuid(),
  name: Name.optional(),
  phone: Phone.optional(),
  anonymous: z.boolean().default(false),
})
export type CitizenReport = z.infer<typeof CitizenReport>
/** A patrol's, perhaps written without network an hour ago. */
export const PatrolReport = Told.extend({ clientId: z.uuid(), observedAt: z.iso.datetime({ offset: true }).optional() })
export type PatrolReport = z.infer<typeof PatrolReport>
/** A 12345 call; `callId` is the hotline's own number for it. */
export const CallReport = Told.extend({
  callId: z.string().trim().min(1).max(60),
  name: Name.optional(),
  phone: Phone,
  anonymous: z.boolean().default(false),
})
export type CallReport = z.infer<typeof CallReport>
/** Video analysis or another inner system, by an API client. */
export const CameraReport = Told.extend({
  eventId: z.string().trim().min(1).max(100),
  camera: z.string().trim().min(1).max(100),
  observedAt: z.iso.datetime({ offset: true }).optional(),
})
export type CameraReport = z.infer<typeof CameraReport>

export const Receipt = z.object({
  id: z.string(),
  ref: Ref,
  reportId: z.string(),
  number: z.string(),
  /** With the number, follows the matter without an account. Shown once more only to who sends the same report again. */
  code: z.string(),
  joined: z.enum(['opened', 'automatic', 'chosen']),
  again: z.boolean(),
  similar: z.array(NearbyCase),
})
export type Receipt = z.infer<typeof Receipt>

export const CallerQuery = z.object({ phone: Phone })
export const Matter = z.object({
  id: z.string(),
  number: z.string(),
  category: Category.shape.title,
  publicState: PublicState,
  stateTitle: Text,
  address: z.string(),
  description: z.string(),
  channel: Channel,
  receivedAt: z.iso.datetime(),
})
export type Matter = z.infer<typeof Matter>
export const Matters = z.object({ items: z.array(Matter), next: z.null() })

export const FollowQuery = z.object({ number: z.string().trim().min(1).max(60), code: z.string().trim().min(4).max(20) })
export type FollowQuery = z.infer<typeof FollowQuery>
export const ProgressStep = z.object({ what: z.string(), at: z.iso.datetime(), title: Text, text: z.string().nullable() })
/** What a reporter sees: plain words, no names of staff. */
export const Progress = z.object({
  reportId: z.string(),
  number: z.string(),
  publicState: PublicState,
  stateTitle: Text,
  category: Text,
  description: z.string(),
  address: z.string(),
  point: Point.nullable(),
  unit: Text.nullable(),
  reportedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** How many have told of it. */
  reports: z.number().int(),
  steps: z.array(ProgressStep),
  mayRate: z.boolean(),
  rating: z.object({ stars: z.number().int(), solved: z.boolean(), text: z.string() }).nullable(),
})
export type Progress = z.infer<typeof Progress>
export const MyReportsQuery = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export const MyReport = z.object({
  reportId: z.string(),
  number: z.string(),
  category: Text,
  address: z.string(),
  publicState: PublicState,
  stateTitle: Text,
  receivedAt: z.iso.datetime(),
})
export const MyReports = z.object({ items: z.array(MyReport), next: z.string().nullable() })
export type MyReports = z.infer<typeof MyReports>
const stars = { stars: z.number().int().min(1).max(5), solved: z.boolean(), text: z.string().trim().max(500).default('') }
export const Rating = FollowQuery.extend(stars)
export type Rating = z.infer<typeof Rating>
export const OwnRating = z.object(stars)
export type OwnRating = z.infer<typeof OwnRating>
