/** Small real pictures (8 × 4, drawn by a browser), with metadata planted into them for the tests. */
const jpegBase64 =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAEAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAcEAABBQADAAAAAAAAAAAAAAABAAIDBBESIYH/xAAVAQEBAAAAAAAAAAAAAAAAAAAEBf/EABcRAQADAAAAAAAAAAAAAAAAAAEAAhH/2gAMAwEAAhEDEQA/AJdizLakD538nAYDgHXiIicVKmEkqrrP/9k='
const pngBase64 =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAECAYAAACzzX7wAAAANUlEQVR4AYTMMQ0AMAhEUXJj98qpgPpAC2oQgDFmmFgICZe87fLh9qIcluhAy3D1U5m+ayEBAAD//4vsYtwAAAAGSURBVAMAKfMVoUq+MzkAAAAASUVORK5CYII='
const webpVp8Base64 = 'VlA4ID4AAADwAQCdASoIAAQAAsBMJbACdLoAArrbS6AA/BLb1B927MAayGwXaYjHyLfzDnoiAs/ysytjinQ+8RZynQAAAA=='

export const plainJpeg = Buffer.from(jpegBase64, 'base64')
export const plainPng = Buffer.from(pngBase64, 'base64')

/** What a stripped file must not hold any more. */
export const CANARY = 'CANARY-13800001234'

interface Told {
  /** `2026:11:20 09:30:00` */
  taken?: string
  offset?: string
  lon?: number
  lat?: number
  orientation?: number
}

/** A little-endian TIFF with the tags that phones write. */
export function exifBlock({
  taken = '2026:11:20 09:30:00',
  offset,
  lon = 121.05696,
  lat = 31.10757,
  orientation = 6,
}: Told = {}): Buffer {
  const data: Buffer[] = []
  let free = 8
  const put = (bytes: Buffer): number => {
    const at = free
    data.push(bytes)
    free += bytes.length
    return at
  }
  const text = (value: string) => Buffer.from(`${value}\0`, 'latin1')
  const entry = (tag: number, type: number, count: number, value: number) => {
    const bytes = Buffer.alloc(12)
    bytes.writeUInt16LE(tag, 0)
    bytes.writeUInt16LE(type, 2)
    bytes.writeUInt32LE(count, 4)
    bytes.writeUInt32LE(value, 8)
    return bytes
  }
  const ascii = (tag: number, value: string) => {
    const bytes = text(value)
    return entry(tag, 2, bytes.length, bytes.length <= 4 ? Buffer.concat([bytes, Buffer.alloc(4)]).readUInt32LE(0) : put(bytes))
  }
  const degrees = (tag: number, value: number) => {
    const bytes = Buffer.alloc(24)
    const parts = [Math.floor(value), Math.floor((value % 1) * 60), Math.round((((value % 1) * 60) % 1) * 60 * 10_000)]
    parts.forEach((part, i) => {
      bytes.writeUInt32LE(part, i * 8)
      bytes.writeUInt32LE(i === 2 ? 10_000 : 1, i * 8 + 4)
    })
    return entry(tag, 5, 3, put(bytes))
  }
  const folder = (entries: Buffer[]): number => {
    const head = Buffer.alloc(2)
    head.writeUInt16LE(entries.length)
    return put(Buffer.concat([head, ...entries, Buffer.alloc(4)]))
  }
  const exif = folder([ascii(0x9003, taken), ...(offset ? [ascii(0x9011, offset)] : [])])
  const gps = folder([
    ascii(1, lat < 0 ? 'S' : 'N'),
    degrees(2, Math.abs(lat)),
    ascii(3, lon < 0 ? 'W' : 'E'),
    degrees(4, Math.abs(lon)),
  ])
  const first = folder([
    ascii(0x010f, CANARY),
    entry(0x0112, 3, 1, orientation),
    entry(0x8769, 4, 1, exif),
    entry(0x8825, 4, 1, gps),
  ])
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1')
  head.writeUInt32LE(first, 4)
  return Buffer.concat([head, ...data])
}

const segment = (marker: number, body: Buffer) => {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** EXIF, XMP, IPTC, a comment, a maker's segment, and a film glued on behind the picture. */
export const tellingJpeg = (told?: Told): Buffer =>
  Buffer.concat([
    plainJpeg.subarray(0, 2),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exifBlock(told)])),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x>${CANARY}</x>`)),
    segment(0xed, Buffer.from(`Photoshop 3.0\0${CANARY}`)),
    segment(0xe5, Buffer.from(CANARY)),
    segment(0xfe, Buffer.from(CANARY)),
    plainJpeg.subarray(2),
    Buffer.from(`ftypmp42${CANARY}`),
  ])

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})
const crc = (bytes: Buffer) =>
  (bytes.reduce((c, byte) => (crcTable[(c ^ byte) & 0xff] as number) ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0

const pngChunk = (type: string, body: Buffer) => {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  check.writeUInt32BE(crc(typed))
  return Buffer.concat([length, typed, check])
}

export const tellingPng = (): Buffer =>
  Buffer.concat([
    plainPng.subarray(0, 33),
    pngChunk('tEXt', Buffer.from(`Author\0${CANARY}`)),
    pngChunk('eXIf', exifBlock()),
    pngChunk('tIME', Buffer.from([7, 234, 11, 20, 9, 30, 0])),
    plainPng.subarray(33),
    Buffer.from(CANARY),
  ])

const riff = (type: string, body: Buffer) => {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

export const tellingWebp = (): Buffer => {
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'),
    riff('VP8X', Buffer.from([0x0c, 0, 0, 0, 7, 0, 0, 3, 0, 0])),
    Buffer.from(webpVp8Base64, 'base64'),
    riff('EXIF', exifBlock()),
    riff('XMP ', Buffer.from(CANARY)),
  ])
  return riff('RIFF', body)
}

const box = (type: string, ...bodies: Buffer[]) => {
  const body = Buffer.concat(bodies)
  const head = Buffer.from(`\0\0\0\0${type}`, 'latin1')
  head.writeUInt32BE(body.length + 8)
  return Buffer.concat([head, body])
}

/** A phone's film: made 2026-11-20T01:30:00Z, with its place twice and the phone's name. */
export const tellingMp4 = (): Buffer => {
  const mvhd = Buffer.alloc(100)
  mvhd.writeUInt32BE(Date.UTC(2026, 10, 20, 1, 30) / 1000 + 2_082_844_800, 4)
  const place = Buffer.from(`+31.1075+121.0569/${CANARY}`)
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2mp41', 'latin1')),
    box('moov', box('mvhd', mvhd), box('trak', box('udta', place)), box('udta', box('\xa9xyz', place)), box('meta', place)),
    box('mdat', Buffer.from('the film itself')),
    box('uuid', Buffer.from(CANARY)),
  ])
}
