import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from './problem.ts'
import { Reply, Written } from './route.ts'
import type { Locale } from './text.ts'

export const localeOf = (request: Pick<FastifyRequest, 'headers' | 'query'>): Locale => {
  const wanted = (request.query as { lang?: string } | undefined)?.lang ?? request.headers['accept-language'] ?? ''
  return /^\s*en/i.test(wanted) ? 'en' : 'zh'
}

export function send(reply: FastifyReply, result: unknown): FastifyReply {
  if (result instanceof Reply) return reply.code(result.status).headers(result.headers).send(bodyFor(reply, result))
  if (result === undefined) return reply.code(204).send()
  // As bytes at once: the length is known without counting, and the socket has nothing left to encode.
  return reply
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(Buffer.from(result instanceof Written ? result.json : JSON.stringify(result)))
}

/** Who asks for the headers alone does not have a whole table made and thrown away. */
function bodyFor({ request }: FastifyReply, { body }: Reply): Reply['body'] {
  if (request.method !== 'HEAD') return body
  if (body instanceof Readable) return body.destroy() && Readable.from([])
  return body ?? ''
}

export const sendProblem = (reply: FastifyReply, body: Problem) =>
  reply
    .code(body.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(body)
