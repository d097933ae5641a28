import { isAscii, isUtf8 } from 'node:buffer'
import { brokenEncoding, unknownEncoding } from './errors.ts'

export type Encoding = 'utf-8' | 'gb18030'

const BOM = Buffer.from('efbbbf', 'hex')

/** Text of either encoding holds no NUL; UTF-16 is text too, but is told apart so that its sender hears what to do. */
export function looksLikeText(head: Buffer): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    throw unknownEncoding({ found: ' (UTF-16)' })
  return !head.includes(0)
}

/** How many bytes at the end belong to a character of UTF-8 that has begun but not ended. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}

const isGb18030 = (bytes: Buffer): boolean => {
  try {
    new TextDecoder('gb18030', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** No character of UTF-8 beyond two bytes: so look `联通` in GBK, and texts in Latin or Cyrillic, which are rarer here. */
const onlyPairs = (bytes: Buffer): boolean => !bytes.some((byte) => byte >= 0xe0)

/** Which of the two it is; undefined as long as there are only ASCII characters, which are the same in both. */
export function detectEncoding(sample: Buffer): Encoding | undefined {
  if (sample.subarray(0, 3).equals(BOM)) return 'utf-8'
  const whole = sample.subarray(0, sample.length - unfinished(sample))
  if (isAscii(whole)) return undefined
  if (isUtf8(whole) && !(onlyPairs(whole) && isGb18030(whole))) return 'utf-8'
  if (isGb18030(sample)) return 'gb18030'
  throw unknownEncoding({ found: '' })
}

/** Turns bytes into text as they come. Bytes that do not belong to the encoding end it with an error that says where. */
export class Decoder {
  encoding: Encoding | undefined
  private rest: Buffer = Buffer.alloc(0)
  private gb: TextDecoder | undefined
  private byte = 0

  decode(chunk: Buffer): string {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk
    const start = this.byte === 0 && bytes.subarray(0, 3).equals(BOM) ? 3 : 0
    this.encoding ??= detectEncoding(bytes)
    const text = this.encoding === 'gb18030' ? this.fromGb(bytes) : this.fromUtf8(bytes.subarray(start))
    this.byte += chunk.length
    return text
  }

  end(): string {
    if (this.rest.length > 0) throw brokenEncoding({ encoding: 'UTF-8', byte: this.byte })
    return this.encoding === 'gb18030' ? this.fromGb(Buffer.alloc(0), false) : ''
  }

  private fromUtf8(bytes: Buffer): string {
    const cut = bytes.length - unfinished(bytes)
    const whole = bytes.subarray(0, cut)
    if (!isUtf8(whole)) throw brokenEncoding({ encoding: 'UTF-8', byte: this.byte })
    this.rest = Buffer.from(bytes.subarray(cut))
    return whole.toString('utf8')
  }

  private fromGb(bytes: Buffer, stream = true): string {
    this.rest = Buffer.alloc(0)
    this.gb ??= new TextDecoder('gb18030', { fatal: true })
    try {
      return this.gb.decode(bytes, { stream })
    } catch {
      throw brokenEncoding({ encoding: 'GB18030', byte: this.byte })
    }
  }
}
