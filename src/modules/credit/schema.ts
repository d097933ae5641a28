import { z } from 'zod'
import { Limit } from '../../engines/calendar/schema.ts'
import { InstanceView } from '../../engines/process/schema.ts'
import { Text, TreePath } from '../../kernel/shapes.ts'

export { InstanceView, Limit, Text, TreePath }

export const Day = z.iso.date()
const Words = z.string().trim()
const Key = z.string().trim().min(1).max(64)
export const Id = z.object({ id: z.uuid() })
export const SubjectKey = z.object({ subject: Key })
export const Page = { cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }

export const Degree = z.enum(['minor', 'general', 'serious'])
export const RecordState = z.enum(['published', 'unpublished', 'repaired', 'ended'])
export type RecordState = z.infer<typeof RecordState>
const Named = z.object({ code: z.string(), title: Text })

/** What anyone may see of a published record: no free text, nothing of persons. */
export const PublicRecord = z.object({
  id: z.uuid(),
  kind: Named,
  field: Named,
  title: z.string(),
  documentNumber: z.string(),
  department: Text,
  decidedOn: Day,
  validUntil: Day.nullable(),
  degree: Degree.nullable(),
  basis: z.string(),
  publishUntil: Day.nullable(),
  disputed: z.boolean(),
})
export type PublicRecord = z.infer<typeof PublicRecord>

export const PublicSubject = z.object({
  id: z.uuid(),
  kind: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  status: z.string(),
  industry: z.string().nullable(),
  registeredOn: Day.nullable(),
})
export type PublicSubject = z.infer<typeof PublicSubject>
export const PublicPage = z.object({
  subject: PublicSubject,
  records: z.array(PublicRecord),
  lists: z.array(z.object({ title: Text, basis: z.string(), enteredOn: Day, until: Day })),
})
export type PublicPage = z.infer<typeof PublicPage>

export const PublicQuery = z.object({ q: Words.min(2).max(100) })
export const PublicFound = z.object({ items: z.array(PublicSubject), next: z.null() })
export const PersonQuery = z.object({ name: Words.min(2).max(40), number: Words.min(15).max(24) })
export const PersonFound = z.object({ name: z.string(), occupation: z.string().nullable(), records: z.array(PublicRecord) })
export type PersonFound = z.infer<typeof PersonFound>

/** A record as its subject and those who work with it see it. */
export const RecordView = PublicRecord.extend({
  content: z.string(),
  state: RecordState,
  outcome: z.enum(['kept', 'broken']).nullable(),
  repairFrom: Day.nullable(),
  rule: z.object({ id: z.string(), title: Text, basis: Text }).nullable(),
  dutyDoneOn: Day.nullable(),
  flags: z.array(z.string()),
  version: z.number().int(),
  /** What the reader may do about it now. */
  mayObject: z.boolean(),
  mayRepair: z.boolean(),
  open: z.object({ what: z.enum(['objection', 'repair']), id: z.uuid(), number: z.string() }).nullable(),
})
export type RecordView = z.infer<typeof RecordView>

export const ScoreView = z.object({
  rule: z.string(),
  title: Text,
  base: z.number(),
  value: z.number(),
  lines: z.array(
    z.object({
      rule: z.string(),
      title: Text,
      record: z.string(),
      points: z.number(),
      skipped: z.enum(['no-basis', 'disputed', 'over']).optional(),
    }),
  ),
})
export type ScoreView = z.infer<typeof ScoreView>

export const ListView = z.object({
  id: z.uuid(),
  list: z.string(),
  title: Text,
  basis: z.string(),
  consequence: Text,
  state: z.enum(['noticed', 'entered', 'exited', 'dropped']),
  facts: z.string(),
  documentNumber: z.string(),
  department: Text,
  noticedOn: Day,
  heardUntil: z.iso.datetime(),
  statement: z.string().nullable(),
  enteredOn: Day.nullable(),
  until: Day.nullable(),
  exitedOn: Day.nullable(),
  exitWhy: z.string().nullable(),
  subject: PublicSubject,
  version: z.number().int(),
})
export type ListView = z.infer<typeof ListView>

export const ExecutionView = z.object({
  id: z.uuid(),
  measure: z.object({ code: z.string(), kind: z.enum(['incentive', 'penalty']), title: Text, basis: z.string() }),
  department: Text,
  state: z.enum(['due', 'executed', 'not-executed', 'lifted']),
  dueSince: z.iso.datetime(),
  feedback: z.string().nullable(),
  liftedWhy: z.string().nullable(),
  subject: PublicSubject,
  version: z.number().int(),
})
export type ExecutionView = z.infer<typeof ExecutionView>

export const QueryView = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  kind: z.enum(['agency', 'officer', 'approval', 'subject']),
  who: z.string(),
  organisation: Text.nullable(),
  purpose: z.string(),
  answered: z.boolean(),
  records: z.number().int(),
})
export type QueryView = z.infer<typeof QueryView>

export const SubjectPage = z.object({
  subject: PublicSubject.extend({
    address: z.string().nullable(),
    occupation: z.string().nullable(),
    number: z.string().nullable(),
  }),
  /** Where the basic data come from. */
  source: Text,
  mine: z.boolean(),
  counts: z.array(z.object({ kind: z.string(), title: Text, state: z.string(), n: z.number().int() })),
  records: z.array(RecordView),
  more: z.boolean(),
  lists: z.array(ListView),
  executions: z.array(ExecutionView),
  practitioners: z.array(z.object({ id: z.uuid(), name: z.string(), occupation: z.string().nullable() })),
  score: ScoreView,
  timeline: z.array(
    z.object({ id: z.string(), on: Day, title: Text, what: z.string(), tone: z.enum(['neutral', 'done', 'warning', 'alarm']) }),
  ),
})
export type SubjectPage = z.infer<typeof SubjectPage>

// Records as departments hand them in, and their receipts.
const Line = z.string().trim().max(200)

/** One record as a department's system hands it in. An enterprise by code, a person by name and number. */
export const HandedIn = z.object({
  code: z.string().trim().max(40).optional(),
  name: Line.min(1),
  number: z.string().trim().max(24).optional(),
  documentNumber: z.string().trim().min(1).max(80),
  field: z.string().max(40),
  kind: z.string().max(40),
  title: Line.min(1),
  decidedOn: Day,
  validUntil: Day.optional(),
  degree: Degree.optional(),
  outcome: z.enum(['kept', 'broken']).optional(),
  termMonths: z.number().int().min(0).max(60).optional(),
  mustPublish: z.boolean().optional(),
  basis: z.string().trim().max(300).default(''),
  content: z.string().trim().max(4000).default(''),
  dutyDoneOn: Day.optional(),
})
export type HandedIn = z.infer<typeof HandedIn>

export const HandIn = z.object({
  /** The sender's own name for this batch: sent twice, it is one batch. */
  key: z.string().trim().min(1).max(80),
  /** Path of the unit that recognised them; default: the sender's own. */
  source: TreePath.optional(),
  records: z.array(HandedIn).min(1).max(500),
})
export type HandIn = z.infer<typeof HandIn>

export const AnswerLine = z.object({
  line: z.number().int(),
  documentNumber: z.string(),
  result: z.enum(['accepted', 'flagged', 'changed', 'repeated', 'refused']),
  why: z.array(z.object({ code: z.string(), text: Text })),
})
export type AnswerLine = z.infer<typeof AnswerLine>

export const Receipt = z.object({
  id: z.uuid(),
  number: z.string(),
  at: z.iso.datetime(),
  source: z.string(),
  key: z.string(),
  accepted: z.number().int(),
  flagged: z.number().int(),
  repeated: z.number().int(),
  refused: z.number().int(),
  lines: z.array(AnswerLine),
  /** This batch had been handed in before: the receipt is the one of then. */
  again: z.boolean(),
})
export type Receipt = z.infer<typeof Receipt>
export const ReceiptMark = Receipt.omit({ lines: true, again: true })
export const Receipts = z.object({ items: z.array(ReceiptMark), next: z.string().nullable() })

// Objections and applications for repair.
/** What a department puts right; only what is named changes. */
export const Correction = z.object({
  title: z.string().trim().min(1).max(200).optional(),
  content: z.string().trim().max(4000).optional(),
  basis: z.string().trim().max(300).optional(),
  degree: z.enum(['minor', 'general', 'serious']).optional(),
  decided_on: z.iso.date().optional(),
  subject_code: z.string().trim().max(40).optional(),
})
export type Correction = z.infer<typeof Correction>

const Why = z.string().trim().min(2).max(1000)
const Materials = z.array(z.uuid()).max(9).default([])

export const NewObjection = z.object({
  record: z.uuid(),
  wants: z.enum(['correct', 'remove']),
  reason: Why,
  materials: Materials,
})
export type NewObjection = z.infer<typeof NewObjection>

export const NewRepair = z.object({
  record: z.uuid(),
  /** What was done to put it right. */
  statement: Why,
  corrected: z.boolean(),
  dutyDone: z.boolean(),
  /** 信用承诺: the applicant's public promise, in the wording that the page shows. */
  committed: z.boolean(),
  materials: Materials,
})
export type NewRepair = z.infer<typeof NewRepair>

export const ConditionView = z.object({ id: z.string(), met: z.boolean(), from: Day.optional(), title: Text })
export type ConditionView = z.infer<typeof ConditionView>

/** Before anything is filled in: what the rule asks, and from which day. */
export const RepairOutlook = z.object({
  record: RecordView,
  rule: z.object({ id: z.string(), title: Text, basis: Text }),
  degree: z.enum(['minor', 'general', 'serious']),
  repairFrom: Day,
  endsOn: Day,
  conditions: z.array(ConditionView),
  commitment: Text,
})
export type RepairOutlook = z.infer<typeof RepairOutlook>

const File = z.object({ id: z.string(), name: z.string(), kind: z.string(), url: z.string() })
const Matter = z.object({
  id: z.uuid(),
  number: z.string(),
  state: z.string(),
  stateTitle: Text,
  askedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  answer: z.string().nullable(),
  version: z.number().int(),
  subject: PublicSubject,
  record: RecordView.nullable(),
  department: Text,
  /** What the reader may do with it now. */
  task: z
    .object({
      id: z.uuid(),
      step: z.string(),
      title: Text,
      outcomes: z.array(z.object({ id: z.string(), title: Text })),
      clock: Text.nullable(),
      overdue: z.boolean(),
    })
    .nullable(),
})
export const MatterMark = Matter.extend({ kind: z.enum(['objection', 'repair']) })
export type MatterMark = z.infer<typeof MatterMark>
export const Matters = z.object({ items: z.array(MatterMark), next: z.string().nullable() })
export type Matters = z.infer<typeof Matters>

export const ObjectionView = Matter.extend({
  wants: z.enum(['correct', 'remove']),
  reason: z.string(),
  files: z.array(File),
  process: InstanceView.nullable(),
})
export type ObjectionView = z.infer<typeof ObjectionView>
export const RepairView = Matter.extend({
  statement: z.string(),
  commitment: z.string(),
  conditions: z.array(ConditionView),
  rule: z.string(),
  files: z.array(File),
  process: InstanceView.nullable(),
})
export type RepairView = z.infer<typeof RepairView>

/** An officer's answer at the step that is open. */
export const Decision = z.object({
  version: z.number().int().min(1),
  outcome: z.string().max(40),
  why: z.string().trim().max(1000).default(''),
  correct: Correction.optional(),
})
export type Decision = z.infer<typeof Decision>
export const MatterQuery = z.object({
  open: z.enum(['true', 'false']).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

// What a subject does about its own credit, and agencies with its consent.
/** A subject that the reader acts for, or has asked to. */
export const Mine = z.object({
  representation: z.uuid(),
  role: z.enum(['self', 'agent']),
  state: z.enum(['asked', 'confirmed', 'refused', 'ended']),
  why: z.string().nullable(),
  subject: PublicSubject,
  /** Adverse records in force, matters open, consents in force; null until confirmed. */
  counts: z.object({ adverse: z.number().int(), matters: z.number().int(), consents: z.number().int() }).nullable(),
})
export type Mine = z.infer<typeof Mine>
export const MineList = z.object({ items: z.array(Mine), next: z.null() })

export const Claim = z.union([
  z.object({ code: z.string().trim().min(15).max(24), name: z.string().trim().min(2).max(120) }),
  z.object({ number: z.string().trim().min(15).max(24), name: z.string().trim().min(2).max(40) }),
])
export type Claim = z.infer<typeof Claim>
export const ClaimView = z.object({
  id: z.uuid(),
  role: z.enum(['self', 'agent']),
  account: z.string(),
  askedAt: z.iso.datetime(),
  subject: PublicSubject,
})
export const Claims = z.object({ items: z.array(ClaimView), next: z.null() })
export type Claims = z.infer<typeof Claims>
export const DecideClaim = z.object({ confirm: z.boolean(), why: z.string().trim().max(300).default('') })

export const Agency = z.object({ path: TreePath, name: Text })
export type Agency = z.infer<typeof Agency>
export const Agencies = z.object({ items: z.array(Agency), next: z.null() })
export const NewConsent = z.object({
  subject: z.uuid(),
  agency: TreePath,
  purpose: z.string().trim().min(2).max(200),
  until: Day,
})
export type NewConsent = z.infer<typeof NewConsent>
export const ConsentView = z.object({
  id: z.uuid(),
  agency: Agency,
  purpose: z.string(),
  grantedAt: z.iso.datetime(),
  until: Day,
  withdrawnAt: z.iso.datetime().nullable(),
  inForce: z.boolean(),
})
export type ConsentView = z.infer<typeof ConsentView>
export const Consents = z.object({ items: z.array(ConsentView), next: z.null() })
export const Queries = z.object({ items: z.array(QueryView), next: z.string().nullable() })
export type Queries = z.infer<typeof Queries>
export const OwnMatters = z.object({ items: z.array(MatterMark), next: z.null() })

export const IssuedReport = z.object({ id: z.string(), code: z.string(), url: z.string(), file: z.string() })
export type IssuedReport = z.infer<typeof IssuedReport>

export const AgencyAsk = z.object({
  code: z.string().trim().min(10).max(40),
  /** What the agency needs it for; the consent's own purpose stands beside it. */
  purpose: z.string().trim().min(2).max(200),
})
export type AgencyAsk = z.infer<typeof AgencyAsk>
export const AgencyReport = z.object({
  subject: PublicSubject,
  consent: z.object({ id: z.uuid(), purpose: z.string(), until: Day }),
  records: z.array(PublicRecord.extend({ content: z.string() })),
  lists: z.array(ListView.pick({ list: true, title: true, basis: true, enteredOn: true, until: true })),
})
export type AgencyReport = z.infer<typeof AgencyReport>
export const Withdrawals = z.object({
  items: z.array(z.object({ id: z.uuid(), at: z.iso.datetime(), record: z.uuid(), documentNumber: z.string(), why: z.string() })),
  next: z.string().nullable(),
})
export type Withdrawals = z.infer<typeof Withdrawals>

// Lists of serious breaches, measures, exchange, statistics.
const Version = z.number().int().min(1)

export const ListInfo = z.object({
  code: z.string(),
  title: Text,
  basis: z.string(),
  consequence: Text,
  departments: z.array(z.object({ path: z.string(), name: Text })),
  entered: z.number().int(),
})
export type ListInfo = z.infer<typeof ListInfo>
export const ListInfos = z.object({ items: z.array(ListInfo), next: z.null() })

export const NewEntry = z.object({
  list: z.string().max(60),
  /** Credit code of the enterprise, or the id of a subject. */
  subject: z.string().trim().min(1).max(64),
  facts: Why,
  documentNumber: z.string().trim().min(1).max(80),
})
export type NewEntry = z.infer<typeof NewEntry>
export const EntryAct = z.object({ version: Version, why: z.string().trim().max(1000).default('') })
export type EntryAct = z.infer<typeof EntryAct>
export const Statement = z.object({ version: Version, text: Why })
export const Entries = z.object({ items: z.array(ListView), next: z.string().nullable() })
export type Entries = z.infer<typeof Entries>
export const EntryQuery = z.object({
  list: z.string().max(60).optional(),
  state: z.enum(['noticed', 'entered', 'exited', 'dropped']).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const PublicEntries = z.object({
  items: z.array(
    ListView.pick({
      id: true,
      title: true,
      basis: true,
      enteredOn: true,
      until: true,
      documentNumber: true,
      department: true,
      subject: true,
    }),
  ),
  next: z.string().nullable(),
})
export type PublicEntries = z.infer<typeof PublicEntries>

export const NewMeasure = z.object({
  code: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  kind: z.enum(['incentive', 'penalty']),
  title: Text,
  basis: z.string().trim().max(300).default(''),
  appliesTo: z.string().max(60),
  department: TreePath,
  from: Day,
})
export type NewMeasure = z.infer<typeof NewMeasure>
export const MeasureView = z.object({
  id: z.uuid(),
  code: z.string(),
  kind: z.enum(['incentive', 'penalty']),
  title: Text,
  basis: z.string(),
  appliesTo: z.object({ code: z.string(), title: Text }),
  department: Text,
  from: Day,
  until: Day.nullable(),
})
export type MeasureView = z.infer<typeof MeasureView>
export const Measures = z.object({ items: z.array(MeasureView), next: z.null() })
export const Executions = z.object({ items: z.array(ExecutionView), next: z.string().nullable() })
export type Executions = z.infer<typeof Executions>
export const ExecutionQuery = z.object({
  state: z.enum(['due', 'executed', 'not-executed', 'lifted']).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const Feedback = z.object({ version: Version, done: z.boolean(), text: Why })
export type Feedback = z.infer<typeof Feedback>

export const BatchView = z.object({
  id: z.uuid(),
  number: z.string(),
  field: z.object({ code: z.string(), title: Text }),
  day: Day,
  state: z.enum(['made', 'fetched', 'answered']),
  rows: z.number().int(),
  manifest: z.object({
    number: z.string(),
    field: z.string(),
    day: Day,
    files: z.array(z.object({ name: z.string(), rows: z.number().int(), bytes: z.number().int(), sm3: z.string() })),
  }),
  madeAt: z.iso.datetime(),
  answeredAt: z.iso.datetime().nullable(),
  accepted: z.number().int().nullable(),
  rejected: z.number().int().nullable(),
  version: z.number().int(),
})
export type BatchView = z.infer<typeof BatchView>
export const Batches = z.object({ items: z.array(BatchView), next: z.string().nullable() })
export const ExchangeState = z.object({
  queued: z.array(z.object({ field: z.string(), title: Text, rows: z.number().int() })),
  rejected: z.array(z.object({ record: z.string(), title: Text, why: z.string(), tries: z.number().int() })),
})
export type ExchangeState = z.infer<typeof ExchangeState>

const Counted = z.object({ code: z.string(), title: Text, n: z.number().int() })
export const Statistics = z.object({
  at: z.iso.datetime(),
  total: z.number().int(),
  subjects: z.number().int(),
  published: z.number().int(),
  adverse: z.number().int(),
  byField: z.array(Counted),
  byKind: z.array(Counted),
  byDepartment: z.array(Counted),
  byMonth: z.array(z.object({ month: z.string(), n: z.number().int(), adverse: z.number().int() })),
  byFlag: z.array(Counted),
  repairs: z.object({
    open: z.number().int(),
    granted: z.number().int(),
    refused: z.number().int(),
    medianDays: z.number().nullable(),
  }),
  objections: z.object({ open: z.number().int(), overdue: z.number().int(), upheld: z.number().int(), kept: z.number().int() }),
})
export type Statistics = z.infer<typeof Statistics>
