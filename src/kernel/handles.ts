import type { ZodType } from 'zod'
import type { Ref } from './refs.ts'

/** What a context can announce, ask and hand over: the names and shapes, without what runs behind them. */

/** A fact, after commit. `ref` names the thing it is about: deliveries are in order per (listener, ref). */
export interface Event<P> {
  readonly name: string
  readonly version: number
  readonly shape: ZodType
  readonly ref: (payload: P) => Ref
}

/** A question whose shape lives in an engine; modules provide answers, others ask under their own rights. */
export interface Port<I, O> {
  readonly name: string
  readonly input: ZodType
  readonly output: ZodType
  /** How long one provider may take before it is logged as slow. */
  readonly deadlineMs: number
  /** types only */
  readonly _?: { i: I; o: O }
}

export interface Answers<O> {
  answers: { from: string; value: O }[]
  /** Modules that failed: show what there is, and say what is missing. */
  missing: string[]
}

/** A job as it is handed over: `jobs.ts` adds what it does. */
export interface JobHandle<I> {
  readonly id: string
  readonly input: ZodType
  /** types only */
  readonly _?: { i: I }
}
