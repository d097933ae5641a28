import { z } from 'zod'
import { Ref, Text } from '../../../kernel/shapes.ts'

const FieldId = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)

export const Tie = z.object({ ref: Ref, title: Text, name: z.string(), since: z.string().nullable() })
export type Tie = z.infer<typeof Tie>

export const NewShare = z.object({
  fields: z.array(FieldId).min(1).max(60),
  purpose: z.string().trim().min(4).max(300),
  basis: z.string().trim().min(4).max(300),
})
export type NewShare = z.infer<typeof NewShare>
export const ShareView = z.object({
  id: z.uuid(),
  registry: z.string(),
  organisation: z.object({ path: z.string(), name: Text }),
  fields: z.array(z.string()),
  purpose: z.string(),
  basis: z.string(),
  state: z.enum(['asked', 'granted', 'refused', 'ended']),
  version: z.number(),
  askedBy: z.string(),
  askedAt: z.iso.datetime(),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  answer: z.string().nullable(),
  until: z.string().nullable(),
  readTo: z.string(),
  readAt: z.iso.datetime().nullable(),
})
export type ShareView = z.infer<typeof ShareView>
export const ShareDecision = z.object({
  version: z.number().int(),
  state: z.enum(['granted', 'refused', 'ended']),
  answer: z.string().trim().max(300).default(''),
  until: z.iso.date().optional(),
})
export type ShareDecision = z.infer<typeof ShareDecision>

export const Changes = z.object({
  items: z.array(
    z.object({
      seq: z.string(),
      id: z.uuid(),
      kind: z.enum(['created', 'changed', 'merged', 'restored']),
      fields: z.array(z.string()),
      other: z.uuid().nullable(),
      at: z.iso.datetime(),
      mergedInto: z.uuid().nullable(),
      values: z.record(z.string(), z.string()),
    }),
  ),
  next: z.string().nullable(),
  last: z.string(),
})
export type Changes = z.infer<typeof Changes>

/** A resident's own file: in clear, for it is theirs. */
export const MyFile = z.object({
  linked: z.boolean(),
  since: z.iso.datetime().nullable(),
  fields: z.array(
    z.object({
      id: z.string(),
      title: Text,
      value: z.string(),
      source: z.object({ id: z.string(), title: Text, organisation: Text }),
      observedOn: z.string(),
      others: z.array(z.object({ value: z.string(), source: Text, observedOn: z.string() })),
    }),
  ),
  ties: z.array(Tie),
})
export type MyFile = z.infer<typeof MyFile>
export const ShowWho = z.object({ name: z.string().trim().min(1).max(60), idNumber: z.string().trim().min(15).max(20) })
export type ShowWho = z.infer<typeof ShowWho>

export const AccessView = z.object({
  id: z.uuid(),
  what: z.enum(['found', 'unmasked', 'delivered']),
  fields: z.array(Text),
  purpose: Text,
  note: z.string(),
  actor: z.string(),
  organisation: Text.nullable(),
  at: z.iso.datetime(),
  question: z.string().nullable(),
  askedAt: z.iso.datetime().nullable(),
  answer: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: z.iso.datetime().nullable(),
})
export type AccessView = z.infer<typeof AccessView>

export const NewCorrection = z.object({
  field: FieldId,
  proposed: z.string().trim().min(1).max(300),
  why: z.string().trim().min(2).max(500),
})
export type NewCorrection = z.infer<typeof NewCorrection>
export const CorrectionView = z.object({
  id: z.uuid(),
  registry: z.string(),
  entity: z.uuid(),
  field: z.object({ id: z.string(), title: Text }),
  source: z.object({ id: z.string(), title: Text, organisation: Text }),
  /** Masked for staff; the resident sees what they wrote. */
  proposed: z.string(),
  why: z.string(),
  state: z.enum(['asked', 'accepted', 'refused']),
  version: z.number(),
  askedAt: z.iso.datetime(),
  answer: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: z.iso.datetime().nullable(),
})
export type CorrectionView = z.infer<typeof CorrectionView>
export const CorrectionAnswer = z.object({
  version: z.number().int(),
  state: z.enum(['accepted', 'refused']),
  answer: z.string().trim().min(2).max(500),
})
export type CorrectionAnswer = z.infer<typeof CorrectionAnswer>
