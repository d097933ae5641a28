import { inflateSync } from 'node:zlib'

const ENTRY = { woff: 20, sfnt: 16 }

/**
 * A web font (WOFF 1.0) as the plain font inside it. Fonts are cut down to the characters used before they go into a
 * paper, and that needs the outlines as they stand, not packed.
 */
export function unwrapWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('Not a WOFF font')
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, index) => {
    const at = 44 + index * ENTRY.woff
    const [offset, packed, length] = [woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 8), woff.readUInt32BE(at + 12)]
    const body = woff.subarray(offset, offset + packed)
    return { tag: woff.subarray(at, at + 4), sum: woff.readUInt32BE(at + 16), body: packed < length ? inflateSync(body) : body }
  })
  const head = Buffer.alloc(12 + count * ENTRY.sfnt)
  const power = 2 ** Math.floor(Math.log2(count))
  head.writeUInt32BE(woff.readUInt32BE(4), 0)
  head.writeUInt16BE(count, 4)
  head.writeUInt16BE(power * 16, 6)
  head.writeUInt16BE(Math.log2(power), 8)
  head.writeUInt16BE((count - power) * 16, 10)
  const parts: Buffer[] = [head]
  let offset = head.length
  for (const [index, { tag, sum, body }] of tables.entries()) {
    const at = 12 + index * ENTRY.sfnt
    tag.copy(head, at)
    head.writeUInt32BE(sum, at + 4)
    head.writeUInt32BE(offset, at + 8)
    head.writeUInt32BE(body.length, at + 12)
    const filler = Buffer.alloc((4 - (body.length % 4)) % 4)
    parts.push(body, filler)
    offset += body.length + filler.length
  }
  return Buffer.concat(parts)
}
