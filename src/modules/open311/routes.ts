import { type Ctx, protocolRoute, type Reply, type RouteInput } from '#kernel'
import { answer, answerError, answerList, type Format, nameAndFormat } from './answer.ts'
import { checkJurisdiction, posted } from './arguments.ts'
import { nothingHere } from './errors.ts'
import { fileRequest, readMultipart } from './report.ts'
import { oneRequest, requestList, requestOfToken, updateList } from './requests.ts'
import { discovery, serviceDefinition, serviceList } from './services.ts'

type Input = RouteInput<unknown, Record<string, string | string[]>, Record<string, string>>
const requests = (format: Format, items: Awaited<ReturnType<typeof requestList>>): Reply =>
  answerList(format, items, 'service_requests', 'request')

async function listOf(ctx: Ctx, { params, query }: Input): Promise<Reply> {
  const { name, format } = nameAndFormat(params['document'] ?? '')
  checkJurisdiction(ctx, query)
  if (name === 'services') return answerList(format, serviceList(ctx), 'services', 'service')
  if (name === 'requests') return requests(format, await requestList(ctx, query))
  if (name === 'servicerequestupdates')
    return answerList(format, await updateList(ctx, query), 'service_request_updates', 'request_update')
  throw nothingHere()
}

async function oneOf(ctx: Ctx, { params, query }: Input): Promise<Reply> {
  const { name, format } = nameAndFormat(params['document'] ?? '')
  checkJurisdiction(ctx, query)
  switch (params['list']) {
    case 'services': {
      const { service_code, attributes } = serviceDefinition(ctx, name, format)
      return answer(
        format,
        200,
        { service_code, attributes },
        { root: 'service_definition', value: { service_code, attributes: { attribute: attributes } } },
      )
    }
    case 'requests':
      return requests(format, await oneRequest(ctx, name))
    case 'tokens':
      return requests(format, await requestOfToken(ctx, name))
    default:
      throw nothingHere()
  }
}

async function post(ctx: Ctx, { params, query, body, headers, files }: Input): Promise<Reply> {
  const { name, format } = nameAndFormat(params['document'] ?? '')
  if (name !== 'requests') throw nothingHere()
  const isMultipart = String(headers['content-type']).startsWith('multipart/')
  // Some clients keep what is the same for every call (`api_key`, `jurisdiction_id`) in the address.
  const { raw, photos } = isMultipart
    ? await readMultipart(ctx, files(), query)
    : { raw: { ...query, ...posted(body ?? {}) }, photos: [] }
  const key = headers['idempotency-key']
  const items = await ctx.transact('write', (inner) =>
    fileRequest(inner, raw, { photos, idempotencyKey: typeof key === 'string' ? key.slice(0, 200) : undefined }),
  )
  return requests(format, items)
}

/** Open311 GeoReport v2; `reference` of every rule: http://wiki.open311.org/GeoReport_v2 */
export const routes = [
  protocolRoute({
    method: 'GET',
    path: '/open311/:document',
    may: 'public',
    summary: 'Open311 discovery',
    tx: 'write',
    onError: answerError,
    run: async (ctx, { params }) => {
      const { name, format } = nameAndFormat(params['document'] ?? '')
      if (name !== 'discovery') throw nothingHere()
      const value = await discovery(ctx, format)
      return answer(format, 200, value, { root: 'discovery', value })
    },
  }),
  protocolRoute({
    method: 'GET',
    path: '/open311/v2/:document',
    may: 'public',
    summary: 'Open311 services and requests',
    onError: answerError,
    run: listOf,
  }),
  protocolRoute({
    method: 'GET',
    path: '/open311/v2/:list/:document',
    may: 'public',
    summary: 'Open311 one service, request or token',
    onError: answerError,
    run: oneOf,
  }),
  protocolRoute({
    method: 'POST',
    path: '/open311/v2/:document',
    may: 'public',
    summary: 'Open311: report',
    tx: 'none',
    upload: true,
    limits: { perMinute: 120 },
    onError: answerError,
    run: post,
  }),
]
