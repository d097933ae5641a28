import { z } from 'zod'
import { type Ctx, parseRef } from '#kernel'
import { type Completed, defineProcess, type Step } from '#engines/process'
import { decideObjection, objectionTurns } from './objection-outcomes.ts'
import { Correction } from './schema.ts'
import { decideRepair, repairTurns } from './repair-outcomes.ts'

export const OBJECTION = 'credit.objection'
export const REPAIR = 'credit.repair'

const Data = z.object({ correct: Correction.optional() })

const titles = {
  accept: { zh: '受理异议', en: 'Accept the objection' },
  check: { zh: '核查', en: 'Check' },
  receive: { zh: '受理修复申请', en: 'Receive the application' },
  decide: { zh: '决定修复', en: 'Decide on repair' },
}

const step = (
  id: keyof typeof titles,
  outcomes: Step['outcomes'],
  complete: (ctx: Ctx, id: string, done: Completed<z.infer<typeof Data>>) => Promise<void>,
): Step => ({
  title: titles[id],
  outcomes,
  data: Data,
  complete: async (ctx: Ctx, done: Completed<z.infer<typeof Data>>) => {
    await complete(ctx, parseRef(done.instance.subject).id, done)
    return {}
  },
})

/** 异议: 受理 → 转认定单位核查 → 更正、撤销或说明理由维持. */
export const objectionProcess = defineProcess({
  id: OBJECTION,
  title: { zh: '信用异议', en: 'Objection to a record' },
  bpmn: new URL('./processes/objection.bpmn', import.meta.url),
  steps: {
    accept: step('accept', objectionTurns.accept, (ctx, id, { outcome, comment }) => decideObjection(ctx, id, outcome, comment)),
    check: step('check', objectionTurns.check, (ctx, id, { outcome, comment, data }) =>
      decideObjection(ctx, id, outcome, comment, data.correct),
    ),
  },
})

/** 修复: 受理 → 认定单位决定（谁认定、谁修复）. */
export const repairProcess = defineProcess({
  id: REPAIR,
  title: { zh: '信用修复', en: 'Credit repair' },
  bpmn: new URL('./processes/repair.bpmn', import.meta.url),
  steps: {
    receive: step('receive', repairTurns.receive, (ctx, id, { outcome, comment }) => decideRepair(ctx, id, outcome, comment)),
    decide: step('decide', repairTurns.decide, (ctx, id, { outcome, comment }) => decideRepair(ctx, id, outcome, comment)),
  },
})
