import { z } from 'zod'
import { Text } from '../../kernel/shapes.ts'

const At = z.iso.datetime()
export const DatasetState = z.enum(['draft', 'review', 'published', 'withdrawn', 'returned'])
export type DatasetState = z.infer<typeof DatasetState>

/** Column types as CKAN names them: PostgreSQL's. */
export const FieldType = z.enum(['text', 'int8', 'float8', 'bool', 'date', 'timestamptz', 'json'])
export type FieldType = z.infer<typeof FieldType>
export const Field = z.object({
  id: z.string(),
  type: FieldType,
  title: Text,
  about: Text.nullable(),
  unit: z.string().nullable(),
})
export type Field = z.infer<typeof Field>

export const Treatment = z.discriminatedUnion('do', [
  z.object({ do: z.literal('keep'), because: z.string().max(200).optional() }),
  z.object({ do: z.literal('drop'), why: z.enum(['identifier', 'chosen']) }),
  z.object({ do: z.literal('redact') }),
  z.object({
    do: z.literal('generalise'),
    kind: z.enum(['date', 'number', 'address', 'point', 'category', 'code']),
    level: z.number().int().min(0).max(6),
  }),
])
export type Treatment = z.infer<typeof Treatment>
export const Plan = z.object({
  k: z.number().int().min(5).max(100),
  aboutPeople: z.boolean(),
  columns: z.record(z.string(), Treatment),
  counts: z.array(z.string()).max(50),
})
export type Plan = z.infer<typeof Plan>

export const Classes = z.object({ rows: z.number(), classes: z.number(), smallest: z.number(), atRisk: z.number() })
/** What the gate saw, and what the plan makes of it. */
export const GateReport = z.object({
  checkedAt: At,
  rows: z.number().int(),
  identifiers: z.array(
    z.object({
      column: z.string(),
      kind: z.string(),
      by: z.enum(['content', 'heading', 'declared']),
      rows: z.number().int(),
      open: z.boolean(),
    }),
  ),
  before: Classes.nullable(),
  after: Classes.nullable(),
  withheldRows: z.number().int(),
  smallCells: z.number().int(),
  verdict: z.enum(['open', 'blocked']),
  why: z.array(Text),
})
export type GateReport = z.infer<typeof GateReport>

export const Resource = z.object({
  id: z.string(),
  name: Text,
  description: Text,
  kind: z.enum(['table', 'link']),
  format: z.string(),
  url: z.string().nullable(),
  fields: z.array(Field),
  rowCount: z.number().int(),
  bytes: z.number().int().nullable(),
  hasPlaces: z.boolean(),
  modifiedAt: At,
})
export type Resource = z.infer<typeof Resource>

export const DatasetLine = z.object({
  id: z.string(),
  name: z.string(),
  title: Text,
  notes: Text,
  theme: z.string(),
  publisher: z.object({ code: z.string(), title: Text, kind: z.enum(['organisation', 'enterprise']) }),
  licence: z.string(),
  cycle: z.number().int(),
  tags: z.array(z.string()),
  formats: z.array(z.string()),
  quality: z.number().int(),
  modifiedAt: At,
  dataAt: At.nullable(),
  isLate: z.boolean(),
  views: z.number().int(),
  downloads: z.number().int(),
  calls: z.number().int(),
})
export type DatasetLine = z.infer<typeof DatasetLine>

export const Quality = z.object({
  score: z.number().int(),
  parts: z.array(
    z.object({ id: z.enum(['complete', 'timely', 'described', 'reusable', 'valid']), score: z.number().int(), title: Text }),
  ),
})
export const Question = z.object({
  id: z.string(),
  body: z.string(),
  by: z.string(),
  at: At,
  dueAt: At,
  answer: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: At.nullable(),
})
export type Question = z.infer<typeof Question>
export const Reuse = z.object({
  id: z.string(),
  dataset: z.object({ name: z.string(), title: Text }),
  title: z.string(),
  body: z.string(),
  url: z.string().nullable(),
  kind: z.enum(['app', 'analysis', 'research', 'news', 'other']),
  by: z.string(),
  at: At,
  state: z.enum(['waiting', 'shown', 'refused']),
  dueAt: At,
  why: z.string().nullable(),
})
export type Reuse = z.infer<typeof Reuse>

export const Dataset = DatasetLine.extend({
  spatial: z.string().nullable(),
  temporal: z.object({ from: z.string().nullable(), to: z.string().nullable() }),
  contact: z.object({ name: z.string(), email: z.string().optional(), phone: z.string().optional() }).nullable(),
  state: DatasetState,
  publishedAt: At.nullable(),
  resources: z.array(Resource),
  qualityParts: Quality,
  questions: z.array(Question),
  reuses: z.array(Reuse),
  related: z.array(DatasetLine),
  subscribed: z.boolean(),
  jsonLd: z.record(z.string(), z.unknown()),
})
export type Dataset = z.infer<typeof Dataset>

export const Facets = z.record(
  z.string(),
  z.array(z.object({ value: z.string(), title: z.string().nullable(), count: z.number().int() })),
)
export const DatasetPage = z.object({
  items: z.array(DatasetLine),
  total: z.number().int(),
  next: z.string().nullable(),
  facets: Facets,
})
export type DatasetPage = z.infer<typeof DatasetPage>
export const DatasetQuery = z.object({
  q: z.string().max(200).optional(),
  theme: z.string().max(60).optional(),
  publisher: z.string().max(100).optional(),
  tag: z.string().max(60).optional(),
  format: z.string().max(20).optional(),
  licence: z.string().max(60).optional(),
  kind: z.enum(['organisation', 'enterprise']).optional(),
  sort: z.enum(['relevance', 'newest', 'used', 'quality', 'title']).optional(),
  cursor: z.string().max(10).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export type DatasetQuery = z.infer<typeof DatasetQuery>

export const Theme = z.object({ id: z.string(), title: Text, icon: z.string(), count: z.number().int() })
export const Home = z.object({
  numbers: z.object({
    datasets: z.number().int(),
    rows: z.number().int(),
    publishers: z.number().int(),
    enterprises: z.number().int(),
    downloads: z.number().int(),
    calls: z.number().int(),
    reuses: z.number().int(),
    onTimeShare: z.number().nullable(),
  }),
  themes: z.array(Theme),
  newest: z.array(DatasetLine),
  mostUsed: z.array(DatasetLine),
  reuses: z.array(Reuse),
})
export type Home = z.infer<typeof Home>

export const Rows = z.object({
  rows: z.array(z.record(z.string(), z.unknown())),
  total: z.number().int(),
  offset: z.number().int(),
  limit: z.number().int(),
})
export type Rows = z.infer<typeof Rows>
export const RowQuery = z.object({
  q: z.string().max(200).optional(),
  filters: z.string().max(4000).optional(),
  sort: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(0).max(1000).default(20),
  offset: z.coerce.number().int().min(0).max(100_000_000).default(0),
})
export const ChartQuery = z.object({
  by: z.string().max(200).optional(),
  value: z.string().max(200).optional(),
  how: z.enum(['count', 'sum', 'avg', 'max']).optional(),
  only: z.string().max(200).optional(),
})
/** What a chart is drawn from, and what else could be chosen. */
export const ChartData = z.object({
  by: z.string().nullable(),
  value: z.string().nullable(),
  how: z.enum(['count', 'sum', 'avg', 'max']),
  isTime: z.boolean(),
  points: z.array(z.object({ key: z.string(), value: z.number().nullable() })),
  choices: z.object({ by: z.array(z.string()), value: z.array(z.string()) }),
  /** Where rows measure different things: which of them is drawn, and which there are. */
  only: z.object({ column: z.string(), value: z.string(), choices: z.array(z.string()) }).nullable(),
  /** Where each row names its own unit: the one of what is drawn. */
  unit: z.string().nullable(),
})
export type ChartData = z.infer<typeof ChartData>
export const Places = z.object({
  total: z.number().int(),
  items: z.array(z.object({ id: z.string(), lon: z.number(), lat: z.number(), title: z.string() })),
})
export type Places = z.infer<typeof Places>

export const Slug = z.string().regex(/^[a-z0-9_-]{2,100}$/)
export const Metadata = z.object({
  name: Slug,
  title: Text,
  notes: Text,
  theme: z.string().max(60),
  licence: z.string().max(60),
  cycle: z.number().int().min(1).max(9),
  tags: z.array(z.string().min(1).max(40)).max(20),
  spatial: z.string().max(100).nullish(),
})
export type Metadata = z.infer<typeof Metadata>

export const Draft = z.object({
  id: z.string(),
  name: z.string(),
  title: Text,
  notes: Text,
  state: DatasetState,
  stateWhy: z.string().nullable(),
  publisher: z.object({ code: z.string(), title: Text, kind: z.enum(['organisation', 'enterprise']) }),
  theme: z.string(),
  licence: z.string(),
  cycle: z.number().int(),
  tags: z.array(z.string()),
  reviewDueAt: At.nullable(),
  publishedAt: At.nullable(),
  version: z.number().int(),
  resources: z.array(
    z.object({
      id: z.string(),
      name: Text,
      columns: z.array(z.object({ id: z.string(), title: Text, type: z.string() })),
      plan: Plan.nullable(),
      report: GateReport.nullable(),
      sample: z.array(z.record(z.string(), z.unknown())),
    }),
  ),
  may: z.object({ change: z.boolean(), submit: z.boolean(), publish: z.boolean(), withdraw: z.boolean() }),
})
export type Draft = z.infer<typeof Draft>
export const DraftLine = Draft.omit({ resources: true, may: true })
export type DraftLine = z.infer<typeof DraftLine>
export const Drafts = z.object({ items: z.array(DraftLine), next: z.null() })

export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string(),
  perMinute: z.number().int(),
  perDay: z.number().int(),
  usedToday: z.number().int(),
  resetAt: At,
  createdAt: At,
  lastUsedAt: At.nullable(),
  days: z.array(z.object({ day: z.string(), calls: z.number().int() })),
})
export type ApiKey = z.infer<typeof ApiKey>
export const ApiKeys = z.object({ items: z.array(ApiKey), next: z.null() })
export const NewKey = z.object({ name: z.string().trim().min(1).max(60) })

export const DataRequest = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  body: z.string(),
  purpose: z.string(),
  theme: z.string(),
  state: z.enum(['open', 'planned', 'fulfilled', 'declined']),
  by: z.string(),
  at: At,
  dueAt: At,
  answer: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: At.nullable(),
  dataset: z.object({ name: z.string(), title: Text }).nullable(),
  followers: z.number().int(),
  following: z.boolean(),
  mine: z.boolean(),
})
export type DataRequest = z.infer<typeof DataRequest>
export const DataRequests = z.object({ items: z.array(DataRequest), next: z.string().nullable() })
export const NewDataRequest = z.object({
  title: z.string().trim().min(4).max(100),
  body: z.string().trim().min(5).max(2000),
  purpose: z.string().trim().min(2).max(500),
  theme: z.string().max(60),
})
export const NewReuse = z.object({
  title: z.string().trim().min(2).max(100),
  body: z.string().trim().min(5).max(2000),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  kind: z.enum(['app', 'analysis', 'research', 'news', 'other']),
})
export const Vocabulary = z.object({
  themes: z.array(Theme.omit({ count: true })),
  licences: z.array(z.object({ id: z.string(), title: Text, url: z.string() })),
})
export type Vocabulary = z.infer<typeof Vocabulary>

export const DraftQuery = z.object({
  state: z.enum(['draft', 'review', 'published', 'withdrawn', 'returned']).optional(),
  mine: z.enum(['true', 'false']).optional(),
})
export const Candidates = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      name: Text,
      about: Text,
      provider: Text,
      opening: z.number().int(),
      cycle: z.number().int(),
      rows: z.number().int().nullable(),
      tags: z.array(z.string()),
    }),
  ),
  next: z.null(),
})
export const OpenCandidate = z.object({
  name: z.string().regex(/^[a-z0-9_-]{2,100}$/),
  theme: z.string().max(60),
  licence: z.string().max(60),
  aboutPeople: z.boolean(),
})
export const Inbox = z.object({
  items: z.array(
    z.object({
      kind: z.enum(['question', 'request', 'reuse', 'review']),
      id: z.string(),
      title: z.string(),
      body: z.string(),
      at: z.string(),
      dueAt: z.string(),
      isLate: z.boolean(),
      dataset: z.object({ name: z.string(), title: Text }).nullable(),
    }),
  ),
  next: z.null(),
})
export type DraftQuery = z.infer<typeof DraftQuery>
export type Candidates = z.infer<typeof Candidates>
export type OpenCandidate = z.infer<typeof OpenCandidate>
export type Inbox = z.infer<typeof Inbox>
