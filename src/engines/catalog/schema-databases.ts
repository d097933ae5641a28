import { z } from 'zod'
import { Text } from '../../kernel/shapes.ts'
import { ItemType } from './schema-directory.ts'

export const Tls = z.enum(['verify', 'require', 'off'])
export type Tls = z.infer<typeof Tls>

const Login = {
  host: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9.:_-]{0,252}$/),
  port: z.number().int().min(1).max(65_535).default(5432),
  database: z.string().trim().min(1).max(63),
  login: z.string().trim().min(1).max(63),
  password: z.string().min(1).max(500),
  tls: Tls.default('verify'),
}
export const TryDatabase = z.object(Login)
export type TryDatabase = z.infer<typeof TryDatabase>
export const NewDatabase = z.object({ title: z.string().trim().min(2).max(120), owner: z.string().max(250), ...Login })
export type NewDatabase = z.infer<typeof NewDatabase>
export const DatabasePatch = z.object({
  version: z.number().int(),
  title: z.string().trim().min(2).max(120).optional(),
  host: Login.host.optional(),
  port: z.number().int().min(1).max(65_535).optional(),
  database: Login.database.optional(),
  login: Login.login.optional(),
  /** Absent: the one that is kept. It is never shown. */
  password: Login.password.optional(),
  tls: Tls.optional(),
})
export type DatabasePatch = z.infer<typeof DatabasePatch>

export const SourceColumn = z.object({
  name: z.string(),
  /** As the source calls it. */
  type: z.string(),
  /** What it becomes here; null: it cannot be taken. */
  as: ItemType.nullable(),
  about: z.string().nullable(),
  required: z.boolean(),
})
export type SourceColumn = z.infer<typeof SourceColumn>
export const SourceTable = z.object({
  name: z.string(),
  kind: z.enum(['table', 'view']),
  about: z.string().nullable(),
  /** As the source's planner reckons it. */
  rows: z.number().nullable(),
  key: z.array(z.string()),
  columns: z.array(SourceColumn),
})
export type SourceTable = z.infer<typeof SourceTable>
export const SourceTables = z.object({
  server: z.string(),
  canWrite: z.boolean(),
  items: z.array(SourceTable),
  next: z.null(),
})
export type SourceTables = z.infer<typeof SourceTables>

export const Database = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['postgres']),
  owner: z.string(),
  ownerName: Text,
  host: z.string(),
  port: z.number().int(),
  database: z.string(),
  login: z.string(),
  tls: Tls,
  checkedAt: z.iso.datetime().nullable(),
  server: z.string().nullable(),
  canWrite: z.boolean(),
  fault: z.string().nullable(),
  detail: z.string().nullable(),
  exchanges: z.array(z.object({ id: z.string(), title: z.string(), table: z.string() })),
  version: z.number().int(),
})
export type Database = z.infer<typeof Database>
export const Databases = z.object({ items: z.array(Database), next: z.null() })

export const TryTable = z.object({
  table: z.string().min(1).max(200),
  columns: z.array(z.string().min(1).max(63)).max(200).default([]),
})
export type TryTable = z.infer<typeof TryTable>
