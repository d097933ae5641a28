import { z } from 'zod'
import { Text, TreePath } from '../../kernel/shapes.ts'

export const Tree = z.enum(['all', 'organisation', 'area'])
export const AccountName = z
  .string()
  .min(2)
  .max(40)
  .regex(/^[\p{L}\p{N}_.-]+$/u)
export const Password = z.string().min(1).max(128)
export const Phone = z.string().regex(/^\+?[0-9][0-9 -]{4,18}$/)

export const SignIn = z.object({
  account: z.string().min(1).max(60),
  password: Password,
  /** Six digits, when the account uses one-time codes. */
  totp: z.string().max(10).optional(),
  /** `api`: the answer holds a token for `Authorization: Bearer`, and no cookie is set. */
  client: z.enum(['browser', 'api']).optional(),
})
export type SignIn = z.infer<typeof SignIn>

export const SignedIn = z.object({
  token: z.string().optional(),
  /** Until the password is changed (`POST /me/password`) everything else answers 403 `password_change_required`. */
  mustChangePassword: z.boolean().optional(),
})
export type SignedIn = z.infer<typeof SignedIn>

export const OrganisationMark = z.object({ code: z.string(), name: Text, path: z.string() })
export type OrganisationMark = z.infer<typeof OrganisationMark>

export const Me = z.object({
  id: z.string(),
  kind: z.enum(['anonymous', 'citizen', 'staff', 'client', 'system']),
  name: z.string(),
  account: z.string(),
  organisation: OrganisationMark.nullable(),
  capabilities: z.array(z.string()),
  grants: z.array(z.object({ capability: z.string(), tree: Tree, path: z.string().optional() })),
  roles: z.array(z.object({ role: z.string(), title: Text, tree: Tree, path: z.string().nullable() })),
  locale: z.enum(['zh', 'en']),
  phone: z.string().nullable(),
  twoFactor: z.boolean(),
  mustChangePassword: z.boolean(),
  demo: z.boolean(),
})
export type Me = z.infer<typeof Me>

export const MyPatch = z.object({
  name: z.string().trim().min(1).max(60).optional(),
  locale: z.enum(['zh', 'en']).optional(),
  phone: Phone.nullable().optional(),
})
export type MyPatch = z.infer<typeof MyPatch>

export const Registration = z.object({
  account: AccountName,
  password: Password,
  name: z.string().trim().min(1).max(60),
  phone: Phone.optional(),
  locale: z.enum(['zh', 'en']).optional(),
})
export type Registration = z.infer<typeof Registration>

export const Setup = z.object({
  code: z.string().max(100),
  account: AccountName,
  password: Password,
  name: z.string().trim().min(1).max(60),
})
export type Setup = z.infer<typeof Setup>

export const Session = z.object({
  id: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  current: z.boolean(),
})
export type Session = z.infer<typeof Session>

export const PlatformFacts = z.object({
  title: Text,
  district: Text,
  demo: z.boolean(),
  /** Nobody can sign in yet: the first administrator has still to be made. */
  needsSetup: z.boolean(),
  map: z.object({
    centre: z.array(z.number()),
    zoom: z.number(),
    bounds: z.array(z.number()),
    base: z.object({ tiles: z.array(z.string()), attribution: z.string() }).optional(),
  }),
})

export const DemoAccount = z.object({
  account: z.string(),
  password: z.string(),
  name: z.string(),
  title: Text,
  organisation: Text.nullable(),
})

export const Organisation = OrganisationMark.extend({
  id: z.string(),
  kind: z.string(),
  parent: z.string().nullable(),
  closed: z.boolean(),
  version: z.number().int(),
})
export type Organisation = z.infer<typeof Organisation>

export const NewGrant = z.object({ role: z.string().max(60), tree: Tree, path: TreePath.optional() })
export type NewGrant = z.infer<typeof NewGrant>
export const RoleGrant = z.object({ id: z.string(), role: z.string(), title: Text, tree: Tree, path: z.string().nullable() })
export type RoleGrant = z.infer<typeof RoleGrant>

export const Account = z.object({
  id: z.string(),
  account: z.string(),
  name: z.string(),
  kind: z.enum(['staff', 'citizen']),
  organisation: OrganisationMark.nullable(),
  /** Shortened; in full only by `reveal-phone`, which is entered in the audit. */
  phone: z.string().nullable(),
  locale: z.enum(['zh', 'en']),
  twoFactor: z.boolean(),
  demo: z.boolean(),
  disabled: z.boolean(),
  lockedUntil: z.string().nullable(),
  /** The password was made by an administrator and not changed yet. */
  mustChangePassword: z.boolean(),
  /** Where the person is signed in now. */
  sessions: z.number().int(),
  grants: z.array(RoleGrant),
  createdAt: z.string(),
  version: z.number().int(),
})
export type Account = z.infer<typeof Account>

export const NewAccount = z.object({
  account: AccountName,
  name: z.string().trim().min(1).max(60),
  kind: z.enum(['staff', 'citizen']).default('staff'),
  /** Code of the organisation. */
  organisation: z.string().max(60).optional(),
  phone: Phone.optional(),
  /** Absent: one is made and shown once. */
  password: Password.optional(),
})
export type NewAccount = z.infer<typeof NewAccount>

export const AccountPatch = z.object({
  name: z.string().trim().min(1).max(60).optional(),
  organisation: z.string().max(60).nullable().optional(),
  phone: Phone.nullable().optional(),
  version: z.number().int(),
})
export type AccountPatch = z.infer<typeof AccountPatch>

export const RoleInfo = z.object({
  role: z.string(),
  title: Text,
  /** I may give it, over one part of the district or another. */
  mayGive: z.boolean(),
  capabilities: z.array(z.object({ capability: z.string(), title: Text })),
})

export const NewOrganisation = z.object({
  /** Code of the organisation above. */
  parent: z.string().max(60),
  code: z
    .string()
    .max(60)
    .regex(/^[a-z][a-z0-9_]*$/),
  kind: z.string().min(1).max(40),
  name: Text,
})
export type NewOrganisation = z.infer<typeof NewOrganisation>
const Why = z.string().trim().min(1).max(300)
export const OrganisationPatch = z.object({
  name: Text.optional(),
  kind: z.string().min(1).max(40).optional(),
  closed: z.boolean().optional(),
  why: Why.optional(),
  version: z.number().int(),
})
export type OrganisationPatch = z.infer<typeof OrganisationPatch>

export const OrganisationMove = z.object({
  /** Code of the unit that it comes under. */
  parent: z.string().max(60),
  why: Why,
  version: z.number().int(),
})
export type OrganisationMove = z.infer<typeof OrganisationMove>
export const OrganisationClosing = z.object({
  /** Code of the unit that takes over what is unfinished. */
  successor: z.string().max(60).optional(),
  why: Why,
  version: z.number().int(),
})
export type OrganisationClosing = z.infer<typeof OrganisationClosing>

/** What of one kind hangs on a unit or area and all below it: unfinished, and in all. */
export const TreeUse = z.object({
  title: Text,
  live: z.number().int(),
  all: z.number().int(),
  /** Counting stopped here. */
  isMore: z.boolean(),
})
export type TreeUse = z.infer<typeof TreeUse>

export const OrganisationChange = z.object({
  id: z.string(),
  what: z.enum(['added', 'changed', 'moved', 'closed', 'opened']),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  why: z.string().nullable(),
  by: z.string(),
  at: z.string(),
})
export type OrganisationChange = z.infer<typeof OrganisationChange>
export const OrganisationDetail = Organisation.extend({ use: z.array(TreeUse), history: z.array(OrganisationChange) })
export type OrganisationDetail = z.infer<typeof OrganisationDetail>

export const Client = z.object({
  id: z.string(),
  name: z.string(),
  organisation: z.string().nullable(),
  /** The key's beginning, to tell keys apart. */
  keyHint: z.string(),
  perMinute: z.number().int(),
  contact: z.string().nullable(),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  grants: z.array(RoleGrant),
})
export type Client = z.infer<typeof Client>
export const NewClient = z.object({
  name: z.string().trim().min(1).max(80),
  /** Path of the organisation that answers for it. */
  organisation: TreePath.optional(),
  perMinute: z.number().int().min(1).max(100_000).default(60),
  contact: z.string().max(120).optional(),
  grants: z.array(NewGrant).max(20).default([]),
})
export type NewClient = z.infer<typeof NewClient>
