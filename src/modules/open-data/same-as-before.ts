import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Reply } from '#kernel'
import type { ResourceRow } from './store.ts'

/** One name for one content: the rows, what is said of them, and the form they are had in. */
export function tagOf({ id, digest, fields, modified_at }: ResourceRow, ...form: readonly unknown[]): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([id, digest, fields, modified_at, form]))
    .digest('base64url')
  return `"${hash.slice(0, 27)}"`
}

/** Whoever has it already is told so and gets nothing. */
export function unchanged(headers: IncomingHttpHeaders, tag: string): Reply | undefined {
  const known = headers['if-none-match']
  const names = known?.split(',').map((name) => name.trim().replace(/^W\//, '')) ?? []
  return names.includes(tag) || names.includes('*') ? new Reply(304, { etag: tag }, null) : undefined
}
