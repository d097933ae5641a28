import type { FastifyReply, FastifyRequest } from 'fastify'
import { preflightHeaders } from './cross-origin.ts'
import { problem } from './problem.ts'
import type { Route } from './route.ts'
import { localeOf, send, sendProblem } from './send.ts'
import { say } from './text.ts'

interface Known {
  readonly form: RegExp
  readonly methods: Map<string, Route>
}

/** Which methods an address takes, for those who come with another one. Asked only when no route was found. */
export class Methods {
  readonly #known = new Map<string, Known>()

  add(url: string, route: Route): void {
    const known = this.#known.get(url) ?? { form: formOf(url), methods: new Map() }
    this.#known.set(url, known)
    known.methods.set(route.method, route)
  }

  /** The `Allow` of an address, and one of its routes for the form of its errors; undefined when nothing is there. */
  at(path: string): { allow: string; route: Route } | undefined {
    const here = [...this.#known.values()].filter(({ form }) => form.test(path)).flatMap(({ methods }) => [...methods])
    const [first] = here
    if (!first) return undefined
    const names = new Set(here.flatMap(([method]) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))
    return { allow: [...names, 'OPTIONS'].join(', '), route: first[1] }
  }
}

const formOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .split('/')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/, '[^/]+'))
      .join('/')}/?$`,
  )

const words = {
  noRoute: { zh: '没有这个地址。', en: 'There is nothing at this address.' },
  wrongMethod: { zh: '这个地址不接受该方法，可用：{allow}。', en: 'This address does not take that method; it takes {allow}.' },
}

/** Nothing is here, or not by this method: then which there are. */
export function answerNoRoute(methods: Methods, request: FastifyRequest, reply: FastifyReply, publicUrl: string) {
  const path = request.url.split('?')[0] as string
  const found = methods.at(path)
  const locale = localeOf(request)
  if (!found) return sendProblem(reply, problem(404, 'no_such_address', say(words.noRoute, locale)))
  const { allow, route } = found
  reply.header('allow', allow)
  if (request.method === 'OPTIONS') {
    const isOpen = route.anyOrigin || (route.absolute && route.may === 'public')
    return reply
      .code(204)
      .headers(isOpen ? { ...preflightHeaders, 'access-control-allow-methods': allow } : {})
      .send()
  }
  const body = problem(405, 'method_not_allowed', say(words.wrongMethod, locale, { allow }))
  if (!route.onError) return sendProblem(reply, body)
  return send(
    reply,
    route.onError({ status: 405, code: body.code, detail: body.detail }, { path, headers: request.headers, publicUrl }),
  )
}
