import { z } from 'zod'
import { Kind, Point, Severity } from '../../engines/observations/schema.ts'
import { Ref, Text, TreePath } from '../../kernel/shapes.ts'

/** Device number 设备唯一标识: 14 characters in 2005, 24 in 2017; in the field, anything. */
export const Mn = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
export const FactorCode = z.string().regex(/^[A-Za-z0-9]{1,16}$/)

/** A limit on one kind of data. Left out: cleared at the limit itself; raised and cleared by the first reading. */
export const FactorLimit = z.object({
  kind: Kind.default('real-time'),
  direction: z.enum(['above', 'below']).default('above'),
  raiseAt: z.number(),
  clearAt: z.number().optional(),
  raiseAfter: z.number().int().min(1).max(100).default(1),
  clearAfter: z.number().int().min(1).max(100).default(1),
  severity: Severity.default('serious'),
})
export type FactorLimit = z.infer<typeof FactorLimit>

export const MonitorFactor = z.object({
  code: FactorCode,
  /** Left out: the name and unit of HJ 212-2017. What the device really reports has the last word. */
  name: Text.optional(),
  unit: z.string().max(20).optional(),
  /** Flue gas is judged by the converted value 折算值 (Zs…), everything else as measured. */
  use: z.enum(['measured', 'converted']).default('measured'),
  limits: z.array(FactorLimit).max(8).default([]),
})
export type MonitorFactor = z.infer<typeof MonitorFactor>

const fields = {
  name: z.string().min(1).max(80),
  /** System code 系统编码: 32 water pollution source, 31 air pollution source, 22 ambient air … */
  systemCode: z.string().regex(/^\d{2}$/),
  standard: z.enum(['2005', '2017', '2025']).default('2017'),
  /** Field devices compute the CRC by either rule. */
  crc: z.enum(['hj212', 'modbus']).default('hj212'),
  enterprise: z.string().max(120).nullable().default(null),
  point: Point,
  state: z.enum(['in-use', 'stopped']).default('in-use'),
  factors: z.array(MonitorFactor).max(100).default([]),
}

export const NewMonitor = z.object({
  mn: Mn,
  /** PW. Left out: any password is taken. */
  password: z
    .string()
    .regex(/^[!-~]{1,24}$/)
    .optional(),
  ...fields,
  datum: z.enum(['wgs84', 'gcj02', 'bd09']).default('wgs84'),
  /** ltree paths; left out: the area found by the point, the unit of whoever registers. */
  areaPath: TreePath.optional(),
  organisationPath: TreePath.optional(),
})
export type NewMonitor = z.infer<typeof NewMonitor>

export const MonitorPatch = z.object({
  version: z.number().int(),
  /** `null` removes the password. */
  password: z
    .string()
    .regex(/^[!-~]{1,24}$/)
    .nullable()
    .optional(),
  name: fields.name.optional(),
  systemCode: fields.systemCode.optional(),
  standard: z.enum(['2005', '2017', '2025']).optional(),
  crc: z.enum(['hj212', 'modbus']).optional(),
  enterprise: z.string().max(120).nullable().optional(),
  point: Point.optional(),
  datum: z.enum(['wgs84', 'gcj02', 'bd09']).default('wgs84'),
  state: z.enum(['in-use', 'stopped']).optional(),
  factors: z.array(MonitorFactor).max(100).optional(),
  areaPath: TreePath.optional(),
  organisationPath: TreePath.optional(),
})
export type MonitorPatch = z.infer<typeof MonitorPatch>

/**
 * What becomes of a packet. accepted: something new was stored; duplicate: all of it was known already; notice: answered,
 * nothing to store. The others are refusals.
 */
export const PacketOutcome = z.enum([
  'accepted',
  'duplicate',
  'revised',
  'notice',
  'bad_crc',
  'wrong_length',
  'too_long',
  'bad_fields',
  'bad_password',
  'bad_time',
  'stopped',
  'too_fast',
  'not_stored',
  'bad_length',
  'garbage',
  'too_many_lines',
])
export type PacketOutcome = z.infer<typeof PacketOutcome>
export const refusals: readonly PacketOutcome[] = PacketOutcome.options.filter(
  (outcome) => !['accepted', 'duplicate', 'revised', 'notice'].includes(outcome),
)

export const Tally = z.object({ outcome: PacketOutcome, today: z.number(), total: z.number(), lastAt: z.iso.datetime() })
export type Tally = z.infer<typeof Tally>

export const Monitor = z.object({
  id: z.string(),
  ref: Ref,
  /** The same station in the observations: curves, alarms. */
  stationRef: Ref,
  mn: z.string(),
  hasPassword: z.boolean(),
  name: z.string(),
  systemCode: z.string(),
  systemName: Text,
  standard: z.enum(['2005', '2017', '2025']),
  crc: z.enum(['hj212', 'modbus']),
  enterprise: z.string().nullable(),
  point: Point,
  areaPath: z.string().nullable(),
  organisationPath: z.string().nullable(),
  state: z.enum(['in-use', 'stopped']),
  factors: z.array(MonitorFactor.extend({ name: Text, unit: z.string().nullable() })),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  version: z.number().int(),
})
export type Monitor = z.infer<typeof Monitor>

export const Refused = z.object({
  id: z.string(),
  reason: PacketOutcome,
  /** Start of the packet, password hidden. */
  packet: z.string(),
  size: z.number().int(),
  address: z.string(),
  at: z.iso.datetime(),
})
export type Refused = z.infer<typeof Refused>

export const MonitorWithTraffic = Monitor.extend({ tallies: z.array(Tally), lastRefused: z.array(Refused) })
export type MonitorWithTraffic = z.infer<typeof MonitorWithTraffic>

export const MonitorRow = Monitor.omit({ factors: true }).extend({
  factorCount: z.number().int(),
  acceptedToday: z.number(),
  refusedToday: z.number(),
  lastAt: z.iso.datetime().nullable(),
})
export type MonitorRow = z.infer<typeof MonitorRow>

const page = { cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
export const MonitorQuery = z.object({
  ...page,
  q: z.string().max(60).optional(),
  state: z.enum(['in-use', 'stopped']).optional(),
})
export type MonitorQuery = z.infer<typeof MonitorQuery>
export const MonitorPage = z.object({ items: z.array(MonitorRow), next: z.string().nullable() })

export const Stranger = z.object({
  mn: z.string(),
  count: z.number(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  address: z.string(),
  packet: z.string(),
})
export type Stranger = z.infer<typeof Stranger>
export const StrangerQuery = z.object(page)
export const StrangerPage = z.object({ items: z.array(Stranger), next: z.string().nullable() })

/** What could be assigned to no device at all: noise, broken frames. */
export const Unreadable = z.object({ tallies: z.array(Tally), lastRefused: z.array(Refused) })
export type Unreadable = z.infer<typeof Unreadable>

/** The vocabulary of HJ 212, for forms. */
export const Vocabulary = z.object({
  factors: z.array(z.object({ code: z.string(), name: Text, unit: z.string() })),
  systems: z.array(z.object({ code: z.string(), name: Text })),
  flags: z.array(z.object({ code: z.string(), name: Text, usable: z.boolean() })),
})
export type Vocabulary = z.infer<typeof Vocabulary>
