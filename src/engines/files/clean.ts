import exifr from 'exifr'
import { fileTypeFromBuffer } from 'file-type'
import { exifOfWebp, mp4TakenAt, stripJpeg, stripMp4, stripPng, stripWebp } from '#protocols/media-metadata'
import { localToInstant } from '#protocols/local-time'

export interface Clean {
  content: Buffer
  takenAt?: Date
  position?: { lon: number; lat: number }
}

/** By its content, never by its name or by what the sender says. */
export const kindOf = async (head: Buffer): Promise<string> => (await fileTypeFromBuffer(head))?.mime ?? 'unknown'

interface Exif {
  takenAt?: Date
  position?: { lon: number; lat: number }
  orientation: number
}

/** What the camera wrote; a picture with a broken block is still a picture. */
async function readExif(block: Buffer, timeZone: string): Promise<Exif> {
  const wanted = {
    tiff: true,
    exif: true,
    gps: true,
    xmp: false,
    iptc: false,
    icc: false,
    makerNote: false,
    reviveValues: false,
    translateValues: false,
  }
  const tags = (await exifr.parse(block, wanted).catch(() => undefined)) as Record<string, unknown> | undefined
  const gps = await exifr.gps(block).catch(() => undefined)
  const takenAt = instantOf(tags?.['DateTimeOriginal'] ?? tags?.['CreateDate'], tags?.['OffsetTimeOriginal'], timeZone)
  const onEarth =
    gps && Math.abs(gps.longitude) <= 180 && Math.abs(gps.latitude) <= 90 && (gps.longitude !== 0 || gps.latitude !== 0)
  return {
    orientation: typeof tags?.['Orientation'] === 'number' ? tags['Orientation'] : 1,
    ...(takenAt && { takenAt }),
    ...(onEarth && { position: { lon: gps.longitude, lat: gps.latitude } }),
  }
}

/** `2026:11:20 09:30:00`, with the offset that the camera knew, else in the district's zone. */
function instantOf(written: unknown, offset: unknown, timeZone: string): Date | undefined {
  const match = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(String(written ?? ''))
  if (!match) return undefined
  const [, ...digits] = match
  if (typeof offset === 'string' && /^[+-]\d\d:\d\d$/.test(offset)) {
    const [year, month, day, hour, minute, second] = digits
    const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`)
    return Number.isNaN(at.getTime()) ? undefined : at
  }
  return localToInstant(digits.join(''), timeZone) ?? undefined
}

const told = ({ takenAt, position }: Exif) => ({ ...(takenAt && { takenAt }), ...(position && { position }) })

/** Reads time and place, then takes all metadata out. Throws BrokenMedia when the file cannot be walked to its end. */
export async function clean(kind: string, content: Buffer, timeZone: string): Promise<Clean> {
  if (kind === 'image/jpeg') {
    const exif = await readExif(content, timeZone)
    return { content: stripJpeg(content, exif.orientation), ...told(exif) }
  }
  if (kind === 'image/png') return { content: stripPng(content), ...told(await readExif(content, timeZone)) }
  if (kind === 'image/webp') {
    const block = exifOfWebp(content)
    return { content: stripWebp(content), ...(block && told(await readExif(block, timeZone))) }
  }
  if (kind === 'video/mp4') {
    const takenAt = mp4TakenAt(content)
    return { content: stripMp4(content), ...(takenAt && { takenAt }) }
  }
  return { content }
}
