import type { ZodType, z } from 'zod'
import type { Ctx } from './context.ts'
import { defineKind } from './contribution.ts'
import type { JobHandle } from './handles.ts'

/** Work done outside the request: stored in the asker's transaction, retried with growing pauses, then dead-lettered. */
export interface Job<I> extends JobHandle<I> {
  readonly retries: number
  /** `none` for long work: it opens short transactions of its own with `ctx.transact`. */
  readonly tx: 'write' | 'none'
  readonly run: (ctx: Ctx, input: I) => Promise<void>
}

/** A short recurring sweep (deadlines, sealing, roll-ups). One process at a time runs it, whoever gets the lock. */
export interface Ticker {
  readonly id: string
  readonly everySeconds: number
  readonly tx: 'write' | 'none'
  readonly run: (ctx: Ctx) => Promise<void>
}

export const jobKind = defineKind<Job<any>>({ name: 'job', keyOf: (job) => job.id })
export const tickerKind = defineKind<Ticker>({ name: 'ticker', keyOf: (ticker) => ticker.id })

export const defineJob = <S extends ZodType>(spec: {
  id: string
  input: S
  retries?: number
  tx?: 'write' | 'none'
  run: (ctx: Ctx, input: z.infer<S>) => Promise<void>
}): Job<z.infer<S>> => ({
  retries: 5,
  tx: 'write',
  ...spec,
})
export const job = (value: Job<any>) => jobKind.of(value)
export const ticker = (spec: Omit<Ticker, 'tx'> & { tx?: 'write' | 'none' }) => tickerKind.of({ tx: 'write', ...spec })
