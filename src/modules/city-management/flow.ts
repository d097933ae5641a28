import { type CaseFlow, caseRef } from '#engines/cases'
import { processOf, resume, suspend, terminate } from '#engines/process'
import { followClock } from './actions.ts'
import { startCase } from './process.ts'

/** How a case of this district goes: the process of GB/T 30428.8. */
export const flow: CaseFlow = {
  id: 'city-management',
  start: startCase,
  setAside: async (ctx, id) => {
    const process = await processOf(ctx, caseRef(id))
    if (process?.status === 'running') await suspend(ctx, { instance: process.id })
  },
  takeUp: async (ctx, id) => {
    const process = await processOf(ctx, caseRef(id))
    if (process?.status === 'suspended') await resume(ctx, { instance: process.id })
    await followClock(ctx, id)
  },
  drop: async (ctx, id) => {
    const process = await processOf(ctx, caseRef(id))
    if (process && process.status !== 'ended') await terminate(ctx, { instance: process.id })
  },
}
