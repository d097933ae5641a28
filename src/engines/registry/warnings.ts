import { z } from 'zod'
import { type Ctx, definePort, Text } from '#kernel'

/** Before deciding on an application: what stands against this enterprise or person, with the norm it rests on. */
export const SubjectWarning = z.object({
  title: Text,
  /** What follows for the application. */
  consequence: Text,
  level: z.enum(['info', 'warning', 'alarm']),
  since: z.iso.date(),
  until: z.iso.date().optional(),
  basis: z.string(),
  ref: z.string(),
})
export type SubjectWarning = z.infer<typeof SubjectWarning>

const SubjectOf = z.object({ kind: z.enum(['enterprise', 'person']), code: z.string().max(40) })

/** 一单一查: modules that know of warnings provide them, approvals ask. `code`: credit code of an enterprise, identity number of a person. */
export const subjectWarnings = definePort({
  name: 'subjectWarnings',
  input: SubjectOf,
  output: z.array(SubjectWarning),
})

/** Warnings about one subject from whoever knows any; `missing` names rooms that could not answer. */
export async function warningsAbout(
  ctx: Ctx,
  subject: z.infer<typeof SubjectOf>,
): Promise<{ items: SubjectWarning[]; missing: string[] }> {
  const { answers, missing } = await ctx.ask(subjectWarnings, subject)
  return { items: answers.flatMap(({ value }) => value), missing }
}
