import { DomainError, type Refusal, Reply } from '#kernel'

/** An action's refusal in CKAN's own words: `__type`, and for a validation one list of strings per field. */
const kinds: Record<number, Refusal> = { 403: 'forbidden', 404: 'not_found', 413: 'too_large', 429: 'too_many' }

export class ActionError extends DomainError {
  readonly status: number
  readonly type: string
  readonly fields: Readonly<Record<string, unknown>>
  constructor(status: number, type: string, message: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(kinds[status] ?? 'invalid', status === 404 ? 'not_found' : 'action_refused', { zh: message, en: message })
    this.message = message
    this.status = status
    this.type = type
    this.fields = fields
  }
}

export const notFoundError = (what = 'Not found') => new ActionError(404, 'Not Found Error', what)
export const notAuthorised = (why: string) => new ActionError(403, 'Authorization Error', why)
export const validation = (fields: Record<string, string[]>) =>
  new ActionError(
    409,
    'Validation Error',
    Object.entries(fields)
      .map(([name, faults]) => `${name}: ${faults.join('; ')}`)
      .join(' '),
    fields,
  )
export const searchQueryError = (why: string) => new ActionError(400, 'Search Query Error', `Search Query is invalid: ${why}`)
export const sqlError = (why: string) =>
  new ActionError(409, 'Validation Error', why, { query: [why], info: { statement: [''], params: [{}], orig: [why] } })

/** A request that is not an action's at all: CKAN answers these with a bare string. */
export class BadRequest extends Error {}

const JSON_TYPE = 'application/json;charset=utf-8'
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' }
const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] as string)
/** Two line ends that JSON allows and JavaScript did not. */
const asScript = (json: string) => json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

const open = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' }

export function success(help: string, result: unknown, callback?: string): Reply {
  const body = JSON.stringify({ help, success: true, result })
  if (callback === undefined) return new Reply(200, { ...open, 'content-type': JSON_TYPE }, body)
  return new Reply(
    200,
    { ...open, 'content-type': 'application/javascript;charset=utf-8' },
    `${escapeHtml(callback)}(${asScript(body)});`,
  )
}

export function failure(help: string, error: ActionError, headers: Record<string, string> = {}): Reply {
  const body = { help, success: false, error: { ...error.fields, message: error.message, __type: error.type } }
  return new Reply(error.status, { ...open, ...headers, 'content-type': JSON_TYPE }, JSON.stringify(body))
}

export const badRequest = (why: string): Reply =>
  new Reply(400, { ...open, 'content-type': JSON_TYPE }, JSON.stringify(`Bad request - ${why}`))
