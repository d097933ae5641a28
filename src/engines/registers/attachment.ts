import type { Readable } from 'node:stream'
import { Reply } from '#kernel'

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  geojson: 'application/geo+json',
} as const
export type FileFormat = keyof typeof TYPES

/** A file to keep, under a name in any script (RFC 6266). */
export function attachment(name: string, format: FileFormat, body: Readable): Reply {
  const plain = name.replace(/[^\w. -]/g, '_')
  return new Reply(
    200,
    {
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'no-store',
    },
    body,
  )
}
