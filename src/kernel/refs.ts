import { z } from 'zod'

/** `module.type:id` names anything anywhere: on the map, in the inbox, the audit, files, search and events. */
export type Ref = `${string}.${string}:${string}`
export const Ref = z
  .string()
  .max(200)
  .regex(/^[a-z0-9-]+\.[a-z0-9-]+:[^\s]+$/)

/** Place in one of the two trees (ltree): `qingpu.greening`, `310118000000.310118001000`. */
export const TreePath = z
  .string()
  .max(250)
  .regex(/^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/)

export const refOf = (type: string, id: string): Ref => `${type}:${id}` as Ref

export function parseRef(ref: string): { type: string; id: string } {
  const colon = ref.indexOf(':')
  return { type: ref.slice(0, colon), id: ref.slice(colon + 1) }
}
