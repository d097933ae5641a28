import { betterAuth } from 'better-auth'
import { bearer, twoFactor, username } from 'better-auth/plugins'
import { hash, verify } from '@node-rs/argon2'
import { type Ctx, type House, newId, type Platform } from '#kernel'

/** Argon2id with OWASP's first choice for servers: 19 MiB, two passes. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
export const hashPassword = (password: string): Promise<string> => hash(password, ARGON)

export const COOKIE = 'district.session_token'
const SESSION_SECONDS = 12 * 3600
const PASSWORD_LENGTH = { min: 10, max: 128 }

const build = (platform: Platform) =>
  betterAuth({
    appName: 'District platform',
    baseURL: platform.config.publicUrl,
    secret: platform.secrets.blindIndex('better-auth', 'secret'),
    database: { db: platform.database.kysely.withSchema('identity'), type: 'postgres', transaction: true },
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'district',
      useSecureCookies: false,
      defaultCookieAttributes: {
        httpOnly: true,
        sameSite: 'lax',
        path: '/',
        secure: platform.config.publicUrl.startsWith('https:'),
      },
      database: { generateId: () => newId() },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      password: { hash: hashPassword, verify: ({ hash: stored, password }) => verify(stored, password) },
    },
    user: {
      modelName: 'user_account',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      modelName: 'session',
      expiresIn: SESSION_SECONDS,
      disableSessionRefresh: true,
      fields: {
        userId: 'account_id',
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
        ipAddress: 'address',
        userAgent: 'agent',
      },
    },
    account: {
      modelName: 'credential',
      fields: {
        userId: 'account_id',
        accountId: 'subject',
        providerId: 'provider',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'challenge',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    plugins: [
      username({
        minUsernameLength: 2,
        maxUsernameLength: 40,
        usernameValidator: (name) => /^[\p{L}\p{N}_.-]+$/u.test(name),
        displayUsername: false,
      }),
      twoFactor({
        issuer: 'District platform',
        twoFactorTable: 'totp',
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor' } },
          twoFactor: {
            fields: {
              userId: 'account_id',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failures',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
      bearer({ requireSignature: true }),
    ],
  })

export type Auth = ReturnType<typeof build>

const built = new WeakMap<House, Auth>()

/** One per running district; the authenticator, which runs before any route, makes it. */
export function authOf(platform: Platform): Auth {
  const auth = built.get(platform.house) ?? build(platform)
  built.set(platform.house, auth)
  return auth
}

/** For routes: the same, by the house they stand in. It keeps its own connection, so call it outside a transaction. */
export function authFor(ctx: Ctx): Auth {
  const auth = built.get(ctx.house)
  if (!auth) throw new Error('Nobody has been identified in this house yet')
  return auth
}
