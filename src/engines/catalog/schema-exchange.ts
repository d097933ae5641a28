import { z } from 'zod'
import { Text } from '../../kernel/shapes.ts'
import { Item, ItemType, Mask, Metadata } from './schema-directory.ts'

const When = z.iso.datetime().nullable()

export const ExchangeFault = z.enum(['unreachable', 'slow', 'status', 'half', 'wrong', 'total', 'stuck', 'share', 'host'])
export type ExchangeFault = z.infer<typeof ExchangeFault>
export const Column = z.object({ name: z.string().min(1).max(60), title: Text, type: ItemType, mask: Mask.nullish() })
export type Column = z.infer<typeof Column>

const Pace = {
  batchSize: z.number().int().min(1).max(5000).default(500),
  everyMinutes: z.number().int().min(1).max(44_640).default(1440),
  timeoutMs: z.number().int().min(200).max(60_000).default(15_000),
}
const Address = {
  url: z.url({ protocol: /^https?$/ }).max(2000),
  secret: z.string().max(500).optional(),
}
const Title = z.string().trim().min(2).max(120)
const Keys = z.array(z.string()).min(1).max(5)

/** 拉取: a partner's rows come here regularly and make up a resource. */
export const NewPull = z.object({
  title: Title,
  ...Address,
  ...Pace,
  metadata: Metadata,
  columns: z.array(Column).min(1).max(200),
  keyColumns: Keys,
})
export type NewPull = z.infer<typeof NewPull>
/** 推送: the rows of a share go to its consumer regularly, those changed since the last time. */
export const NewPush = z.object({
  title: Title,
  ...Address,
  ...Pace,
  share: z.uuid(),
  cursorColumn: z.string().max(200).optional(),
})
export type NewPush = z.infer<typeof NewPush>

/** A column of a department's table, taken under our name; as the source's type says, or as text. */
export const TakenColumn = z.object({
  from: z.string().min(1).max(63),
  name: z.string().min(1).max(60),
  title: Text,
  asText: z.boolean().default(false),
  mask: Mask.nullish(),
})
export type TakenColumn = z.infer<typeof TakenColumn>
/** 库表接入: chosen columns of a table or view of a department's database come here regularly. */
export const NewDatabasePull = z.object({
  title: Title,
  ...Pace,
  database: z.uuid(),
  table: z.string().min(1).max(200),
  columns: z.array(TakenColumn).min(1).max(200),
  keyColumns: Keys,
  /** The item that only grows when a row is new or changed: then a run reads what changed. Absent: everything, every time. */
  changedBy: z.string().max(60).optional(),
  metadata: Metadata,
})
export type NewDatabasePull = z.infer<typeof NewDatabasePull>

/** Asks the partner once, before anything is set up. */
export const TryPull = z.object({ ...Address, timeoutMs: Pace.timeoutMs, provider: z.string().max(250) })
export type TryPull = z.infer<typeof TryPull>
/** The first rows as they would stand here, personal values masked, and what they seem to be. */
export const TriedColumn = Column.extend({ from: z.string() })
export type TriedColumn = z.infer<typeof TriedColumn>
export const Tried = z.object({
  columns: z.array(TriedColumn),
  keys: z.array(z.string()),
  fields: z.array(Item),
  rows: z.array(z.record(z.string(), z.unknown())),
  total: z.number().int().nullable(),
  ms: z.number().int(),
})
export type Tried = z.infer<typeof Tried>

export const ExchangePatch = z.object({
  version: z.number().int(),
  title: Title.optional(),
  everyMinutes: z.number().int().min(1).max(44_640).optional(),
  batchSize: z.number().int().min(1).max(5000).optional(),
  timeoutMs: z.number().int().min(200).max(60_000).optional(),
  secret: z.string().max(500).optional(),
})
export type ExchangePatch = z.infer<typeof ExchangePatch>

export const Refusal = z.object({
  line: z.number().int(),
  key: z.string(),
  item: z.string(),
  code: z.enum(['strange', 'empty', 'type', 'twice']),
  value: z.string().nullable(),
})
export type Refusal = z.infer<typeof Refusal>

export const ExchangeRun = z.object({
  id: z.string(),
  why: z.enum(['schedule', 'demand', 'resume']),
  state: z.enum(['running', 'done', 'failed', 'quarantined']),
  startedAt: z.iso.datetime(),
  endedAt: When,
  batches: z.number().int(),
  rows: z.number().int(),
  /** How many rows the source said it would give; null: it did not say. */
  expected: z.number().int().nullable(),
  added: z.number().int(),
  changed: z.number().int(),
  removed: z.number().int(),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  refused: z.array(Refusal),
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
  /** The department's database it reads; null: an interface. */
  database: z.string().nullable(),
  table: z.string().nullable(),
  host: z.string(),
  url: z.string(),
  keyColumns: z.array(z.string()),
  cursorColumn: z.string().nullable(),
  batchSize: z.number().int(),
  everyMinutes: z.number().int(),
  timeoutMs: z.number().int(),
  state: z.enum(['active', 'paused', 'quarantined']),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  attempts: z.number().int(),
  nextAt: z.iso.datetime(),
  wholeAt: When,
  isRunning: z.boolean(),
  hasCursor: z.boolean(),
  last: ExchangeRun.omit({ log: true, refused: true }).nullable(),
  version: z.number().int(),
  may: z.object({ run: z.boolean() }),
})
export type Exchange = z.infer<typeof Exchange>
export const Exchanges = z.object({ items: z.array(Exchange), next: z.null() })
export const ExchangeDetail = Exchange.extend({ runs: z.array(ExchangeRun) })
export type ExchangeDetail = z.infer<typeof ExchangeDetail>
