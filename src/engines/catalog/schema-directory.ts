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
