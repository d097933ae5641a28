import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { ZodType, z } from 'zod'
import type { Ctx, TxMode } from './context.ts'
import { type Contribution, defineKind, type Kind } from './contribution.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may call: a declared capability, several of which one is enough, or one of two words.
 * `public`: anyone, signed in or not. `signed-in`: any account; the service narrows it to what is theirs.
 */
export type May = 'public' | 'signed-in' | (string & {}) | readonly string[]

export interface Limits {
  /** Largest body in bytes. Default 256 KiB. */
  bytes?: number
  /** Calls per minute and caller (account, else address). Default 600 for reads, 120 for writes. */
  perMinute?: number
}

export interface RouteInput<B = unknown, Q = unknown, P = unknown> {
  body: B
  query: Q
  params: P
  headers: IncomingHttpHeaders
  /** For uploads: the raw stream of parts, only with `upload: true`. */
  files: () => AsyncIterable<UploadPart>
}

export interface UploadPart {
  field: string
  filename: string
  mimetype: string
  stream: Readable
  /** Text of an ordinary form field; absent on a file. */
  value?: string
}

/** A reply that is not JSON of the declared shape: a file, a tile, an event stream, an empty 204. */
export class Reply {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Buffer | Readable | null
  constructor(status: number, headers: Record<string, string>, body: string | Buffer | Readable | null) {
    this.status = status
    this.headers = headers
    this.body = body
  }
}

/**
 * A reply of the declared shape that is JSON already: built by the database, which spares Node reading every column of a
 * list and writing it again. The stories hold it against the shape like any other.
 */
export class Written {
  readonly json: string
  constructor(json: string) {
    this.json = json
  }
}

export interface Route {
  readonly method: Method
  /** Below `/api/<module>`; for a protocol route absolute. */
  readonly path: string
  readonly absolute: boolean
  readonly may: May
  readonly tx: TxMode | 'none'
  readonly limits: Limits
  readonly summary: string
  readonly body?: ZodType
  readonly query?: ZodType
  readonly params?: ZodType
  readonly reply?: ZodType
  readonly upload: boolean
  /** Pages of other sites may call it from a browser, without the visitor's cookie: the browser's asking beforehand is answered. */
  readonly anyOrigin: boolean
  /** A protocol's own error form; ours is RFC 9457. */
  readonly onError?: (
    error: { status: number; code: string; detail: string },
    input: { path: string; headers: IncomingHttpHeaders; publicUrl: string },
  ) => Reply
  readonly run: (ctx: Ctx, input: RouteInput<any, any, any>) => Promise<unknown>
}

export const routeKind: Kind<Route> = defineKind<Route>({
  name: 'route',
  keyOf: (route, moduleId) => `${route.method} ${route.absolute ? route.path : `/api/${moduleId}${route.path}`}`,
  check: (house) =>
    house.entries(routeKind).flatMap(({ key, value }) => {
      const names = typeof value.may === 'string' ? [value.may] : value.may
      return names
        .filter((name) => name !== 'public' && name !== 'signed-in' && !house.find(permissionKind, name))
        .map((name) => `"${key}" needs permission "${name}", which nobody declares`)
    }),
})

type In<S> = S extends ZodType ? z.infer<S> : undefined

interface Spec<B, Q, P, R> {
  method: Method
  path: string
  may: May
  /** One line for the API reference. */
  summary: string
  /** Default: `read` for GET, `write` for the others. `none` for uploads, exports and streams. */
  tx?: TxMode | 'none'
  limits?: Limits
  upload?: boolean
  anyOrigin?: boolean
  body?: B
  query?: Q
  params?: P
  reply?: R
}

/** One endpoint as one value: who may call it, the shapes at its border, and the service function behind it. */
export function route<
  B extends ZodType | undefined = undefined,
  Q extends ZodType | undefined = undefined,
  P extends ZodType | undefined = undefined,
  R extends ZodType | undefined = undefined,
>(
  spec: Spec<B, Q, P, R> & {
    run: (
      ctx: Ctx,
      input: RouteInput<In<B>, In<Q>, In<P>>,
    ) => Promise<R extends ZodType ? z.input<R> | Reply | Written : Reply | void>
  },
): Contribution {
  const { limits = {}, upload = false, anyOrigin = false, tx = spec.method === 'GET' ? 'read' : 'write', ...rest } = spec
  return routeKind.of({ ...(rest as unknown as Route), limits, upload, anyOrigin, tx, absolute: false })
}

/** An endpoint of somebody else's standard: absolute path, own status codes and error form. It parses its own input. */
export function protocolRoute(
  spec: Omit<Spec<undefined, undefined, undefined, undefined>, 'body' | 'query' | 'params' | 'reply'> & {
    onError?: Route['onError']
    run: (ctx: Ctx, input: RouteInput<any, Record<string, string | string[]>, Record<string, string>>) => Promise<Reply>
  },
): Contribution {
  const { limits = {}, upload = false, anyOrigin = false, tx = spec.method === 'GET' ? 'read' : 'write', ...rest } = spec
  return routeKind.of({ ...(rest as unknown as Route), limits, upload, anyOrigin, tx, absolute: true })
}

/** What a role can be given: `city-management.dispatch`. Over which subtree is said when it is granted. */
export interface Permission {
  readonly id: string
  readonly title: { zh: string; en: string }
}
export const permissionKind = defineKind<Permission>({ name: 'permission', keyOf: (permission) => permission.id })
export const permissions = (titles: Record<string, { zh: string; en: string }>) =>
  Object.entries(titles).map(([id, title]) => permissionKind.of({ id, title }))
