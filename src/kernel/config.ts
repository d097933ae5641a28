import { z } from 'zod'

const flag = z.enum(['1', 'true', 'yes', '0', 'false', 'no', '']).transform((value) => ['1', 'true', 'yes'].includes(value))
const portNumber = z.coerce.number().int().min(0).max(65535)

/** Every setting of the process, read once; nobody else looks at the environment. */
const Environment = z.object({
  PORT: portNumber.default(8080),
  HOST: z.string().default('0.0.0.0'),
  HJ212_PORT: portNumber.default(2120),
  DATABASE_URL: z.string().optional(),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
  DATA_DIR: z.string().default('./data'),
  DEMO: flag.optional(),
  PUBLIC_URL: z.string().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  SECRET_KEYS: z.string().optional(),
  CRYPTO: z.enum(['sm', 'international']).default('sm'),
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
  /** Small simulated district inside `npm start`; always together with demo. */
  publicUrl: string
  logLevel: z.infer<typeof Environment>['LOG_LEVEL']
  /** `id:hex64,id:hex64`; the first encrypts, all decrypt. Absent: made once in the data folder. */
  secretKeys?: string
  crypto: 'sm' | 'international'
  role: 'all' | 'api' | 'gateway' | 'worker'
}

export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) throw new Error(`Configuration: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`)
  const env = parsed.data
  return {
    port: env.PORT,
    host: env.HOST,
    hj212Port: env.HJ212_PORT,
    ...(env.DATABASE_URL && { databaseUrl: env.DATABASE_URL }),
    databasePool: env.DATABASE_POOL,
    dataDir: env.DATA_DIR,
    demo: env.DEMO ?? !env.DATABASE_URL,
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    logLevel: env.LOG_LEVEL,
    ...(env.SECRET_KEYS && { secretKeys: env.SECRET_KEYS }),
    crypto: env.CRYPTO,
    role: env.ROLE,
  }
}
