import { z } from 'zod'
import { Limit } from '../../../engines/calendar/schema.ts'
import { InstanceView } from '../../../engines/process/schema.ts'
import { Ref, Text, TreePath } from '../../../kernel/shapes.ts'

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

export const Why = z.string().trim().min(2).max(1000)
export const Version = z.number().int().min(1)

/** What the registry of legal entities says of a subject; empty when it does not know the code. */
export const Registered = z.object({
  /** Its entry there, for who may open it. */
  ref: Ref.nullable(),
  fields: z.array(
    z.object({
      field: z.string(),
      title: Text,
      says: Text,
      from: Text,
      observedOn: z.string(),
      /** What the ledger of subjects has instead, where the two do not agree. */
      differs: z.string().nullable(),
    }),
  ),
})
export type Registered = z.infer<typeof Registered>
