import { z } from 'zod'
import { Day, ExecutionView, ListView, Text, TreePath, Version, Why } from '../base/schema.ts'

// Lists of serious breaches, measures, statistics.
export const ListInfo = z.object({
  code: z.string(),
  title: Text,
  basis: z.string(),
  consequence: Text,
  departments: z.array(z.object({ path: z.string(), name: Text })),
  entered: z.number().int(),
})
export type ListInfo = z.infer<typeof ListInfo>
export const ListInfos = z.object({ items: z.array(ListInfo), next: z.null() })

export const NewEntry = z.object({
  list: z.string().max(60),
  /** Credit code of the enterprise, or the id of a subject. */
  subject: z.string().trim().min(1).max(64),
  facts: Why,
  documentNumber: z.string().trim().min(1).max(80),
})
export type NewEntry = z.infer<typeof NewEntry>
export const EntryAct = z.object({ version: Version, why: z.string().trim().max(1000).default('') })
export type EntryAct = z.infer<typeof EntryAct>
export const Statement = z.object({ version: Version, text: Why })
export const Entries = z.object({ items: z.array(ListView), next: z.string().nullable() })
export type Entries = z.infer<typeof Entries>
export const EntryQuery = z.object({
  list: z.string().max(60).optional(),
  state: z.enum(['noticed', 'entered', 'exited', 'dropped']).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const PublicEntries = z.object({
  items: z.array(
    ListView.pick({
      id: true,
      title: true,
      basis: true,
      enteredOn: true,
      until: true,
      documentNumber: true,
      department: true,
      subject: true,
    }),
  ),
  next: z.string().nullable(),
})
export type PublicEntries = z.infer<typeof PublicEntries>

export const NewMeasure = z.object({
  code: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  kind: z.enum(['incentive', 'penalty']),
  title: Text,
  basis: z.string().trim().max(300).default(''),
  appliesTo: z.string().max(60),
  department: TreePath,
  from: Day,
})
export type NewMeasure = z.infer<typeof NewMeasure>
export const MeasureView = z.object({
  id: z.uuid(),
  code: z.string(),
  kind: z.enum(['incentive', 'penalty']),
  title: Text,
  basis: z.string(),
  appliesTo: z.object({ code: z.string(), title: Text }),
  department: Text,
  from: Day,
  until: Day.nullable(),
})
export type MeasureView = z.infer<typeof MeasureView>
export const Measures = z.object({ items: z.array(MeasureView), next: z.null() })
export const Executions = z.object({ items: z.array(ExecutionView), next: z.string().nullable() })
export type Executions = z.infer<typeof Executions>
export const ExecutionQuery = z.object({
  state: z.enum(['due', 'executed', 'not-executed', 'lifted']).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const Feedback = z.object({ version: Version, done: z.boolean(), text: Why })
export type Feedback = z.infer<typeof Feedback>

const Counted = z.object({ code: z.string(), title: Text, n: z.number().int() })
export const Statistics = z.object({
  at: z.iso.datetime(),
  total: z.number().int(),
  subjects: z.number().int(),
  published: z.number().int(),
  adverse: z.number().int(),
  byField: z.array(Counted),
  byKind: z.array(Counted),
  byDepartment: z.array(Counted),
  byMonth: z.array(z.object({ month: z.string(), n: z.number().int(), adverse: z.number().int() })),
  byFlag: z.array(Counted),
  repairs: z.object({
    open: z.number().int(),
    granted: z.number().int(),
    refused: z.number().int(),
    medianDays: z.number().nullable(),
  }),
  objections: z.object({ open: z.number().int(), overdue: z.number().int(), upheld: z.number().int(), kept: z.number().int() }),
})
export type Statistics = z.infer<typeof Statistics>
