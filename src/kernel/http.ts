import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import swagger from '@fastify/swagger'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import Fastify, {
  type FastifyBaseLogger,
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { type ZodType, z } from 'zod'
import type { RunningPlatform } from './boot.ts'
import { isAway, isBadValue, isBusy } from './database-errors.ts'
import { anonymous, holds, type User } from './context.ts'
import { crossOriginHeaders } from './cross-origin.ts'
import { DomainError, forbidden, invalid, signInRequired } from './errors.ts'
import { newId } from './ids.ts'
import { answerNoRoute, Methods } from './methods.ts'
import { networkOf, RateLimiter } from './limits.ts'
import { authenticatorKind } from './parts.ts'
import { faultsOf, type Problem, problem, problemOf, statusOf } from './problem.ts'
import { refuseUnreadable } from './readable.ts'
import { Reply, type Route, type RouteInput, routeKind, type UploadPart, Written } from './route.ts'
import { localeOf, send, sendProblem } from './send.ts'
import { say } from './text.ts'

declare module 'fastify' {
  interface FastifyRequest {
    who: User
  }
}

const DEFAULT_BYTES = 256 * 1024
const UPLOAD_BYTES = 64 * 1024 * 1024
/** A body may take longer than this only if it keeps coming. */
const STANDSTILL_MS = 30_000
const PER_MINUTE = { read: 600, write: 120 }
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'geolocation=(self), camera=(self), microphone=()',
  'content-security-policy':
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; connect-src 'self'; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
}

const words = {
  internal: {
    zh: '系统出错了，您的操作没有生效。请稍后再试；如反复出现，请把编号 {id} 告诉管理员。',
    en: 'Something went wrong here and nothing was changed. Please try again; if it happens again, give the administrator this number: {id}.',
  },
  tooMany: { zh: '操作太频繁，请 {seconds} 秒后再试。', en: 'Too many requests. Please try again in {seconds} seconds.' },
  tooLarge: { zh: '提交的内容太大。', en: 'What you sent is too large.' },
  badBody: { zh: '无法读取提交的内容，请检查格式。', en: 'The request could not be read; please check its form.' },
  crossSite: { zh: '请求来自其他网站，已拒绝。', en: 'The request came from another site and was refused.' },
  busy: {
    zh: '系统正忙，您的操作没有生效，请稍后再试。',
    en: 'The platform is busy just now; nothing was changed. Please try again shortly.',
  },
  unavailable: {
    zh: '数据库暂时连不上，您的操作没有生效，请稍后再试。',
    en: 'The database cannot be reached just now; nothing was changed. Please try again shortly.',
  },
}

/** Zod shapes compiled once to JSON Schema: Ajv validates by it, OpenAPI is made of it. */
function jsonSchema(shape: ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { target: 'draft-7', io, unrepresentable: 'any' }) as Record<
    string,
    unknown
  >
  return schema
}

function compilers() {
  const common = { removeAdditional: false, useDefaults: true, allErrors: true, allowUnionTypes: true, strict: false } as const
  const body = new Ajv({ ...common, coerceTypes: false })
  const rest = new Ajv({ ...common, coerceTypes: 'array' })
  addFormats.default(body)
  addFormats.default(rest)
  return (part: string | undefined, schema: object) => (part === 'body' ? body : rest).compile(schema)
}

/** For the stories: what a route answers is what its shape declares, and not a field more. */
function checkedReplies(compile: ReturnType<typeof compilers>) {
  return (key: string, { reply }: Route) => {
    if (!reply) return undefined
    const fits = compile('body', jsonSchema(reply, 'output'))
    return (result: unknown) => {
      if (result === undefined || result instanceof Reply) return
      if (fits(JSON.parse(result instanceof Written ? result.json : JSON.stringify(result)))) return
      const [fault] = fits.errors ?? []
      throw new Error(
        `${key} answers what it does not declare: ${fault?.instancePath} ${fault?.message} ${JSON.stringify(fault?.params)}`,
      )
    }
  }
}

async function* uploadParts(request: FastifyRequest, most: number): AsyncIterable<UploadPart> {
  for await (const part of request.parts({ limits: { fileSize: most } })) {
    refuseUnreadable({ [part.fieldname]: part.type === 'file' ? part.filename : part.value })
    if (part.type === 'file') yield { field: part.fieldname, filename: part.filename, mimetype: part.mimetype, stream: part.file }
    else
      yield {
        field: part.fieldname,
        filename: '',
        mimetype: part.mimetype,
        stream: undefined as never,
        value: String(part.value),
      }
  }
}

export async function buildHttp(platform: RunningPlatform): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: platform.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: DEFAULT_BYTES,
    trustProxy: platform.config.trustProxy ?? false,
    // Node would end a large upload over a slow line for being long; `endStandstill` ends what no longer moves.
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
    genReqId: () => newId(),
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) =>
      void answerError(platform, undefined, error, request as FastifyRequest, reply as FastifyReply),
  })
  const compile = compilers()
  const limiter = new RateLimiter()
  const streams = new Set<Readable>()
  // Closing waits for open connections: an event stream would never end by itself.
  app.addHook('preClose', async () => void streams.forEach((stream) => void stream.destroy()))
  const authenticators = platform.house.all(authenticatorKind)
  app.setValidatorCompiler(({ schema, httpPart }) => compile(httpPart, schema as object) as never)
  // Shapes of replies document and are checked by the stories; writing by them costs more than the plain way.
  app.setSerializerCompiler(() => JSON.stringify)
  app.decorateRequest('who', null as never)
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, parseForm(body as string)),
  )
  app.addContentTypeParser(['text/xml', 'application/xml', 'text/plain'], { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  await app.register(multipart, { limits: { fileSize: UPLOAD_BYTES, files: 12, fields: 60, fieldSize: 64 * 1024 } })
  await app.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 'District platform', version: '1' } } })

  app.addHook('onRequest', async (request, reply) => {
    endStandstill(request)
    reply.headers(securityHeaders)
    if (!SAFE.has(request.method) && request.headers.cookie) refuseCrossSite(request)
  })

  const identify = async (request: FastifyRequest, key: string, route: Route): Promise<User> => {
    const asked = { key, isPublic: route.may === 'public' }
    for (const authenticator of authenticators) {
      const user = await authenticator.run(platform, { headers: request.headers, address: request.ip, route: asked })
      if (user) return user
    }
    return anonymous
  }

  const methods = new Methods()
  const checked = platform.config.checkReplies ? checkedReplies(compile) : undefined
  for (const { key, value: route, owner } of platform.house.entries(routeKind)) {
    const url = key.slice(key.indexOf(' ') + 1)
    const check = checked?.(key, route)
    methods.add(url, route)
    app.route({
      method: route.method,
      url,
      bodyLimit: route.limits.bytes ?? DEFAULT_BYTES,
      config: { upload: route.upload },
      schema: {
        ...(!route.absolute && { summary: route.summary, tags: [owner] }),
        ...(route.absolute && { hide: true }),
        ...(route.body && { body: jsonSchema(route.body, 'input') }),
        ...(route.query && { querystring: jsonSchema(route.query, 'input') }),
        ...(route.params && { params: jsonSchema(route.params, 'input') }),
        ...(route.reply && { response: { 200: jsonSchema(route.reply, 'output') } }),
      },
      errorHandler: (error, request, reply) => answerError(platform, route, error as Error, request, reply),
      onRequest: async (request) => {
        request.who = await identify(request, key, route)
        const perMinute =
          (route.limits.perMinute ?? (route.method === 'GET' ? PER_MINUTE.read : PER_MINUTE.write)) *
          platform.config.rateLimitFactor
        const wait = limiter.take(
          `${request.who.kind === 'anonymous' ? networkOf(request.ip) : request.who.id} ${key}`,
          perMinute,
          Date.now(),
        )
        if (wait > 0) throw new DomainError('too_many', 'too_many', words.tooMany, { seconds: wait })
        refuseUnlessMay(route, request.who)
      },
      preValidation: async ({ params, query, body }) => refuseUnreadable({ params, query, body }),
      handler: async (request, reply) => {
        if (route.anyOrigin) reply.headers(crossOriginHeaders)
        const result = await run(platform, route, request)
        if (result instanceof Reply && result.body instanceof Readable)
          streams.add(result.body.once('close', () => streams.delete(result.body as Readable)))
        check?.(result)
        return send(reply, result)
      },
    })
  }
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  app.setNotFoundHandler((request, reply) => answerNoRoute(methods, request, reply, platform.config.publicUrl))
  app.setErrorHandler((error, request, reply) => answerError(platform, undefined, error as Error, request, reply))
  return app
}

/** Whoever opens a body and lets it stand (slowloris) loses the connection: ordinary bodies must come whole in time, uploads must move. */
function endStandstill({ raw, routeOptions, method }: FastifyRequest): void {
  if (SAFE.has(method) || raw.complete) return
  let seen = raw.socket.bytesRead
  const look = () => {
    if (raw.complete || raw.destroyed) return clearInterval(timer)
    const moves = isUpload(routeOptions.config) && raw.socket.bytesRead > seen
    seen = raw.socket.bytesRead
    if (!moves) raw.destroy()
  }
  const timer = setInterval(look, STANDSTILL_MS).unref()
  raw.once('close', () => clearInterval(timer))
}
const isUpload = (config: unknown): boolean => (config as { upload?: boolean } | undefined)?.upload === true

/** Repeated names become arrays; brackets stay in the name, for the protocol that gave them meaning. */
function parseForm(text: string): Record<string, string | string[]> {
  const form: Record<string, string | string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    const before = form[name]
    form[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]
  }
  return form
}

function refuseCrossSite(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  // A neighbour under the same domain (`same-site`) is another site too.
  const foreign = site
    ? site !== 'same-origin' && site !== 'none'
    : origin !== undefined && URL.parse(origin)?.host !== request.headers.host
  if (foreign) throw new DomainError('forbidden', 'cross_site', words.crossSite)
}

function refuseUnlessMay(route: Route, user: User): void {
  if (route.may === 'public') return
  if (user.kind === 'anonymous') throw signInRequired()
  if (route.may === 'signed-in') return
  const names = typeof route.may === 'string' ? [route.may] : route.may
  if (!names.some((name) => holds(user, name))) throw forbidden({ capability: names.join(' / ') })
}

async function run(platform: RunningPlatform, route: Route, request: FastifyRequest): Promise<unknown> {
  const input: RouteInput = {
    body: request.body,
    query: request.query,
    params: request.params,
    headers: request.headers,
    files: () => uploadParts(request, Math.max(route.limits.bytes ?? 0, UPLOAD_BYTES)),
  }
  const who = {
    user: request.who,
    locale: localeOf(request),
    origin: {
      kind: 'request' as const,
      name: `${route.method} ${request.routeOptions.url}`,
      requestId: request.id,
      address: request.ip,
    },
  }
  if (route.tx === 'none') return route.run(platform.outside(who), input)
  return platform.transact(who, route.tx, (ctx) => route.run(ctx, input))
}

function answerError(
  platform: RunningPlatform,
  route: Route | undefined,
  error: Error & { validation?: unknown; statusCode?: number; code?: string },
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const body = problemFor(platform, error, request)
  const wait = error instanceof DomainError ? error.params['seconds'] : undefined
  if (body.status === 429 && wait !== undefined) reply.header('retry-after', String(wait))
  if (body.status === 503) reply.header('retry-after', '5')
  if (!route?.onError) return sendProblem(reply, body)
  return send(
    reply,
    route.onError(
      { status: body.status, code: body.code, detail: body.detail },
      { path: request.url, headers: request.headers, publicUrl: platform.config.publicUrl },
    ),
  )
}

function problemFor(
  platform: RunningPlatform,
  error: Error & { validation?: unknown; statusCode?: number; code?: string },
  request: FastifyRequest,
): Problem {
  const locale = localeOf(request)
  if (error instanceof DomainError) return problemOf(error, locale)
  if (error.validation) return { ...problemOf(invalid(), locale), errors: faultsOf(error.validation as never, locale) }
  if (error.statusCode === 413) return problem(413, 'too_large', say(words.tooLarge, locale))
  if (error.statusCode && error.statusCode < 500) return problem(error.statusCode, 'bad_request', say(words.badBody, locale))
  if (isAway(error)) return problem(statusOf.unavailable, 'database_away', say(words.unavailable, locale))
  if (isBusy(error)) {
    platform.log.warn({ error, requestId: request.id, route: request.routeOptions.url }, 'request.busy')
    return problem(statusOf.unavailable, 'busy', say(words.busy, locale))
  }
  if (isBadValue(error)) {
    platform.log.warn({ error, requestId: request.id, route: request.routeOptions.url }, 'request.bad-value')
    return problemOf(invalid(), locale)
  }
  platform.log.error({ error, requestId: request.id, route: request.routeOptions.url }, 'request.failed')
  return problem(500, 'internal', say(words.internal, locale, { id: request.id }))
}
