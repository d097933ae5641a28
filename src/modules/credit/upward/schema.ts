import { z } from 'zod'
import { Day, Degree, Text, TreePath } from '../base/schema.ts'

// Records as departments hand them in with their receipts, and what goes on to the platform above.
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
    /** Which of how many batches of this field and day. */
    part: z.number().int().default(1),
    parts: z.number().int().default(1),
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
  /** Records of the ledger that the platform above has never heard of. */
  untold: z.number().int(),
  rejected: z.array(z.object({ record: z.string(), title: Text, why: z.string(), tries: z.number().int() })),
})
export type ExchangeState = z.infer<typeof ExchangeState>

/** `all`: also every record that the platform above was never told of. */
export const MakeBatches = z.object({ all: z.boolean().default(false) })
export type MakeBatches = z.infer<typeof MakeBatches>
/** `left`: rows that still wait; their batches are made in the background, one after another. */
export const MadeBatches = z.object({ made: z.number().int(), left: z.number().int() })
export type MadeBatches = z.infer<typeof MadeBatches>
