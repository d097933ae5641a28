import { type Ctx, defineKind, type House } from '#kernel'
import type { CaseRow } from './store.ts'

/**
 * What moves a case through its steps. A module contributes it; this engine only tells it when a case begins, is set aside
 * because it was merged with another, and goes on again. All of it runs in the transaction of the act.
 */
export interface CaseFlow {
  readonly id: string
  /** Starts the process of a new case. */
  readonly start: (ctx: Ctx, opened: CaseRow) => Promise<void>
  readonly setAside: (ctx: Ctx, caseId: string) => Promise<void>
  readonly takeUp: (ctx: Ctx, caseId: string) => Promise<void>
  /** The case it was merged with has ended: nothing will be taken up again. */
  readonly drop: (ctx: Ctx, caseId: string) => Promise<void>
}

/** One district, one way a case goes: the key is fixed, so a second flow is refused at boot. */
export const caseFlowKind = defineKind<CaseFlow>({ name: 'case flow', keyOf: () => 'the' })
export const caseFlow = (flow: CaseFlow) => caseFlowKind.of(flow)
export const flowOf = (house: House): CaseFlow => house.get(caseFlowKind, 'the')
