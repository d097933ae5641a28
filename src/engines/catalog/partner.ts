import { createHash } from 'node:crypto'
import type { Text } from '#kernel'
import { z } from 'zod'
import type { ExchangeFault, Refusal } from './schema.ts'

const LONGEST = 300

/** What went wrong with a partner: kept in the run's log, never thrown at a visitor. */
export class PartnerFault extends Error {
  readonly fault: ExchangeFault
  /** What exactly, for whoever reads the log; a server's own words stand as they are. */
  readonly said: Text
  /** The rows that kept a batch out, each with its reason. */
  readonly refused: readonly Refusal[]
  constructor(fault: ExchangeFault, said: string | Text, refused: readonly Refusal[] = []) {
    const { zh, en } = typeof said === 'string' ? { zh: said, en: said } : said
    super(en.slice(0, LONGEST))
    this.fault = fault
    this.said = { zh: zh.slice(0, LONGEST), en: en.slice(0, LONGEST) }
    this.refused = refused
  }
}

/** As it is kept in one column, and read again in the reader's language. */
export const keptDetail = ({ zh, en }: Text): string => (zh === en ? en : JSON.stringify({ zh, en }))
export function detailIn(locale: 'zh' | 'en', kept: string | null): string | null {
  if (!kept?.startsWith('{"zh":')) return kept
  try {
    return (JSON.parse(kept) as Text)[locale]
  } catch {
    return kept
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

const waited = (ms: number): Text => ({ zh: `等了 ${ms} 毫秒`, en: `waited for ${ms} ms` })

const otherShape = (issue: { path: PropertyKey[]; message: string } | undefined): Text => ({
  zh: `答复的结构与约定不同：${issue?.path.join('.') || '整体'} ${issue?.message ?? ''}`,
  en: `the answer has another shape: ${issue?.path.join('.') || 'as a whole'} ${issue?.message ?? ''}`,
})

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
      ? new PartnerFault('slow', waited(timeoutMs))
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
    throw new PartnerFault('half', {
      zh: `答复在第 ${text.length} 个字符处中断`,
      en: `the answer ends in the middle, after ${text.length} characters`,
    })
  }
}

async function bodyOf(response: Response, timeoutMs: number): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of response.body ?? []) {
      size += part.length
      if (size > MOST_BYTES)
        throw new PartnerFault('wrong', { zh: `答复超过 ${MOST_BYTES} 字节`, en: `an answer of more than ${MOST_BYTES} bytes` })
      parts.push(part)
    }
  } catch (error) {
    if (error instanceof PartnerFault) throw error
    if (isTimeout(error)) throw new PartnerFault('slow', waited(timeoutMs))
    throw new PartnerFault('half', { zh: `收到 ${size} 字节后中断`, en: `cut off after ${size} bytes` })
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
  if (!parsed.success) throw new PartnerFault('wrong', otherShape(parsed.error.issues[0]))
  const { items, count, digest, next } = parsed.data
  if (items.length !== count)
    throw new PartnerFault('half', {
      zh: `对方称有 ${count} 行，实际到了 ${items.length} 行`,
      en: `${count} rows were announced, ${items.length} came`,
    })
  if (items.length > limit)
    throw new PartnerFault('wrong', {
      zh: `只要 ${limit} 行，对方给了 ${items.length} 行`,
      en: `${items.length} rows where ${limit} were asked for`,
    })
  const ours = digestOf(items)
  if (ours !== digest.toLowerCase())
    throw new PartnerFault('wrong', {
      zh: `对方称摘要为 ${digest.slice(0, 16)}…，收到的内容是 ${ours.slice(0, 16)}…`,
      en: `SM3 ${digest.slice(0, 16)}… was announced, ${ours.slice(0, 16)}… came`,
    })
  if (next !== null && (next === cursor || items.length === 0))
    throw new PartnerFault('stuck', { zh: '下一页的标记与上一页相同', en: 'the cursor does not move' })
  return parsed.data
}

const Receipt = z.object({ received: z.number().int(), digest: z.string() })

/** Hands a batch over; the partner must say how many rows it took and their digest. The key is the same on every try. */
export async function pushBatch(caller: Caller, key: string, rows: readonly Record<string, unknown>[]): Promise<string> {
  const digest = digestOf(rows)
  const body = JSON.stringify({ count: rows.length, digest, items: rows })
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  const parsed = Receipt.safeParse(await call(caller, { method: 'POST', body, headers }))
  if (!parsed.success) throw new PartnerFault('wrong', { zh: '回执的结构与约定不同', en: 'the receipt has another shape' })
  if (parsed.data.received !== rows.length)
    throw new PartnerFault('half', {
      zh: `送出 ${rows.length} 行，对方收下 ${parsed.data.received} 行`,
      en: `${rows.length} rows were sent, ${parsed.data.received} taken`,
    })
  if (parsed.data.digest.toLowerCase() !== digest)
    throw new PartnerFault('wrong', { zh: '回执的摘要与送出的不同', en: 'the receipt’s SM3 is another' })
  return digest
}
