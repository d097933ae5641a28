import { z } from 'zod'

const flag = z.enum(['1', 'true', 'yes', '0', 'false', 'no', '']).transform((value) => ['1', 'true', 'yes'].includes(value))
const portNumber = z.coerce.number().int().min(0).max(65535)

/** Every setting of the process, read once; nobody else looks at the environment. */
const Environment = z.object({
  PORT: portNumber.default(8080),
  HOST: z.string().default('0.0.0.0'),
  HJ212_PORT: portNumber.default(2120),
  DATABASE_URL: z
    .string()
    .regex(/^(postgres(ql)?:\/\/.+|memory:)?$/, 'must be postgres://user:password@host:port/database')
    .optional(),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
  DATA_DIR: z.string().default('./data'),
  DEMO: flag.optional(),
  SIMULATE: flag.optional(),
  DEMO_RECORDS: z.coerce.number().int().min(0).optional(),
  PUBLIC_URL: z.string().optional(),
  BASE_MAP_URL: z
    .string()
    .refine((url) => ['{z}', '{x}', '{y}'].every((part) => url.includes(part)), 'must hold {z}, {x} and {y}')
    .optional(),
  BASE_MAP_ATTRIBUTION: z.string().default(''),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  TRUST_PROXY: z.string().optional(),
  RATE_LIMIT_FACTOR: z.coerce.number().positive().default(1),
  SECRET_KEYS: z.string().optional(),
  CRYPTO: z.enum(['sm', 'international']).default('sm'),
  CHECK_REPLIES: flag.default(false),
  ROLE: z.enum(['all', 'api', 'gateway', 'worker']).default('all'),
})

export interface Config {
  port: number
  host: string
  hj212Port: number
  databaseUrl?: string
  databasePool: number
  dataDir: string
  demo: boolean
  /** A small simulated district inside `npm start`, so that the demo is alive; never without demo. */
  simulate: boolean
  /** At most so many rows in each large ledger of the demo, which are made in the background; absent: as many as it should have. */
  demoRecords?: number
  publicUrl: string
  /** Raster tiles of a reviewed map to stand under ours (天地图): address with {z}, {x}, {y}; fetched by the server. */
  baseMapUrl?: string
  baseMapAttribution: string
  logLevel: z.infer<typeof Environment>['LOG_LEVEL']
  /** Addresses of the reverse proxy whose `X-Forwarded-For` is believed; else every visitor behind it shares one limit. */
  trustProxy?: string
  /** Multiplies every limit of calls per minute: for many people behind one address, and for measuring. */
  rateLimitFactor: number
  /** `id:hex64,id:hex64`; the first encrypts, all decrypt. Absent: made once in the data folder. */
  secretKeys?: string
  crypto: 'sm' | 'international'
  /** Holds every reply against its declared shape and refuses what differs: for the stories. */
  checkReplies: boolean
  role: 'all' | 'api' | 'gateway' | 'worker'
}

export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success)
    throw new Error(
      `Configuration: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    )
  const env = parsed.data
  const demo = env.DEMO ?? !env.DATABASE_URL
  return {
    port: env.PORT,
    host: env.HOST,
    hj212Port: env.HJ212_PORT,
    ...(env.DATABASE_URL && { databaseUrl: env.DATABASE_URL }),
    databasePool: env.DATABASE_POOL,
    dataDir: env.DATA_DIR,
    demo,
    simulate: demo && (env.SIMULATE ?? true),
    ...(env.DEMO_RECORDS !== undefined && { demoRecords: env.DEMO_RECORDS }),
    ...(env.BASE_MAP_URL && { baseMapUrl: env.BASE_MAP_URL }),
    baseMapAttribution: env.BASE_MAP_ATTRIBUTION,
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    logLevel: env.LOG_LEVEL,
    ...(env.TRUST_PROXY && { trustProxy: env.TRUST_PROXY }),
    rateLimitFactor: env.RATE_LIMIT_FACTOR,
    ...(env.SECRET_KEYS && { secretKeys: env.SECRET_KEYS }),
    crypto: env.CRYPTO,
    checkReplies: env.CHECK_REPLIES,
    role: env.ROLE,
  }
}
