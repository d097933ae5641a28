import { z } from 'zod'
import { Ref, Text } from '../../../kernel/shapes.ts'
import { Tie } from '../own/schema.ts'

export const Purpose = z.enum(['application', 'verification', 'case', 'emergency', 'enforcement', 'data-quality'])
export type Purpose = z.infer<typeof Purpose>
export const ForPurpose = z.object({ purpose: Purpose, note: z.string().trim().min(4).max(300) })
export type ForPurpose = z.infer<typeof ForPurpose>

/** As the port `subjectWarnings` answers them. */
export const EntityWarning = z.object({
  title: Text,
  consequence: Text,
  level: z.enum(['info', 'warning', 'alarm']),
  since: z.string(),
  until: z.string().optional(),
  basis: z.string(),
  ref: z.string(),
})
export type EntityWarning = z.infer<typeof EntityWarning>

/** `code` left out: of the person who asks. */
export const WhichFacts = z.object({
  kind: z.enum(['enterprise', 'person']),
  code: z.string().min(1).max(40).optional(),
  fields: z.array(z.string()).optional(),
  why: ForPurpose.optional(),
})
export type WhichFacts = z.infer<typeof WhichFacts>
export const SubjectFacts = z.array(
  z.object({
    field: z.string(),
    title: Text,
    value: z.string(),
    source: z.string(),
    observedOn: z.string(),
    personal: z.boolean(),
    /** A coded value in words; else the value itself. */
    says: Text,
    /** Anybody may see it (name, code, state of an enterprise). */
    open: z.boolean(),
    /** What the source is called. */
    from: Text,
    /** The registry's entry it stands in. */
    ref: Ref,
  }),
)
export type SubjectFacts = z.infer<typeof SubjectFacts>

export const WhichSubject = z.object({ kind: z.enum(['enterprise', 'person']), code: z.string().min(1).max(40) })
export type WhichSubject = z.infer<typeof WhichSubject>
export const SubjectTies = z.array(Tie)
export type SubjectTies = z.infer<typeof SubjectTies>

/** The public part of a registry's entry, in the order of its fields. */
export const PublicEnterprise = z.object({
  registry: z.string(),
  fields: z.array(z.object({ id: z.string(), title: Text, value: z.string(), says: Text, observedOn: z.string() })),
})
export type PublicEnterprise = z.infer<typeof PublicEnterprise>
