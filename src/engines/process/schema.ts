import { z } from 'zod'
import { Ref, Text } from '../../kernel/shapes.ts'
import { Limit } from '../calendar/schema.ts'

/** How near a clock is to its end. `unknown`: the calendar of that year is not published yet. */
export const ClockState = z.enum(['none', 'running', 'warned', 'overdue', 'suspended', 'unknown'])
export type ClockState = z.infer<typeof ClockState>

export const ClockView = z.object({
  state: ClockState,
  limit: Limit.nullable(),
  warnAt: z.iso.datetime().nullable(),
  dueAt: z.iso.datetime().nullable(),
  /** In the clock's unit; negative when overdue. */
  remaining: z.number().nullable(),
  /** As people say it: 还剩 3 个工作小时. */
  says: Text.nullable(),
})
export type ClockView = z.infer<typeof ClockView>

export const TaskView = z.object({
  id: z.uuid(),
  instance: z.uuid(),
  process: z.string(),
  processTitle: Text,
  step: z.string(),
  stepTitle: Text,
  subject: Ref,
  title: z.string(),
  state: z.enum(['open', 'completed', 'void']),
  /** What it can be completed with. */
  outcomes: z.array(z.object({ id: z.string(), title: Text })),
  capability: z.string().nullable(),
  unit: z.string().nullable(),
  assignee: z.string().nullable(),
  assigneeName: z.string().nullable(),
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  closedByName: z.string().nullable(),
  outcome: z.string().nullable(),
  comment: z.string().nullable(),
  clock: ClockView,
  /** May this reader complete it now? */
  mayComplete: z.boolean(),
  version: z.int(),
})
export type TaskView = z.infer<typeof TaskView>

export const HistoryEntry = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actorName: z.string(),
  what: z.string(),
  element: z.string().nullable(),
  elementTitle: Text.nullable(),
  outcome: z.string().nullable(),
  outcomeTitle: Text.nullable(),
  comment: z.string().nullable(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const InstanceView = z.object({
  id: z.uuid(),
  process: z.string(),
  title: Text,
  subject: Ref,
  status: z.enum(['running', 'suspended', 'ended']),
  endedHow: z.enum(['completed', 'withdrawn', 'terminated']).nullable(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** Version of the drawing it runs on, and where to get it. */
  definition: z.object({ id: z.uuid(), version: z.int(), href: z.string() }),
  /** Ids of the elements where tokens stand: what the drawing lights. */
  current: z.array(z.string()),
  /** Ids of the elements it has passed, for drawing the way. */
  passed: z.array(z.string()),
  tasks: z.array(TaskView),
  clock: ClockView,
  history: z.array(HistoryEntry),
  version: z.int(),
})
export type InstanceView = z.infer<typeof InstanceView>

export const InboxQuery = z.object({
  /** `mine`: claimed by me or given to me; `unit`: anything I may do; */
  scope: z.enum(['mine', 'unit']).default('unit'),
  process: z.string().max(100).optional(),
  step: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  /** Part of the title. */
  q: z.string().max(100).optional(),
  overdue: z.enum(['true', 'false']).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type InboxQuery = z.infer<typeof InboxQuery>

export const InboxPage = z.object({ items: z.array(TaskView), next: z.string().nullable() })
export const InboxCounts = z.object({
  items: z.array(
    z.object({
      process: z.string(),
      processTitle: Text,
      step: z.string(),
      stepTitle: Text,
      count: z.int(),
      mine: z.int(),
      overdue: z.int(),
    }),
  ),
  next: z.null(),
})
export type InboxCounts = z.infer<typeof InboxCounts>

export const TaskId = z.object({ id: z.uuid() })
export const SubjectRef = z.object({ ref: Ref })
export const Completion = z.object({
  outcome: z.string().min(1).max(100),
  comment: z.string().max(2000).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  version: z.int().optional(),
})
export const Claim = z.object({ version: z.int().optional() })
