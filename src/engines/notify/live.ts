import { type Ctx, newId, type Ref } from '#kernel'
import { hubOf, type LiveEvent } from './hub.ts'
import { relayOf } from './relay.ts'

const gathered = new WeakMap<object, LiveEvent[]>()

function gather(ctx: Ctx, event: Omit<LiveEvent, 'id' | 'at'>): void {
  let events = gathered.get(ctx.unit)
  if (!events) {
    events = []
    gathered.set(ctx.unit, events)
    ctx.afterCommit(() => publish(ctx, ctx.unit))
  }
  events.push({ ...event, id: newId(), at: ctx.now.toISOString() })
}

function publish(ctx: Ctx, unit: object): void {
  const events = gathered.get(unit) ?? []
  gathered.delete(unit)
  hubOf(ctx.house, newId).publish(events)
  relayOf(ctx.house)?.send(events)
}

/**
 * After the commit, tells open screens that listen to `topic` and may see `ref`. Keep `data` small (what a list row
 * shows): it is a hint, and may be lost. `latest`: of many in one moment about one ref only the newest is sent.
 */
export const live = (ctx: Ctx, event: { topic: string; ref: Ref | string; data: unknown; latest?: boolean }): void =>
  gather(ctx, event)

/** The same for certain people, whatever they may see. */
export const liveTo = (ctx: Ctx, event: { topic: string; to: readonly string[]; data: unknown; ref?: Ref | string }): void =>
  gather(ctx, event)
