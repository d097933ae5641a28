import { z } from 'zod'
import { defineEvent, refOf, Text } from '#kernel'
import { CaseState, Channel } from './schema.ts'

export const caseTypeName = 'cases.case'
export const caseRef = (id: string) => refOf(caseTypeName, id)
const ref = ({ caseId }: { caseId: string }) => caseRef(caseId)

export const caseOpened = defineEvent(
  'cases.case-opened',
  z.object({ caseId: z.string(), number: z.string(), channel: Channel, category: z.string(), area: z.string() }),
  ref,
)
/** Somebody else told of the same event. */
export const reportJoined = defineEvent(
  'cases.report-joined',
  z.object({ caseId: z.string(), reportId: z.string(), channel: Channel }),
  ref,
)
export const caseMoved = defineEvent(
  'cases.case-moved',
  z.object({
    caseId: z.string(),
    number: z.string(),
    from: CaseState,
    to: CaseState,
    what: z.string(),
    unit: z.string().nullable(),
    /** The unit it was with at that moment: by the time the event is heard it may be with another. */
    unitName: Text.nullish(),
    text: z.string().nullable(),
  }),
  ref,
)
export const caseMerged = defineEvent('cases.case-merged', z.object({ caseId: z.string(), winner: z.string() }), ref)
export const caseUnmerged = defineEvent('cases.case-unmerged', z.object({ caseId: z.string(), winner: z.string() }), ref)
