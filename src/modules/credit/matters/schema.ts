import { z } from 'zod'
import { Day, InstanceView, PublicSubject, RecordView, Text, Why } from '../base/schema.ts'

// Objections and applications for repair.
/** What a department puts right; only what is named changes. */
export const Correction = z.object({
  title: z.string().trim().min(1).max(200).optional(),
  content: z.string().trim().max(4000).optional(),
  basis: z.string().trim().max(300).optional(),
  degree: z.enum(['minor', 'general', 'serious']).optional(),
  decided_on: z.iso.date().optional(),
  subject_code: z.string().trim().max(40).optional(),
})
export type Correction = z.infer<typeof Correction>

const Materials = z.array(z.uuid()).max(9).default([])

export const NewObjection = z.object({
  record: z.uuid(),
  wants: z.enum(['correct', 'remove']),
  reason: Why,
  materials: Materials,
})
export type NewObjection = z.infer<typeof NewObjection>

export const NewRepair = z.object({
  record: z.uuid(),
  /** What was done to put it right. */
  statement: Why,
  corrected: z.boolean(),
  dutyDone: z.boolean(),
  /** 信用承诺: the applicant's public promise, in the wording that the page shows. */
  committed: z.boolean(),
  materials: Materials,
})
export type NewRepair = z.infer<typeof NewRepair>

export const ConditionView = z.object({ id: z.string(), met: z.boolean(), from: Day.optional(), title: Text })
export type ConditionView = z.infer<typeof ConditionView>

/** Before anything is filled in: what the rule asks, and from which day. */
export const RepairOutlook = z.object({
  record: RecordView,
  rule: z.object({ id: z.string(), title: Text, basis: Text }),
  degree: z.enum(['minor', 'general', 'serious']),
  repairFrom: Day,
  endsOn: Day,
  conditions: z.array(ConditionView),
  commitment: Text,
})
export type RepairOutlook = z.infer<typeof RepairOutlook>

const File = z.object({ id: z.string(), name: z.string(), kind: z.string(), url: z.string() })
const Matter = z.object({
  id: z.uuid(),
  number: z.string(),
  state: z.string(),
  stateTitle: Text,
  askedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  answer: z.string().nullable(),
  version: z.number().int(),
  subject: PublicSubject,
  record: RecordView.nullable(),
  department: Text,
  /** The step it waits at, whoever may do it. */
  waits: z.object({ title: Text, clock: Text.nullable(), overdue: z.boolean() }).nullable(),
  /** What the reader may do with it now. */
  task: z
    .object({
      id: z.uuid(),
      step: z.string(),
      title: Text,
      outcomes: z.array(z.object({ id: z.string(), title: Text })),
      clock: Text.nullable(),
      overdue: z.boolean(),
    })
    .nullable(),
})
export const MatterMark = Matter.extend({ kind: z.enum(['objection', 'repair']) })
export type MatterMark = z.infer<typeof MatterMark>
export const Matters = z.object({ items: z.array(MatterMark), next: z.string().nullable() })
export type Matters = z.infer<typeof Matters>

export const ObjectionView = Matter.extend({
  wants: z.enum(['correct', 'remove']),
  reason: z.string(),
  files: z.array(File),
  process: InstanceView.nullable(),
})
export type ObjectionView = z.infer<typeof ObjectionView>
export const RepairView = Matter.extend({
  statement: z.string(),
  commitment: z.string(),
  conditions: z.array(ConditionView),
  rule: z.string(),
  files: z.array(File),
  process: InstanceView.nullable(),
})
export type RepairView = z.infer<typeof RepairView>

/** An officer's answer at the step that is open. */
export const Decision = z.object({
  version: z.number().int().min(1),
  outcome: z.string().max(40),
  why: z.string().trim().max(1000).default(''),
  correct: Correction.optional(),
})
export type Decision = z.infer<typeof Decision>
export const MatterQuery = z.object({
  open: z.enum(['true', 'false']).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
