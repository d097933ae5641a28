import { z } from 'zod'
import { type Ctx, Reply, route } from '#kernel'
import { Uploaded } from './schema.ts'
import { type Readable, readable, upload } from './service.ts'

/** Shown in the page: pictures and films; a document is opened, but in a box where it can do nothing. */
function headersFor({ id, kind, name }: Readable): Record<string, string> {
  const plain = name.replace(/[^\x20-\x7e]|[\\"%]/g, '_')
  return {
    'content-type': kind,
    'content-disposition': `inline; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'accept-ranges': 'bytes',
    // A right may be withdrawn: the browser asks again, and is told at once that nothing changed.
    'cache-control': 'private, no-cache',
    etag: `"${id}"`,
  }
}

/** `bytes=a-b`, `bytes=a-`, `bytes=-n`; anything else is answered whole. */
function rangeOf(header: string | undefined, bytes: number): { start: number; end: number } | 'outside' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return undefined
  const start = match[1] === '' ? Math.max(0, bytes - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? bytes - 1 : Math.min(Number(match[2]), bytes - 1)
  return start > end || start >= bytes ? 'outside' : { start, end }
}

async function send(ctx: Ctx, id: string, asked: { range?: string | undefined; known?: string | undefined }): Promise<Reply> {
  const file = await readable(ctx, id)
  const headers = headersFor(file)
  if (asked.known === headers['etag']) return new Reply(304, headers, null)
  const range = rangeOf(asked.range, file.bytes)
  if (range === 'outside') return new Reply(416, { 'content-range': `bytes */${file.bytes}` }, null)
  if (!range) return new Reply(200, { ...headers, 'content-length': String(file.bytes) }, file.stream())
  const part = {
    'content-range': `bytes ${range.start}-${range.end}/${file.bytes}`,
    'content-length': String(range.end - range.start + 1),
  }
  return new Reply(206, { ...headers, ...part }, file.stream(range))
}

export const routes = [
  route({
    method: 'POST',
    path: '',
    may: 'public',
    tx: 'none',
    upload: true,
    limits: { perMinute: 30, bytes: 64 * 1024 * 1024 },
    summary: 'Upload one file (multipart field "file"); attach it within a day',
    reply: Uploaded,
    run: (ctx, { files }) => upload(ctx, files()),
  }),
  route({
    method: 'GET',
    path: '/:id',
    may: 'public',
    tx: 'none',
    summary: 'A file, through something that owns it and that the asker may see',
    params: z.object({ id: z.uuid() }),
    run: (ctx, { params, headers }) => send(ctx, params.id, { range: headers.range, known: headers['if-none-match'] }),
  }),
]
