import { z } from 'zod'
import { defineEvent, Ref } from '#kernel'

/** What is announced of a task: enough to tell whoever may do it, without asking back. */
const Told = z.object({
  task: z.uuid().nullable(),
  instance: z.uuid(),
  process: z.string(),
  step: z.string().nullable(),
  subject: Ref,
  unit: z.string().nullable(),
  capability: z.string().nullable(),
  assignee: z.string().nullable(),
  dueAt: z.iso.datetime().nullable(),
})

const subjectOf = ({ subject }: { subject: string }) => subject as `${string}.${string}:${string}`

export const taskOpened = defineEvent('process.task-opened', Told, subjectOf)
export const taskCompleted = defineEvent(
  'process.task-completed',
  Told.extend({ outcome: z.string(), decided: z.string().nullable() }),
  subjectOf,
)
/** The share of a limit after which the district warns has passed; without a step: the limit of the whole process. */
export const limitWarned = defineEvent('process.limit-warned', Told, subjectOf)
export const limitPassed = defineEvent('process.limit-passed', Told, subjectOf)
export const processEnded = defineEvent(
  'process.ended',
  z.object({
    instance: z.uuid(),
    process: z.string(),
    subject: Ref,
    how: z.enum(['completed', 'withdrawn', 'terminated']),
    element: z.string().nullable(),
  }),
  subjectOf,
)
