/**
 * Takes out of pictures and films what tells where, when, by whom and with what they were made, without touching the
 * picture: JPEG segments (ITU-T T.81), PNG chunks (ISO/IEC 15948), WebP chunks (RFC 9649), MP4 boxes (ISO/IEC 14496-12).
 * What cannot be walked to its end is refused: a file that we do not understand is not one we can vouch for.
 */
export class BrokenMedia extends Error {}

const broken = (what: string): never => {
  throw new BrokenMedia(what)
}

// ── JPEG ──

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP0 = 0xe0
const COM = 0xfe

/** JFIF, colour profile and Adobe's colour transform change how it looks; the rest of the application segments does not. */
function keepsJpegSegment(marker: number, body: Buffer): boolean {
  if (marker === COM) return false
  if (marker < APP0 || marker > 0xef) return true
  const starts = (text: string) => body.subarray(0, text.length).toString('latin1') === text
  return (
    (marker === APP0 && starts('JFIF\0')) || (marker === 0xe2 && starts('ICC_PROFILE\0')) || (marker === 0xee && starts('Adobe'))
  )
}

/** The one tag that must stay, or phones' pictures lie on their side: EXIF orientation, 2 to 8. */
const orientationSegment = (orientation: number): Buffer => {
  const body = Buffer.concat([
    Buffer.from('Exif\0\0MM\0*', 'latin1'),
    Buffer.from([0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]),
  ])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** End of the coded picture data that begins at `at`: the next marker that is neither stuffing nor a restart. */
function endOfScan(bytes: Buffer, at: number): number {
  for (let i = bytes.indexOf(0xff, at); i >= 0 && i + 1 < bytes.length; i = bytes.indexOf(0xff, i + 1)) {
    const next = bytes[i + 1] as number
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return i
  }
  return broken('the picture data has no end')
}

export function stripJpeg(bytes: Buffer, orientation = 1): Buffer {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) broken('not a JPEG')
  const kept: Buffer[] = [bytes.subarray(0, 2)]
  if (orientation >= 2 && orientation <= 8) kept.push(orientationSegment(orientation))
  for (let at = 2; ; ) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1
    const marker = bytes[at] === 0xff ? (bytes[at + 1] as number) : -1
    if (marker === EOI) return Buffer.concat([...kept, bytes.subarray(at, at + 2)])
    if (marker < 0xc0 || marker === undefined) broken(`no marker at byte ${at}`)
    const length = at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 0
    const end = at + 2 + length
    if (length < 2 || end > bytes.length) broken(`the segment at byte ${at} is cut short`)
    if (keepsJpegSegment(marker, bytes.subarray(at + 4, end))) kept.push(bytes.subarray(at, end))
    at = end
    if (marker === SOS) {
      const close = endOfScan(bytes, at)
      kept.push(bytes.subarray(at, close))
      at = close
    }
  }
}

// ── PNG ──

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const pngKept = new Set('IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT pHYs bKGD acTL fcTL fdAT'.split(' '))

export function stripPng(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, 8).equals(pngSignature)) broken('not a PNG')
  const kept: Buffer[] = [pngSignature]
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) broken('the PNG has no end')
    const end = at + 12 + bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (end > bytes.length) broken(`the chunk ${type} is cut short`)
    if (pngKept.has(type)) kept.push(bytes.subarray(at, end))
    if (type === 'IEND') return Buffer.concat(kept)
    at = end
  }
}

// ── WebP ──

const webpKept = new Set(['VP8 ', 'VP8L', 'VP8X', 'ANIM', 'ANMF', 'ALPH', 'ICCP'])
const EXIF_FLAG = 0x08
const XMP_FLAG = 0x04

function* webpChunks(bytes: Buffer): Generator<{ type: string; chunk: Buffer; body: Buffer }> {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') broken('not a WebP')
  const stop = Math.min(bytes.length, 8 + bytes.readUInt32LE(4))
  for (let at = 12; at + 8 <= stop; ) {
    const size = bytes.readUInt32LE(at + 4)
    const end = at + 8 + size
    if (end > stop) broken('a WebP chunk is cut short')
    yield {
      type: bytes.toString('latin1', at, at + 4),
      chunk: bytes.subarray(at, Math.min(end + (size % 2), stop)),
      body: bytes.subarray(at + 8, end),
    }
    at = end + (size % 2)
  }
}

export function stripWebp(bytes: Buffer): Buffer {
  const kept = [...webpChunks(bytes)]
    .filter(({ type }) => webpKept.has(type))
    .map(({ type, chunk }) => {
      if (type !== 'VP8X') return chunk
      const header = Buffer.from(chunk)
      header[8] = (header[8] as number) & ~(EXIF_FLAG | XMP_FLAG)
      return header
    })
  if (kept.length === 0) broken('the WebP holds no picture')
  const body = Buffer.concat(kept)
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([head, body])
}

/** The EXIF block of a WebP as TIFF, for readers that know only that. */
export function exifOfWebp(bytes: Buffer): Buffer | undefined {
  const body = [...webpChunks(bytes)].find(({ type }) => type === 'EXIF')?.body
  return body?.toString('latin1', 0, 6) === 'Exif\0\0' ? body.subarray(6) : body
}

// ── MP4 ──

interface Box {
  type: string
  at: number
  body: number
  end: number
}

function* boxes(bytes: Buffer, from: number, to: number): Generator<Box> {
  for (let at = from; at + 8 <= to; ) {
    const short = bytes.readUInt32BE(at)
    const long = short === 1 && at + 16 <= to ? Number(bytes.readBigUInt64BE(at + 8)) : 0
    const size = short === 0 ? to - at : short === 1 ? long : short
    const head = short === 1 ? 16 : 8
    if (size < head || at + size > to) broken('an MP4 box is cut short')
    yield { type: bytes.toString('latin1', at + 4, at + 8), at, body: at + head, end: at + size }
    at += size
  }
}

const holders = new Set(['moov', 'trak', 'mdia', 'minf', 'moof', 'traf'])
const telling = new Set(['udta', 'meta', 'uuid', 'ilst', 'keys'])

/** Empties what tells, in place: boxes become `free` of the same size, so that every offset in the film stays true. */
export function stripMp4(bytes: Buffer): Buffer {
  const clean = Buffer.from(bytes)
  const walk = (from: number, to: number) => {
    for (const { type, at, body, end } of boxes(clean, from, to)) {
      if (telling.has(type)) {
        clean.write('free', at + 4, 'latin1')
        clean.fill(0, body, end)
      } else if (holders.has(type)) walk(body, end)
    }
  }
  const types = [...boxes(clean, 0, clean.length)].map(({ type }) => type)
  if (types[0] !== 'ftyp' || !types.includes('moov')) broken('not an MP4')
  walk(0, clean.length)
  return clean
}

/** When the film was made, by its header (UTC; absent or zero on many devices). */
export function mp4TakenAt(bytes: Buffer): Date | undefined {
  const moov = [...boxes(bytes, 0, bytes.length)].find(({ type }) => type === 'moov')
  const mvhd = moov && [...boxes(bytes, moov.body, moov.end)].find(({ type }) => type === 'mvhd')
  if (!mvhd || mvhd.end - mvhd.body < 16) return undefined
  const seconds = bytes[mvhd.body] === 1 ? Number(bytes.readBigUInt64BE(mvhd.body + 4)) : bytes.readUInt32BE(mvhd.body + 4)
  const epoch1904 = Date.UTC(1904, 0, 1)
  return seconds > 3_000_000_000 ? new Date(epoch1904 + seconds * 1000) : undefined
}
