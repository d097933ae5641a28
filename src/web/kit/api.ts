import type { Text } from './text.ts'

/** Anything with a `parse`: a zod shape of the room's schema.ts, usually. */
export interface Shape<T> {
  parse(value: unknown): T
}
export interface Fault {
  path: string
  code: string
  detail: string
}

/** A refusal of the server (RFC 9457), or the network's: `offline` when nothing answered. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly faults: readonly Fault[]
  /** The object's state now, when somebody else was quicker (409). */
  readonly current: unknown

  constructor(status: number, code: string, detail: string, faults: readonly Fault[] = [], current?: unknown) {
    super(detail)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.detail = detail
    this.faults = faults
    this.current = current
  }
}

type Query = Record<string, string | number | boolean | null | undefined>

/** `withQuery('/api/cases', { state: 'open', q: undefined })` → `/api/cases?state=open` */
export function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  return text ? `${path}${path.includes('?') ? '&' : '?'}${text}` : path
}

const hooks: { language: () => string; signedOut: () => void } = { language: () => 'zh', signedOut: () => {} }
/** The shell says which language to ask for, and what to do when the session is over. */
export const configureApi = (given: Partial<typeof hooks>): void => void Object.assign(hooks, given)

const languageHeader = () => (hooks.language() === 'en' ? 'en' : 'zh-CN')

async function call<T>(method: string, path: string, body?: unknown, shape?: Shape<T>, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': languageHeader() }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const response = await fetch(path, {
    method,
    headers,
    credentials: 'same-origin',
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw offline()
  })
  const answer = await readBody(response)
  if (!response.ok) throw refusal(response.status, answer)
  return shape ? shape.parse(answer) : (answer as T)
}

const offline = () =>
  new ApiError(
    0,
    'offline',
    hooks.language() === 'en' ? 'No network connection. Try again when you are back online.' : '网络不通。请检查网络后再试。',
  )

/** JSON as its value; a drawing or a table (XML, CSV) as its text. */
async function readBody(response: Response): Promise<unknown> {
  const text = await response.text()
  if (!text) return undefined
  return /json/.test(response.headers.get('content-type') ?? 'json') || !response.ok ? safeParse(text) : text
}

/** Reads problem+json leniently: a proxy's error page must still end in a sentence a person understands. */
export function refusal(status: number, answer: unknown): ApiError {
  const problem = (answer ?? {}) as {
    code?: string
    detail?: string
    title?: string
    faults?: unknown[]
    errors?: unknown[]
    current?: unknown
  }
  if (status === 401 && problem.code !== 'wrong_password') hooks.signedOut()
  const fallback =
    hooks.language() === 'en'
      ? `The server answered ${status}. Please try again.`
      : `服务器没有正常答复（${status}），请稍后再试。`
  const faults = (problem.faults ?? problem.errors ?? []).map((fault) => readFault(fault as Record<string, unknown>))
  return new ApiError(
    status,
    problem.code ?? `http_${status}`,
    problem.detail ?? problem.title ?? fallback,
    faults,
    problem.current,
  )
}

function readFault(fault: Record<string, unknown>): Fault {
  const words = fault.detail ?? fault.text ?? fault.message ?? ''
  const detail = typeof words === 'string' ? words : ((words as Text)[hooks.language() === 'en' ? 'en' : 'zh'] ?? '')
  return { path: String(fault.path ?? ''), code: String(fault.code ?? ''), detail }
}

/** Sends one file and tells how far it is; `fetch` cannot. */
function upload<T>(
  path: string,
  file: Blob,
  name: string,
  onProgress?: (share: number) => void,
  fields: Record<string, string> = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const form = new FormData()
    for (const [key, value] of Object.entries(fields)) form.append(key, value)
    form.append('file', file, name)
    request.open('POST', path)
    request.setRequestHeader('accept-language', languageHeader())
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total)
    request.onerror = () => reject(offline())
    request.onload = () => {
      const answer = safeParse(request.responseText)
      if (request.status >= 200 && request.status < 300) resolve(answer as T)
      else reject(refusal(request.status, answer))
    }
    request.send(form)
  })
}

function safeParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const api = {
  get: <T>(path: string, shape?: Shape<T>, signal?: AbortSignal) => call<T>('GET', path, undefined, shape, signal),
  post: <T>(path: string, body: unknown = {}, shape?: Shape<T>) => call<T>('POST', path, body, shape),
  put: <T>(path: string, body: unknown, shape?: Shape<T>) => call<T>('PUT', path, body, shape),
  patch: <T>(path: string, body: unknown, shape?: Shape<T>) => call<T>('PATCH', path, body, shape),
  delete: <T>(path: string, shape?: Shape<T>, body?: unknown) => call<T>('DELETE', path, body, shape),
  upload,
}
