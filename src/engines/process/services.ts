import { defineJob } from '#kernel'
import { serviceDue } from './service-due.ts'
import { perform, take } from './steps.ts'

/**
 * Runs the module's service and goes on, in one transaction: either both happen or neither. A failing one is tried again with growing
 * pauses, then waits among the dead letters; `key` is the same on every try, so that a system outside can tell a repetition.
 */
export const serviceJob = defineJob({
  ...serviceDue,
  retries: 8,
  run: async (ctx, { instance: id, token: tokenId, element }) => {
    const taken = await take(ctx, { id })
    const token = taken.state.tokens.find((other) => other.id === tokenId && other.at === element)
    // Cancelled meanwhile; or suspended: resuming hands it out again.
    if (!token || taken.state.status !== 'running') return
    const run = taken.process.spec.services?.[element]
    if (!run) throw new Error(`Process "${taken.instance.process}" has no service "${element}" any more`)
    const variables = await run(ctx, { instance: taken.instance, key: `${id}:${tokenId}` })
    await perform(
      ctx,
      taken,
      { do: 'service-done', token: tokenId, ...(variables && { variables }) },
      { what: 'service-done', data: { step: element } },
    )
  },
})
