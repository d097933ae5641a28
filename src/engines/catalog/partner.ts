import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ExchangeFault, Refusal } from './schema.ts'

/** What went wrong with a partner: kept in the run's log, never thrown at a visitor. */
export class PartnerFault extends Error {
  readonly fault: ExchangeFault
  /** The rows that kept a batch out, each with its reason. */
  readonly refused: readonly Refusal[]
  constructor(fault: ExchangeFault, detail: string, refused: readonly Refusal[] = []) {
    super(detail.slice(0, 400))
    this.fault = fault
    this.refused = refused
  }
}

/** JSON with the keys of every object in order: the same rows give the same text on both sides. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`
}
export const digestOf = (rows: readonly unknown[]): string => createHash('sm3').update(canonical(rows)).digest('hex')

const MOST_BYTES = 32 * 1024 * 1024
export interface Caller {
  url: string
  secret: string | null
  timeoutMs: number
}

const isTimeout = (error: unknown) => error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')

/** One call: no redirects, a time limit over the whole answer, a limit to its size; half an answer is told from none. */
async function call(
  { url, secret, timeoutMs }: Caller,
  init: { method: string; body?: string; headers?: Record<string, string> },
): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs)
  const headers = { accept: 'application/json', ...(secret && { authorization: `Bearer ${secret}` }), ...init.headers }
  let response: Response
  try {
    response = await fetch(url, { ...init, headers, signal, redirect: 'error' })
  } catch (error) {
    throw isTimeout(error)
      ? new PartnerFault('slow', `${timeoutMs} ms`)
      : new PartnerFault('unreachable', String((error as Error).cause ?? error))
  }
  if (!response.ok) {
    await response.body?.cancel()
    throw new PartnerFault('status', `HTTP ${response.status}`)
  }
  const text = await bodyOf(response, timeoutMs)
  try {
    return JSON.parse(text)
  } catch {
    throw new PartnerFault('half', `the answer ends in the middle, after ${text.length} characters`)
  }
}

async function bodyOf(response: Response, timeoutMs: number): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of response.body ?? []) {
      size += part.length
      if (size > MOST_BYTES) throw new PartnerFault('wrong', `an answer of more than ${MOST_BYTES} bytes`)
      parts.push(part)
    }
  } catch (error) {
    if (error instanceof PartnerFault) throw error
    throw isTimeout(error) ? new PartnerFault('slow', `${timeoutMs} ms`) : new PartnerFault('half', `cut off after ${size} bytes`)
  }
  return Buffer.concat(parts).toString('utf8')
}

const Page = z.object({
  items: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  count: z.number().int(),
  digest: z.string(),
  next: z.string().max(2000).nullable(),
  total: z.number().int().optional(),
})
export type Page = z.infer<typeof Page>

/** Asks for the next batch after a cursor and believes nothing: count, digest and progress are reckoned anew. */
export async function pullPage(caller: Caller, cursor: string | null, limit: number): Promise<Page> {
  const url = new URL(caller.url)
  url.searchParams.set('limit', String(limit))
  if (cursor !== null) url.searchParams.set('after', cursor)
  const parsed = Page.safeParse(await call({ ...caller, url: url.href }, { method: 'GET' }))
  if (!parsed.success)
    throw new PartnerFault(
      'wrong',
      `the answer has another shape: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`,
    )
  const { items, count, digest, next } = parsed.data
  if (items.length !== count) throw new PartnerFault('half', `${count} rows were announced, ${items.length} came`)
  if (items.length > limit) throw new PartnerFault('wrong', `${items.length} rows where ${limit} were asked for`)
  const ours = digestOf(items)
  if (ours !== digest.toLowerCase())
    throw new PartnerFault('wrong', `SM3 ${digest.slice(0, 16)}… was announced, ${ours.slice(0, 16)}… came`)
  if (next !== null && (next === cursor || items.length === 0)) throw new PartnerFault('stuck', 'the cursor does not move')
  return parsed.data
}

const Receipt = z.object({ received: z.number().int(), digest: z.string() })

/** Hands a batch over; the partner must say how many rows it took and their digest. The key is the same on every try. */
export async function pushBatch(caller: Caller, key: string, rows: readonly Record<string, unknown>[]): Promise<string> {
  const digest = digestOf(rows)
  const body = JSON.stringify({ count: rows.length, digest, items: rows })
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  const parsed = Receipt.safeParse(await call(caller, { method: 'POST', body, headers }))
  if (!parsed.success) throw new PartnerFault('wrong', 'the receipt has another shape')
  if (parsed.data.received !== rows.length)
    throw new PartnerFault('half', `${rows.length} rows were sent, ${parsed.data.received} taken`)
  if (parsed.data.digest.toLowerCase() !== digest) throw new PartnerFault('wrong', 'the receipt’s SM3 is another')
  return digest
}
