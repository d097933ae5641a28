import { z } from 'zod'
import { Text } from '../../kernel/shapes.ts'
import { Filter, Item, Mask, Sharing } from './schema-directory.ts'

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
