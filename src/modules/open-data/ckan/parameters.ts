import { ActionError, BadRequest, validation } from './envelope.ts'

export type Parameters = Readonly<Record<string, unknown>>

/** GET: a repeated name is a list. */
export const fromQuery = (query: Readonly<Record<string, string | string[]>>): Parameters => ({ ...query })

/** POST: JSON whatever it is called, or a form; `curl -d '{…}'` sends JSON under the name of a form. */
export function fromBody(body: unknown): Parameters {
  if (body === undefined || body === null || body === '') return {}
  if (typeof body === 'string') return parsed(body)
  if (Array.isArray(body) || typeof body !== 'object')
    throw new BadRequest('JSON Error: Request data JSON decoded to list or scalar; an object is expected')
  const [first, ...others] = Object.entries(body)
  if (first && others.length === 0 && first[0].trimStart().startsWith('{') && typeof first[1] === 'string')
    return parsed(first[1] === '' ? first[0] : `${first[0]}=${first[1]}`)
  return { ...body }
}

function parsed(text: string): Parameters {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new BadRequest('JSON Error: Error decoding JSON data')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadRequest('JSON Error: an object is expected')
  return value as Parameters
}

const fault = (name: string, why: string): ActionError => validation({ [name]: [why] })

export function text(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value) && typeof value[0] === 'string') return value[0]
  throw fault(name, 'Must be a string')
}

export function required(parameters: Parameters, name: string): string {
  const value = text(parameters, name)
  if (value === undefined) throw fault(name, 'Missing value')
  return value
}

export function whole(parameters: Parameters, name: string, limits: { least?: number; most?: number } = {}): number | undefined {
  const given = text(parameters, name)
  if (given === undefined) return undefined
  const value = Number(given)
  if (!/^-?\d{1,12}$/.test(given.trim()) || !Number.isSafeInteger(value)) throw fault(name, 'Invalid integer')
  if (value < (limits.least ?? 0)) throw fault(name, 'Must be a natural number')
  return Math.min(value, limits.most ?? value)
}

const yes = new Set(['true', 'yes', 't', 'y', '1', 'on'])
export const flag = (parameters: Parameters, name: string, otherwise = false): boolean => {
  const given = text(parameters, name)
  return given === undefined ? otherwise : yes.has(given.toLowerCase())
}

/** A list however it comes: repeated, a JSON list in a string, or words with commas. */
export function list(parameters: Parameters, name: string): string[] | undefined {
  const value = parameters[name]
  if (value === undefined || value === null || value === '') return undefined
  if (Array.isArray(value)) return value.map(String)
  if (typeof value !== 'string') throw fault(name, 'Must be a list')
  if (!value.trimStart().startsWith('['))
    return value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
  return jsonList(parameters, name)
}

/** A JSON list, in the query string or as it is. */
export function jsonList(parameters: Parameters, name: string): string[] | undefined {
  const value = parameters[name]
  if (value === undefined || value === null || value === '') return undefined
  const found = typeof value === 'string' ? jsonOf(value, name) : value
  if (!Array.isArray(found) || found.some((item) => typeof item !== 'string')) throw fault(name, 'Must be a JSON list of strings')
  return found as string[]
}

/** A JSON object, in a string or as it is. */
export function object(parameters: Parameters, name: string): Record<string, unknown> | undefined {
  const value = parameters[name]
  if (value === undefined || value === null || value === '') return undefined
  const found = typeof value === 'string' ? jsonOf(value, name) : value
  if (typeof found !== 'object' || found === null || Array.isArray(found)) throw fault(name, 'Must be a JSON object')
  return found as Record<string, unknown>
}

function jsonOf(value: string, name: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    throw fault(name, `Could not parse JSON: ${value.slice(0, 60)}`)
  }
}
