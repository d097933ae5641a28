import { z } from 'zod'
import { Text } from '../../kernel/shapes.ts'
import { Rows } from './schema-directory.ts'

const When = z.iso.datetime().nullable()

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

/** What a rule would find, before it is declared. */
export const RuleTrial = z.object({ title: Text, checked: z.number().int(), failed: z.number().int(), rows: Rows.nullable() })
export type RuleTrial = z.infer<typeof RuleTrial>

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
