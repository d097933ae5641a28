import { z } from 'zod'
import { Day, Degree, Text, TreePath } from './schema.ts'

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
