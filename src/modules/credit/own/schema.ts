import { z } from 'zod'
import { Day, ListView, PublicRecord, PublicSubject, QueryView, Text, TreePath } from '../base/schema.ts'
import { MatterMark } from '../matters/schema.ts'

// What a subject does about its own credit, and agencies with its consent.
/** A subject that the reader acts for, or has asked to. */
export const Mine = z.object({
  representation: z.uuid(),
  role: z.enum(['self', 'agent']),
  state: z.enum(['asked', 'confirmed', 'refused', 'ended']),
  why: z.string().nullable(),
  subject: PublicSubject,
  /** Adverse records in force, matters open, consents in force; null until confirmed. */
  counts: z.object({ adverse: z.number().int(), matters: z.number().int(), consents: z.number().int() }).nullable(),
})
export type Mine = z.infer<typeof Mine>
export const MineList = z.object({ items: z.array(Mine), next: z.null() })

export const Claim = z.union([
  z.object({ code: z.string().trim().min(15).max(24), name: z.string().trim().min(2).max(120) }),
  z.object({ number: z.string().trim().min(15).max(24), name: z.string().trim().min(2).max(40) }),
  /** As whom the population registry knows this account: confirmed at once. */
  z.object({ self: z.literal(true) }),
])
export type Claim = z.infer<typeof Claim>
export const ClaimView = z.object({
  id: z.uuid(),
  /** Who asks, shortened as everywhere; the papers show the rest. */
  who: z.string(),
  role: z.enum(['self', 'agent']),
  account: z.string(),
  askedAt: z.iso.datetime(),
  subject: PublicSubject,
})
export const Claims = z.object({ items: z.array(ClaimView), next: z.null() })
export type Claims = z.infer<typeof Claims>
export const DecideClaim = z.object({ confirm: z.boolean(), why: z.string().trim().max(300).default('') })

export const Agency = z.object({ path: TreePath, name: Text })
export type Agency = z.infer<typeof Agency>
/** `kinds`: what a consent can be narrowed to. */
export const Agencies = z.object({
  items: z.array(Agency),
  kinds: z.array(z.object({ code: z.string(), title: Text })),
  next: z.null(),
})
export type Agencies = z.infer<typeof Agencies>
export const NewConsent = z.object({
  /** Which kinds of record it reaches to; left out: all of them. */
  kinds: z.array(z.string().max(40)).min(1).max(30).optional(),
  subject: z.uuid(),
  agency: TreePath,
  purpose: z.string().trim().min(2).max(200),
  until: Day,
})
export type NewConsent = z.infer<typeof NewConsent>
export const ConsentView = z.object({
  id: z.uuid(),
  agency: Agency,
  purpose: z.string(),
  /** Kinds of record it reaches to; null: all. */
  kinds: z.array(z.object({ code: z.string(), title: Text })).nullable(),
  grantedAt: z.iso.datetime(),
  until: Day,
  withdrawnAt: z.iso.datetime().nullable(),
  inForce: z.boolean(),
})
export type ConsentView = z.infer<typeof ConsentView>
export const Consents = z.object({ items: z.array(ConsentView), next: z.null() })
export const Queries = z.object({ items: z.array(QueryView), next: z.string().nullable() })
export type Queries = z.infer<typeof Queries>
/** What an agency asked: about whom too, where it was answered; null where it was refused. */
export const AskedQueries = z.object({
  items: z.array(QueryView.extend({ subject: z.object({ name: z.string(), code: z.string().nullable() }).nullable() })),
  next: z.string().nullable(),
})
export type AskedQueries = z.infer<typeof AskedQueries>
export const OwnMatters = z.object({ items: z.array(MatterMark), next: z.null() })

export const IssuedReport = z.object({ id: z.string(), code: z.string(), url: z.string(), file: z.string() })
export type IssuedReport = z.infer<typeof IssuedReport>

const AskedFor = z.string().trim().min(2).max(200)
/** An enterprise by its code; a person by name and whole number, which the agency has from the person. `purpose`: what it needs it for. */
export const AgencyAsk = z.union([
  z.object({ code: z.string().trim().min(10).max(40), purpose: AskedFor }),
  z.object({ name: z.string().trim().min(2).max(40), number: z.string().trim().min(15).max(24), purpose: AskedFor }),
])
export type AgencyAsk = z.infer<typeof AgencyAsk>
export const AgencyReport = z.object({
  subject: PublicSubject,
  consent: z.object({
    id: z.uuid(),
    purpose: z.string(),
    until: Day,
    kinds: z.array(z.object({ code: z.string(), title: Text })).nullable(),
  }),
  records: z.array(PublicRecord.extend({ content: z.string() })),
  lists: z.array(ListView.pick({ list: true, title: true, basis: true, enteredOn: true, until: true })),
})
export type AgencyReport = z.infer<typeof AgencyReport>
export const Withdrawals = z.object({
  items: z.array(z.object({ id: z.uuid(), at: z.iso.datetime(), record: z.uuid(), documentNumber: z.string(), why: z.string() })),
  next: z.string().nullable(),
})
export type Withdrawals = z.infer<typeof Withdrawals>
