import type { ZodType, z } from 'zod'
import type { Ctx } from './context.ts'
import { defineKind, type Kind } from './contribution.ts'
import type { Event } from './handles.ts'
import type { Ref } from './refs.ts'

export interface Delivered<P> {
  id: string
  name: string
  version: number
  ref: Ref
  actor: string
  cause: string | null
  at: Date
  payload: P
}

export interface Listener {
  readonly id: string
  readonly event: Event<any>
  readonly run: (ctx: Ctx, event: Delivered<any>) => Promise<void>
}

export const eventKind = defineKind<Event<any>>({ name: 'event', keyOf: (event) => event.name })

export const listenerKind: Kind<Listener> = defineKind<Listener>({
  name: 'listener',
  keyOf: (listener, moduleId) => `${moduleId}/${listener.id}`,
  check: (house) =>
    house
      .entries(listenerKind)
      .filter(({ value }) => house.find(eventKind, value.event.name) === undefined)
      .map(({ key, value }) => `"${key}" listens to "${value.event.name}", which no module announces`),
})

export const defineEvent = <S extends ZodType>(
  name: string,
  shape: S,
  ref: (payload: z.infer<S>) => Ref,
  version = 1,
): Event<z.infer<S>> => ({
  name,
  version,
  shape,
  ref,
})

/** Declares that this module announces these events. */
export const announces = (...events: Event<any>[]) => events.map((event) => eventKind.of(event))

/** `id` names the listener in the delivery table: keep it stable, or events are delivered to it again. */
export const on = <P>(event: Event<P>, id: string, run: (ctx: Ctx, event: Delivered<P>) => Promise<void>) =>
  listenerKind.of({ id, event, run })
