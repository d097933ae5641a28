import { z } from 'zod'
import { Ref, Text, TreePath } from '../../kernel/shapes.ts'
import { EntityWarning, ForPurpose } from './facts/schema.ts'
import { Tie } from './own/schema.ts'

export const RegistryId = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/)
export const FieldId = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)

/** How a field counts in matching: weights in bits when two values agree, nearly agree, or differ. */
export const MatchField = z.object({
  as: z.enum(['id', 'name', 'date', 'phone', 'address', 'text', 'exact']),
  agree: z.number(),
  close: z.number(),
  differ: z.number(),
})
export type MatchField = z.infer<typeof MatchField>

/** A department's system. `holds`: the fields it collects by its duty (依职采集); `carries`: those its records bring along. */
export const SourceSpec = z.object({
  id: RegistryId,
  title: Text,
  organisation: TreePath,
  holds: z.array(FieldId),
  carries: z.array(FieldId),
  /** After so many days what it says is stale, and a fresher source is believed. */
  freshDays: z.number().int().min(1).max(3650),
  basis: Text,
})
export type SourceSpec = z.infer<typeof SourceSpec>

/** The district's sources per registry, most trusted first; a field's duty-holder is believed before all others. */
export const RegistrySources = z.object({
  sources: z.record(RegistryId, z.array(SourceSpec)),
  /** Two stewards must agree before people are made one. */
  secondPair: z.boolean().default(false),
  demo: z.object({ accounts: z.record(z.string(), z.string()), statistics: TreePath.optional() }).optional(),
})
export type RegistrySources = z.infer<typeof RegistrySources>

export const EntityChanged = z.object({
  registry: RegistryId,
  id: z.uuid(),
  kind: z.enum(['created', 'changed', 'merged', 'restored']),
  fields: z.array(z.string()),
  other: z.uuid().nullable(),
})
export type EntityChanged = z.infer<typeof EntityChanged>

export const Holder = z.object({ source: z.string(), title: Text, organisation: z.object({ path: z.string(), name: Text }) })
export type Holder = z.infer<typeof Holder>

export const FieldView = z.object({
  id: z.string(),
  title: Text,
  personal: z.boolean(),
  codes: z.array(z.object({ value: z.string(), title: Text })),
  standard: z.string().nullable(),
  holder: Holder.nullable(),
})
export type FieldView = z.infer<typeof FieldView>

export const SourceView = z.object({
  id: z.string(),
  title: Text,
  organisation: z.object({ path: z.string(), name: Text }),
  holds: z.array(z.string()),
  carries: z.array(z.string()),
  freshDays: z.number(),
  basis: Text,
  declared: z.boolean(),
  records: z.number(),
  /** Records that share their entity with one of another source. */
  matched: z.number(),
  flagged: z.number(),
  lastAt: z.iso.datetime().nullable(),
  stale: z.boolean(),
})
export type SourceView = z.infer<typeof SourceView>

export const RegistryCard = z.object({
  id: z.string(),
  title: Text,
  about: Text,
  open: z.boolean(),
  entities: z.number(),
  records: z.number(),
  joined: z.number(),
  flagged: z.number(),
  queue: z.number(),
  sources: z.number(),
  lastAt: z.iso.datetime().nullable(),
  /** The moment these numbers are of: they are kept with every delivery and decision, not counted now and then. */
  asOf: z.iso.datetime(),
})
export type RegistryCard = z.infer<typeof RegistryCard>

export const RegistryView = RegistryCard.extend({
  key: z.string(),
  nameField: z.string(),
  lookUps: z.array(z.array(z.string())),
  fields: z.array(FieldView),
  bySource: z.array(SourceView),
  flags: z.array(z.object({ flag: z.string(), title: Text, records: z.number() })),
})
export type RegistryView = z.infer<typeof RegistryView>

export const NewSource = z.object({
  id: RegistryId,
  title: Text,
  organisation: z.string().min(1).max(200),
  holds: z.array(FieldId).max(60).default([]),
  carries: z.array(FieldId).max(60).default([]),
  freshDays: z.number().int().min(1).max(3650).default(365),
  basis: z.string().trim().min(4).max(300),
})
export type NewSource = z.infer<typeof NewSource>

export const Delivered = z.object({
  key: z.string().trim().min(1).max(100),
  observedOn: z.iso.date(),
  values: z.record(FieldId, z.string().max(500).nullable()),
})
export type Delivered = z.infer<typeof Delivered>
export const Batch = z.object({ records: z.array(Delivered).min(1).max(1000) })

export const Fault = z.object({ line: z.number(), field: z.string(), code: z.string(), text: Text })
export type Fault = z.infer<typeof Fault>
export const DeliveryView = z.object({
  id: z.uuid(),
  source: z.string(),
  how: z.enum(['api', 'file', 'generated']),
  filename: z.string().nullable(),
  received: z.number(),
  new: z.number(),
  changed: z.number(),
  same: z.number(),
  refused: z.number(),
  doubtful: z.number(),
  flagged: z.number(),
  faults: z.array(Fault),
  by: z.string(),
  at: z.iso.datetime(),
})
export type DeliveryView = z.infer<typeof DeliveryView>

export const Why = z.enum(['only', 'chosen', 'duty-holder', 'valid', 'fresher', 'trust', 'newest'])
export type Why = z.infer<typeof Why>

export const Competing = z.object({
  record: z.uuid(),
  source: z.string(),
  value: z.string(),
  observedOn: z.iso.date(),
  won: z.boolean(),
  flags: z.array(z.string()),
})
export const EntityField = z.object({
  id: z.string(),
  title: Text,
  value: z.string().nullable(),
  masked: z.boolean(),
  why: Why.nullable(),
  source: z.string().nullable(),
  observedOn: z.iso.date().nullable(),
  /** How many sources say something else. */
  disagree: z.number(),
  competing: z.array(Competing),
})
export type EntityField = z.infer<typeof EntityField>

export const RecordView = z.object({
  id: z.uuid(),
  source: z.string(),
  observedOn: z.iso.date(),
  receivedAt: z.iso.datetime(),
  version: z.number(),
  flags: z.array(z.object({ flag: z.string(), title: Text })),
  how: z.string(),
  score: z.number().nullable(),
  explanation: z.array(z.object({ field: z.string(), level: z.string(), weight: z.number(), says: Text.optional() })),
})
export type RecordView = z.infer<typeof RecordView>

export const EntityCard = z.object({
  id: z.uuid(),
  ref: Ref,
  registry: z.string(),
  name: z.string(),
  values: z.record(z.string(), z.string()),
  sources: z.array(z.string()),
  flags: z.array(z.string()),
  area: z.string().nullable(),
  updatedAt: z.iso.datetime(),
})
export type EntityCard = z.infer<typeof EntityCard>

export const EntityView = EntityCard.extend({
  version: z.number(),
  fields: z.array(EntityField),
  records: z.array(RecordView),
  ties: z.array(Tie),
  reviews: z.array(z.object({ id: z.uuid(), score: z.number() })),
  merges: z.array(
    z.object({
      id: z.uuid(),
      gone: z.uuid(),
      records: z.number(),
      why: z.string(),
      by: z.string(),
      at: z.iso.datetime(),
      undoneAt: z.iso.datetime().nullable(),
      undoneBy: z.string().nullable(),
    }),
  ),
  mergedInto: z.uuid().nullable(),
  accesses: z.number().nullable(),
  warnings: z.array(EntityWarning),
})
export type EntityView = z.infer<typeof EntityView>

export const LookUp = ForPurpose.extend({ by: z.record(FieldId, z.string().trim().min(1).max(200)) })
export type LookUp = z.infer<typeof LookUp>

export const Unmasked = z.object({
  values: z.record(z.string(), z.string()),
  competing: z.record(z.uuid(), z.record(z.string(), z.string())),
})
export type Unmasked = z.infer<typeof Unmasked>

export const Level = z.enum(['same', 'close', 'different', 'missing'])
export type Level = z.infer<typeof Level>
/** `says`: the level in words, where the registry is matched by learned weights. */
export const Explained = z.object({ field: z.string(), level: Level, weight: z.number(), says: Text.optional() })
export type Explained = z.infer<typeof Explained>

export const ReviewState = z.enum(['open', 'seconding', 'same', 'different', 'undecided', 'void'])
export const ReviewCard = z.object({
  id: z.uuid(),
  registry: z.string(),
  reason: z.enum(['doubtful', 'two-homes', 'conflict', 'asked']),
  score: z.number(),
  state: ReviewState,
  version: z.number(),
  openedAt: z.iso.datetime(),
  explanation: z.array(Explained),
  proposal: z.enum(['same', 'different']).nullable(),
  proposedBy: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  note: z.string().nullable(),
  left: z.object({ record: z.uuid(), entity: z.uuid(), name: z.string(), source: z.string() }),
  right: z.object({ record: z.uuid(), entity: z.uuid(), name: z.string(), source: z.string() }),
})
export type ReviewCard = z.infer<typeof ReviewCard>

const Side = z.object({
  record: z.uuid(),
  entity: z.uuid(),
  source: z.string(),
  observedOn: z.iso.date(),
  flags: z.array(z.string()),
  companions: z.number(),
})
export const ReviewView = ReviewCard.extend({
  sides: z.tuple([Side, Side]),
  fields: z.array(
    z.object({
      id: z.string(),
      title: Text,
      left: z.string().nullable(),
      right: z.string().nullable(),
      level: Level,
      weight: z.number(),
    }),
  ),
  needsSecond: z.boolean(),
})
export type ReviewView = z.infer<typeof ReviewView>

export const Decision = z.object({
  version: z.number().int(),
  decision: z.enum(['same', 'different', 'undecided']),
  note: z.string().trim().max(300).default(''),
})
export type Decision = z.infer<typeof Decision>
export const Reason = z.string().trim().min(2).max(300)

export const HistoryEntry = z.object({
  id: z.string(),
  kind: z.enum(['link', 'merge', 'undo', 'choice', 'past']),
  at: z.iso.datetime(),
  by: z.string(),
  what: z.record(z.string(), z.unknown()),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

export * from './addresses/schema.ts'
export * from './facts/schema.ts'
export * from './own/schema.ts'
