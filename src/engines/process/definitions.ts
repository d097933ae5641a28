import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ZodType } from 'zod'
import { type Ctx, defineKind, type House, permissionKind, type Text } from '#kernel'
import { loadBpmn } from './bpmn.ts'
import type { Definition } from './definition.ts'
import type { Variables } from './expression.ts'
import type { EndedHow } from './state.ts'
import type { Instance, Task } from './store.ts'

/** What a module hears when one of its steps is completed. Throwing refuses the completion. */
export interface Completed<D = unknown> {
  instance: Instance
  task: Task
  outcome: string
  data: D
  comment: string | null
  /** The step's outcome when this completion decides it; null while others of a joint step still have to answer. */
  decided: string | null
}

export interface Step {
  readonly title: Text
  /** What it can be completed with, by id. */
  readonly outcomes: Readonly<Record<string, Text>>
  /** Shape of `data`; absent: anything. */
  readonly data?: ZodType
  /** The module's own effect of the step, in the same transaction; what it returns becomes variables, before the way on is chosen. */
  readonly complete?: (ctx: Ctx, completed: Completed<any>) => Promise<Variables | void>
  /** The step has been reached, or has been returned to: the place to set the module's own status. */
  readonly opened?: (ctx: Ctx, opened: { instance: Instance; task: Task }) => Promise<void>
}

/** Work between people: runs as a job in one transaction with the process going on. `key` is the same on every try. */
export type ServiceStep = (ctx: Ctx, work: { instance: Instance; key: string }) => Promise<Variables | void>

export interface ProcessSpec {
  /** `<module>.<what>` */
  readonly id: string
  readonly title: Text
  readonly bpmn: URL
  readonly steps: Readonly<Record<string, Step>>
  /** Service and send tasks of the drawing, by element id. */
  readonly services?: Readonly<Record<string, ServiceStep>>
  /** May its tasks be completed by `POST /api/process/tasks/:id/complete`? Else only through the module's own routes. */
  readonly generic?: boolean
  /** The whole process has ended. */
  readonly ended?: (ctx: Ctx, ended: { instance: Instance; how: EndedHow; element: string | null }) => Promise<void>
}

export const processKind = defineKind<ProcessSpec>({ name: 'process', keyOf: (process) => process.id })

/** Declares a process: its drawing and what the module does at each step. */
export const defineProcess = (spec: ProcessSpec) => processKind.of(spec)

export interface LoadedProcess {
  spec: ProcessSpec
  definition: Definition
  xml: string
  hash: string
}

const loaded = new WeakMap<ProcessSpec, Promise<LoadedProcess>>()

/** The drawing as it is now; read once. */
export function loadProcess(house: House, id: string): Promise<LoadedProcess> {
  const spec = house.get(processKind, id)
  const known = loaded.get(spec) ?? read(house, spec)
  loaded.set(spec, known)
  return known
}

export async function loadAll(house: House): Promise<void> {
  for (const { id } of house.all(processKind)) await loadProcess(house, id)
}

async function read(house: House, spec: ProcessSpec): Promise<LoadedProcess> {
  const xml = await readFile(spec.bpmn, 'utf8')
  const definition = await loadBpmn(xml)
  const complaints = complaintsOf(house, spec, definition)
  if (complaints.length > 0) throw new Error(`Process "${spec.id}" does not fit its drawing:\n  ${complaints.join('\n  ')}`)
  return { spec, definition, xml, hash: createHash('sha256').update(xml.replaceAll('\r\n', '\n')).digest('hex') }
}

/** Each step of the drawing has its code, each piece of code its step, and every capability exists. */
function complaintsOf(house: House, spec: ProcessSpec, { elements }: Definition): string[] {
  const complaints: string[] = []
  for (const element of Object.values(elements)) {
    if (element.is === 'user' && !spec.steps[element.id]) complaints.push(`user task "${element.id}" has no step`)
    if ((element.is === 'service' || element.is === 'send') && !spec.services?.[element.id])
      complaints.push(`${element.is} task "${element.id}" has no service`)
    if (element.is === 'user' && element.capability && !house.find(permissionKind, element.capability))
      complaints.push(`"${element.id}" needs permission "${element.capability}", which nobody declares`)
  }
  for (const id of Object.keys(spec.steps))
    if (elements[id]?.is !== 'user') complaints.push(`step "${id}" is no user task of the drawing`)
  for (const id of Object.keys(spec.services ?? {}))
    if (!['service', 'send'].includes(elements[id]?.is ?? ''))
      complaints.push(`service "${id}" is no service task of the drawing`)
  return complaints
}

const older = new Map<string, Promise<Definition>>()

/** The drawing that an instance began with, which need not be today's. */
export function definitionOf(hash: string, current: LoadedProcess, readXml: () => Promise<string>): Promise<Definition> {
  if (hash === current.hash) return Promise.resolve(current.definition)
  const known = older.get(hash) ?? readXml().then(loadBpmn)
  older.set(hash, known)
  known.catch(() => older.delete(hash))
  return known
}
