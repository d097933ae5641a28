import type { ZodType, z } from 'zod'
import type { Ctx } from './context.ts'
import { defineKind, type Kind } from './contribution.ts'
import type { Port } from './handles.ts'

export interface Provider {
  readonly port: Port<any, any>
  readonly run: (ctx: Ctx, input: any) => Promise<any>
}

export const portKind = defineKind<Port<any, any>>({ name: 'port', keyOf: (port) => port.name })
export const providerKind: Kind<Provider> = defineKind<Provider>({
  name: 'provider',
  keyOf: (provider, moduleId) => `${provider.port.name} by ${moduleId}`,
  check: (house) =>
    house
      .entries(providerKind)
      .filter(({ value }) => !house.find(portKind, value.port.name))
      .map(({ owner, value }) => `"${owner}" answers port "${value.port.name}", which nobody declares`),
})

export const definePort = <I extends ZodType, O extends ZodType>(spec: {
  name: string
  input: I
  output: O
  deadlineMs?: number
}): Port<z.infer<I>, z.infer<O>> => ({
  deadlineMs: 500,
  ...spec,
})
export const port = (value: Port<any, any>) => portKind.of(value)
export const provide = <I, O>(port: Port<I, O>, run: (ctx: Ctx, input: I) => Promise<O>) => providerKind.of({ port, run })
