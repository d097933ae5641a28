import { z } from 'zod'
import { Text } from '../../kernel/shapes.ts'

export const Source = z.enum(['dataset', 'register', 'upload', 'database', 'link'])
export type Source = z.infer<typeof Source>
export const ItemType = z.enum(['text', 'integer', 'decimal', 'boolean', 'date', 'instant', 'json', 'point'])
export type ItemType = z.infer<typeof ItemType>
export const Mask = z.enum(['name', 'phone', 'id-number', 'address', 'all'])
export type Mask = z.infer<typeof Mask>
export const Format = z.enum(['0100', '0200', '0310', '0320', '0400', '0500'])
/** 共享类型 1 无条件 2 有条件 3 不予. */
export const Sharing = z.number().int().min(1).max(3)
export const Opening = z.number().int().min(1).max(3)
/** 更新周期 1 实时 … 9 不更新. */
export const Cycle = z.number().int().min(1).max(9)
const ClassCode = z.string().regex(/^[0-9]{6,12}$/)
const When = z.iso.datetime().nullable()

/** 信息项 */
export const Item = z.object({
  name: z.string(),
  title: Text,
  type: ItemType,
  unit: z.string().nullable(),
  about: Text.nullable(),
  standard: z.string().nullable(),
  mask: Mask.nullable(),
  personal: z.boolean(),
})
export type Item = z.infer<typeof Item>

export const Distribution = z.object({
  id: z.string(),
  resourceId: z.string(),
  kind: z.enum(['table', 'file', 'link']),
  title: Text,
  format: z.string(),
  rowCount: z.number().int().nullable(),
  url: z.string().nullable(),
  fileId: z.string().nullable(),
  digest: z.string().nullable(),
  bytes: z.number().int().nullable(),
  dataAt: When,
  createdAt: z.iso.datetime(),
  items: z.array(Item),
})
export type Distribution = z.infer<typeof Distribution>

/** A line of the directory. */
export const ResourceLine = z.object({
  id: z.string(),
  code: z.string(),
  slug: z.string(),
  source: Source,
  class: z.string(),
  name: Text,
  abstract: Text,
  provider: z.string().nullable(),
  providerName: Text,
  providerCode: z.string().nullable(),
  format: Format,
  sharing: Sharing,
  sharingBasis: z.string().nullable(),
  opening: Opening,
  cycle: Cycle,
  tags: z.array(z.string()),
  state: z.enum(['draft', 'published', 'withdrawn']),
  publishedOn: z.string().nullable(),
  dataAt: When,
  openAt: When,
  licence: z.string().nullable(),
  rowCount: z.number().int().nullable(),
  updatedAt: z.iso.datetime(),
})
export type ResourceLine = z.infer<typeof ResourceLine>

export const Resource = ResourceLine.extend({
  origin: z.string().nullable(),
  classTitles: z.array(Text),
  sharingWays: z.array(z.string()),
  openingBasis: z.string().nullable(),
  related: z.array(z.object({ code: z.string(), id: z.string().nullable(), name: Text.nullable() })),
  openWhy: z.string().nullable(),
  extras: z.record(z.string(), z.unknown()),
  contact: z.object({ name: z.string().optional(), phone: z.string().optional(), email: z.string().optional() }).nullable(),
  distributions: z.array(Distribution),
  version: z.number().int(),
  createdAt: z.iso.datetime(),
  /** What the asker may do here. */
  may: z.object({ steward: z.boolean(), apply: z.boolean(), sample: z.boolean() }),
})
export type Resource = z.infer<typeof Resource>

export const Facet = z.object({ value: z.string(), count: z.number().int() })
export const Directory = z.object({
  items: z.array(ResourceLine),
  total: z.number().int(),
  next: z.string().nullable(),
  facets: z.record(z.string(), z.array(Facet)),
})
export type Directory = z.infer<typeof Directory>

/** Filters of the directory; several values of one name are alternatives. */
export const DirectoryQuery = z.object({
  q: z.string().max(200).optional(),
  class: z.string().max(12).optional(),
  provider: z.string().max(250).optional(),
  sharing: z.string().max(10).optional(),
  opening: z.string().max(10).optional(),
  cycle: z.string().max(20).optional(),
  format: z.string().max(40).optional(),
  source: z.string().max(60).optional(),
  tag: z.string().max(200).optional(),
  state: z.enum(['draft', 'published', 'withdrawn']).optional(),
  cursor: z.string().max(20).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type DirectoryQuery = z.infer<typeof DirectoryQuery>

export const ClassNode = z.object({ code: z.string(), title: Text, level: z.number().int(), count: z.number().int() })
export type ClassNode = z.infer<typeof ClassNode>
export const Classes = z.object({ items: z.array(ClassNode) })

/** What a steward says about a resource; the rest is read from the data. */
export const Metadata = z.object({
  name: Text,
  abstract: Text,
  class: ClassCode,
  provider: z.string().max(250),
  sharing: Sharing,
  sharingBasis: z.string().max(500).nullish(),
  sharingWays: z
    .array(z.enum(['api', 'dataset', 'exchange']))
    .max(3)
    .default(['api', 'dataset', 'exchange']),
  opening: Opening.default(3),
  openingBasis: z.string().max(500).nullish(),
  cycle: Cycle,
  tags: z.array(z.string().min(1).max(40)).max(20).default([]),
  related: z.array(z.string().max(40)).max(20).default([]),
})
export type Metadata = z.infer<typeof Metadata>
export const MetadataPatch = Metadata.omit({ provider: true })
  .partial()
  .extend({ version: z.number().int(), state: z.enum(['draft', 'published', 'withdrawn']).optional() })
export type MetadataPatch = z.infer<typeof MetadataPatch>
export const NewLink = Metadata.extend({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  documentation: z.string().max(2000).optional(),
})
export type NewLink = z.infer<typeof NewLink>
export const ItemPatch = z.object({
  title: Text.optional(),
  unit: z.string().max(30).nullish(),
  about: Text.nullish(),
  standard: z.string().max(80).nullish(),
  mask: Mask.nullish(),
  personal: z.boolean().optional(),
})
export type ItemPatch = z.infer<typeof ItemPatch>

export const Operator = z.enum(['eq', 'in', 'gt', 'gte', 'lt', 'lte', 'null'])
/** One condition; values are text and read in the column's type. */
export const Filter = z.object({
  column: z.string().max(200),
  op: Operator,
  value: z.union([z.string().max(500), z.array(z.string().max(500)).max(200), z.boolean()]),
})
export type Filter = z.infer<typeof Filter>

export const Rows = z.object({
  fields: z.array(Item),
  rows: z.array(z.record(z.string(), z.unknown())),
  total: z.number().int().nullable(),
  isEstimated: z.boolean(),
  next: z.string().nullable(),
})
export type Rows = z.infer<typeof Rows>

export const How = z.enum(['api', 'dataset', 'exchange'])
export type How = z.infer<typeof How>

/** Something the approver should look at twice; `field` null: the rows. */
export const Flag = z.object({
  field: z.string().nullable(),
  kind: z.enum(['personal', 'unnamed', 'rows']),
  text: Text,
  reason: z.string().nullable(),
})
export type Flag = z.infer<typeof Flag>

const Fields = z.array(z.string().max(200)).min(1).max(300)
const Filters = z.array(Filter).max(20)
const Day = z.iso.date()

export const NewApplication = z.object({
  distribution: z.uuid(),
  fields: Fields,
  filters: Filters.default([]),
  purpose: z.string().trim().min(6).max(1000),
  /** 履职依据: the duty that the purpose serves. */
  duty: z.string().trim().min(2).max(500),
  reasons: z.record(z.string(), z.string().max(300)).default({}),
  how: How,
  quotaPerDay: z.number().int().min(1).max(1_000_000).default(1000),
  expiresOn: Day,
})
export type NewApplication = z.infer<typeof NewApplication>

/** What is given: never more than was asked for. */
export const Terms = z.object({
  fields: Fields,
  filters: Filters.default([]),
  masks: z.record(z.string(), Mask).default({}),
  quotaPerDay: z.number().int().min(1).max(1_000_000),
  expiresOn: Day,
})
export type Terms = z.infer<typeof Terms>

export const ApplicationState = z.enum(['deciding', 'revising', 'refused', 'appealed', 'granted', 'ended', 'withdrawn'])
export type ApplicationState = z.infer<typeof ApplicationState>

export const ApplicationLine = z.object({
  id: z.string(),
  number: z.string(),
  resource: z.object({ id: z.string(), name: Text, code: z.string(), sharing: Sharing, sharingBasis: z.string().nullable() }),
  provider: z.string(),
  providerName: Text,
  consumer: z.string(),
  consumerName: Text,
  applicantName: z.string(),
  purpose: z.string(),
  how: How,
  state: ApplicationState,
  flagCount: z.number().int(),
  /** The step that is open, in words, and when it is due. */
  dueAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  version: z.number().int(),
})
export type ApplicationLine = z.infer<typeof ApplicationLine>

export const Application = ApplicationLine.extend({
  distribution: z.string(),
  items: z.array(Item),
  duty: z.string(),
  fields: z.array(z.string()),
  filters: z.array(Filter),
  reasons: z.record(z.string(), z.string()),
  flags: z.array(Flag),
  quotaPerDay: z.number().int(),
  expiresOn: z.string(),
  terms: Terms.nullable(),
  answer: z.string().nullable(),
  answeredBy: z.string().nullable(),
  share: z.string().nullable(),
  /** What the asker may do now. */
  may: z.object({ decide: z.boolean(), answer: z.boolean(), appeal: z.boolean(), arbitrate: z.boolean() }),
})
export type Application = z.infer<typeof Application>
export const ApplicationList = z.object({ items: z.array(ApplicationLine), next: z.string().nullable() })

export const Decide = z.object({
  version: z.number().int(),
  outcome: z.enum(['approve', 'less', 'refuse']),
  why: z.string().trim().max(1000).default(''),
  terms: Terms.optional(),
})
export type Decide = z.infer<typeof Decide>
export const AnswerOffer = z.object({
  version: z.number().int(),
  outcome: z.enum(['accept', 'resubmit', 'withdraw']),
  why: z.string().trim().max(1000).default(''),
  reasons: z.record(z.string(), z.string().max(300)).optional(),
})
export type AnswerOffer = z.infer<typeof AnswerOffer>
export const Appeal = z.object({
  version: z.number().int(),
  outcome: z.enum(['appeal', 'agree']),
  why: z.string().trim().max(1000).default(''),
})
export type Appeal = z.infer<typeof Appeal>
export const Arbitrate = z.object({
  version: z.number().int(),
  outcome: z.enum(['grant', 'uphold']),
  why: z.string().trim().min(2).max(1000),
  terms: Terms.optional(),
})
export type Arbitrate = z.infer<typeof Arbitrate>

export const Share = z.object({
  id: z.string(),
  application: z.string(),
  number: z.string(),
  resource: z.object({ id: z.string(), name: Text, code: z.string() }),
  distribution: z.string(),
  provider: z.string(),
  providerName: Text,
  consumer: z.string(),
  consumerName: Text,
  fields: z.array(z.string()),
  filters: z.array(Filter),
  masks: z.record(z.string(), Mask),
  how: How,
  quotaPerDay: z.number().int(),
  expiresAt: z.iso.datetime(),
  purpose: z.string(),
  state: z.enum(['active', 'expired', 'revoked']),
  revokedWhy: z.string().nullable(),
  usedToday: z.number().int(),
  calls: z.number().int(),
  rows: z.number().int(),
  lastUsedAt: z.iso.datetime().nullable(),
  version: z.number().int(),
  createdAt: z.iso.datetime(),
})
export type Share = z.infer<typeof Share>
export const ShareList = z.object({ items: z.array(Share), next: z.string().nullable() })

export const ShareDetail = Share.extend({
  items: z.array(Item),
  /** The exact query that serves the consumer, for its owner. */
  view: z.string(),
  /** The same in words: fields, rows, masks. */
  says: z.array(Text),
  days: z.array(z.object({ day: z.string(), calls: z.number().int(), rows: z.number().int(), refused: z.number().int() })),
  may: z.object({ revoke: z.boolean(), use: z.boolean() }),
})
export type ShareDetail = z.infer<typeof ShareDetail>

export const SharedQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(600).optional(),
  sort: z.string().max(210).optional(),
  /** `column=value` narrows; `column.gte=value` and the like for ranges. */
  filter: z.string().max(2000).optional(),
  count: z.enum(['exact', 'auto', 'estimated', 'none']).default('auto'),
})
export type SharedQuery = z.infer<typeof SharedQuery>

export const QualityKind = z.enum(['completeness', 'uniqueness', 'validity', 'consistency', 'timeliness'])
export type QualityKind = z.infer<typeof QualityKind>
export const RuleParams = z.object({
  standard: z.uuid().optional(),
  pattern: z.string().max(300).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  compare: z.enum(['<', '<=', '=', '>=', '>']).optional(),
  /** The value must stand in this column of another table. */
  reference: z.object({ distribution: z.uuid(), column: z.string().max(200) }).optional(),
})
export type RuleParams = z.infer<typeof RuleParams>
export const NewRule = z.object({
  distribution: z.uuid(),
  kind: QualityKind,
  columns: z.array(z.string().max(200)).min(1).max(5),
  params: RuleParams.default({}),
})
export type NewRule = z.infer<typeof NewRule>

export const Measure = z.object({ checked: z.number().int(), failed: z.number().int() })
export const Rule = z.object({
  id: z.string(),
  distribution: z.string(),
  kind: QualityKind,
  columns: z.array(z.string()),
  params: RuleParams,
  title: Text,
  source: z.enum(['derived', 'declared']),
  last: Measure.nullable(),
})
export type Rule = z.infer<typeof Rule>
export const Quality = z.object({
  resource: z.string(),
  at: When,
  rows: z.number().int().nullable(),
  score: z.number().nullable(),
  rules: z.array(Rule),
  runs: z.array(z.object({ at: z.iso.datetime(), score: z.number().nullable(), rows: z.number().int() })),
  may: z.object({ keep: z.boolean(), see: z.boolean() }),
})
export type Quality = z.infer<typeof Quality>
export const BoardLine = z.object({
  resource: z.object({ id: z.string(), name: Text, code: z.string() }),
  providerName: Text,
  at: z.iso.datetime(),
  score: z.number().nullable(),
  before: z.number().nullable(),
  rows: z.number().int(),
  kinds: z.partialRecord(QualityKind, Measure),
  corrections: z.number().int(),
})
export type BoardLine = z.infer<typeof BoardLine>
export const Board = z.object({ items: z.array(BoardLine), next: z.null() })

export const NewCorrection = z.object({
  note: z.string().trim().min(2).max(1000),
  keys: z.array(z.string().max(100)).max(200).default([]),
})
export type NewCorrection = z.infer<typeof NewCorrection>
export const Correction = z.object({
  id: z.string(),
  rule: z.string(),
  ruleTitle: Text,
  resource: z.object({ id: z.string(), name: Text }),
  senderName: z.string(),
  note: z.string(),
  keys: z.array(z.string()),
  failedBefore: z.number().int(),
  failedAfter: z.number().int().nullable(),
  state: z.enum(['open', 'corrected', 'declined']),
  answer: z.string().nullable(),
  answeredBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  answeredAt: When,
  version: z.number().int(),
  may: z.object({ answer: z.boolean() }),
})
export type Correction = z.infer<typeof Correction>
export const Corrections = z.object({ items: z.array(Correction), next: z.null() })
export const AnswerCorrection = z.object({
  version: z.number().int(),
  outcome: z.enum(['corrected', 'declined']),
  answer: z.string().trim().min(2).max(1000),
})
export type AnswerCorrection = z.infer<typeof AnswerCorrection>

export const Standard = z.object({
  id: z.string(),
  code: z.string(),
  edition: z.string(),
  title: Text,
  kind: z.enum(['codes', 'pattern', 'check']),
  pattern: z.string().nullable(),
  since: z.string().nullable(),
  endedOn: z.string().nullable(),
  codeCount: z.number().int(),
  /** How many items of the directory name it. */
  items: z.number().int(),
})
export type Standard = z.infer<typeof Standard>
export const Standards = z.object({ items: z.array(Standard), next: z.null() })
export const StandardCode = z.object({ code: z.string().min(1).max(80), title: Text })
export const StandardDetail = Standard.extend({
  codes: z.array(StandardCode),
  used: z.array(z.object({ resource: z.string(), name: Text, distribution: z.string(), column: z.string(), title: Text })),
})
export type StandardDetail = z.infer<typeof StandardDetail>
export const NewStandard = z.object({
  code: z.string().trim().min(2).max(60),
  edition: z.string().trim().min(1).max(20),
  title: Text,
  pattern: z.string().max(300).optional(),
  codes: z.array(StandardCode).max(5000).optional(),
  since: z.iso.date().optional(),
})
export type NewStandard = z.infer<typeof NewStandard>
export const Conformance = z.object({
  checked: z.number().int(),
  failed: z.number().int(),
  values: z.array(z.object({ value: z.string(), count: z.number().int() })),
})
export type Conformance = z.infer<typeof Conformance>

export const LineageNode = z.object({
  ref: z.string(),
  kind: z.enum(['source', 'resource', 'distribution', 'share', 'consumer', 'open', 'exchange', 'indicator', 'other']),
  title: Text,
  id: z.string().nullable(),
})
export type LineageNode = z.infer<typeof LineageNode>
export const Lineage = z.object({
  nodes: z.array(LineageNode),
  edges: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      how: z.string(),
      at: z.iso.datetime(),
      by: z.string(),
      endedAt: When,
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
})
export type Lineage = z.infer<typeof Lineage>

export const Usage = z.object({
  consumers: z.array(
    z.object({
      consumer: z.string(),
      title: Text,
      how: z.string(),
      calls: z.number().int(),
      rows: z.number().int(),
      last: z.string(),
    }),
  ),
  days: z.array(z.object({ day: z.string(), calls: z.number().int(), rows: z.number().int() })),
})
export type Usage = z.infer<typeof Usage>
export const UnusedList = z.object({ items: z.array(ResourceLine.extend({ lastUsed: z.string().nullable() })), next: z.null() })

export const ExchangeFault = z.enum(['unreachable', 'slow', 'status', 'half', 'wrong', 'total', 'stuck', 'share', 'host'])
export type ExchangeFault = z.infer<typeof ExchangeFault>
const Column = z.object({ name: z.string().min(1).max(60), title: Text, type: ItemType, mask: Mask.nullish() })
const Timetable = {
  title: z.string().trim().min(2).max(120),
  url: z.url({ protocol: /^https?$/ }).max(2000),
  secret: z.string().max(500).optional(),
  batchSize: z.number().int().min(1).max(5000).default(500),
  everyMinutes: z.number().int().min(1).max(44_640).default(1440),
  timeoutMs: z.number().int().min(200).max(60_000).default(15_000),
}
/** 拉取: a partner's rows come here regularly and make up a resource. */
export const NewPull = z.object({
  ...Timetable,
  metadata: Metadata,
  columns: z.array(Column).min(1).max(200),
  keyColumns: z.array(z.string()).min(1).max(5),
})
export type NewPull = z.infer<typeof NewPull>
/** 推送: the rows of a share go to its consumer regularly, those changed since the last time. */
export const NewPush = z.object({ ...Timetable, share: z.uuid(), cursorColumn: z.string().max(200).optional() })
export type NewPush = z.infer<typeof NewPush>

export const ExchangeRun = z.object({
  id: z.string(),
  why: z.enum(['schedule', 'demand', 'resume']),
  state: z.enum(['running', 'done', 'failed', 'quarantined']),
  startedAt: z.iso.datetime(),
  endedAt: When,
  batches: z.number().int(),
  rows: z.number().int(),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  log: z.array(
    z.object({
      number: z.number().int(),
      rows: z.number().int(),
      digest: z.string(),
      theirs: z.string().nullable(),
      at: z.iso.datetime(),
    }),
  ),
})
export type ExchangeRun = z.infer<typeof ExchangeRun>
export const Exchange = z.object({
  id: z.string(),
  title: z.string(),
  direction: z.enum(['pull', 'push']),
  owner: z.string(),
  ownerName: Text,
  resource: z.object({ id: z.string(), name: Text, code: z.string() }),
  share: z.string().nullable(),
  host: z.string(),
  url: z.string(),
  keyColumns: z.array(z.string()),
  cursorColumn: z.string().nullable(),
  batchSize: z.number().int(),
  everyMinutes: z.number().int(),
  state: z.enum(['active', 'paused', 'quarantined']),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  attempts: z.number().int(),
  nextAt: z.iso.datetime(),
  isRunning: z.boolean(),
  hasCursor: z.boolean(),
  last: ExchangeRun.omit({ log: true }).nullable(),
  version: z.number().int(),
  may: z.object({ run: z.boolean() }),
})
export type Exchange = z.infer<typeof Exchange>
export const Exchanges = z.object({ items: z.array(Exchange), next: z.null() })
export const ExchangeDetail = Exchange.extend({ runs: z.array(ExchangeRun) })
export type ExchangeDetail = z.infer<typeof ExchangeDetail>
