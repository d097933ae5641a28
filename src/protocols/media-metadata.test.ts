import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CANARY, plainJpeg, plainPng, tellingJpeg, tellingMp4, tellingPng, tellingWebp } from './media.testing.ts'
import { BrokenMedia, exifOfWebp, mp4TakenAt, stripJpeg, stripMp4, stripPng, stripWebp } from './media-metadata.ts'

const silent = (bytes: Buffer) => expect(bytes.includes(CANARY)).toBe(false)

test('a JPEG keeps its picture, to the byte, and loses everything that tells', () => {
  const stripped = stripJpeg(tellingJpeg())
  silent(stripped)
  expect(stripped).toEqual(plainJpeg)
})

test('a JPEG that lay on its side still does: of EXIF only the orientation stays', () => {
  const stripped = stripJpeg(tellingJpeg(), 6)
  silent(stripped)
  expect(stripped.length).toBe(plainJpeg.length + 36)
  expect(stripped.subarray(2, 12).toString('latin1')).toBe('\xff\xe1\x00\x22Exif\0\0')
  expect(stripJpeg(stripped, 1)).toEqual(plainJpeg)
})

test('PNG and WebP keep their pictures; a WebP no longer claims metadata', () => {
  const [png, webp] = [stripPng(tellingPng()), stripWebp(tellingWebp())]
  silent(png)
  silent(webp)
  expect(png).toEqual(plainPng)
  expect(exifOfWebp(tellingWebp())?.subarray(0, 2).toString()).toBe('II')
  expect(exifOfWebp(webp)).toBeUndefined()
  expect(webp.readUInt32LE(4)).toBe(webp.length - 8)
  expect((webp[20] as number) & 0x0c).toBe(0)
})

test('an MP4 keeps its length and its film; place and maker are blanks', () => {
  const film = tellingMp4()
  const stripped = stripMp4(film)
  silent(stripped)
  expect(stripped.includes('+31.1075')).toBe(false)
  expect(stripped.length).toBe(film.length)
  expect(stripped.indexOf('the film itself')).toBe(film.indexOf('the film itself'))
  expect(mp4TakenAt(film)?.toISOString()).toBe('2026-11-20T01:30:00.000Z')
})

const strips = { stripJpeg, stripPng, stripWebp, stripMp4 }
const samples = { stripJpeg: tellingJpeg(), stripPng: tellingPng(), stripWebp: tellingWebp(), stripMp4: tellingMp4() }

test.each(Object.keys(strips) as (keyof typeof strips)[])(
  '%s: a damaged or cut file is cleaned or refused, never a crash or a loop',
  (name) => {
    const sample = samples[name]
    const attempt = (bytes: Buffer) => {
      try {
        expect(strips[name](bytes).length).toBeLessThanOrEqual(bytes.length + 36)
      } catch (error) {
        expect(error).toBeInstanceOf(BrokenMedia)
      }
    }
    fc.assert(
      fc.property(fc.nat(sample.length), (cut) => attempt(sample.subarray(0, cut))),
      { numRuns: 200 },
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), (damage) => {
        const bytes = Buffer.from(sample)
        for (const [at, value] of damage) bytes[at] = value
        attempt(bytes)
      }),
      { numRuns: 400 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => attempt(Buffer.concat([sample.subarray(0, 16), bytes]))),
      { numRuns: 200 },
    )
  },
)
