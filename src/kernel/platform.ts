import type { Config } from './config.ts'
import type { Ctx, Origin, TxMode, User } from './context.ts'
import type { House } from './contribution.ts'
import type { Database } from './database.ts'
import type { Logger } from './log.ts'
import type { Secrets } from './secrets.ts'

/** The running district: what modules contributed, the database, and how to open a transaction on it. */
export interface Platform {
  readonly config: Config
  readonly house: House
  readonly database: Database
  readonly secrets: Secrets
  readonly log: Logger
  readonly clock: () => Date
  /** Runs `work` in one transaction as this user; commits when it returns, rolls back when it throws. */
  transact<T>(who: { user: User; origin: Origin; locale?: 'zh' | 'en' }, mode: TxMode, work: (ctx: Ctx) => Promise<T>): Promise<T>
  /** A context without a transaction: it opens short ones with `ctx.transact`. */
  outside(who: { user: User; origin: Origin; locale?: 'zh' | 'en' }): Ctx
}
