import { crc32, deflateSync } from 'node:zlib'
import type { Random } from './random.ts'

type Colour = readonly [number, number, number]

export interface Picture {
  name: string
  type: 'image/png'
  bytes: Uint8Array<ArrayBuffer>
}

/** What a snapshot is about, told by colours: enough for eyes and thumbnails, and unlike any other snapshot. */
export const motifs = {
  rubbish: [112, 92, 66],
  water: [64, 102, 124],
  road: [92, 92, 98],
  green: [70, 118, 62],
  building: [150, 132, 116],
} as const satisfies Record<string, Colour>
export type Motif = keyof typeof motifs

const WIDTH = 192
const HEIGHT = 144

/** A small PNG (some kB): sky, ground, and a heap of things in the colour of the motif; `mended` leaves the heap out. */
export function snapshot(random: Random, motif: Motif, mended = false): Picture {
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3))
  const horizon = random.int(40, 70)
  const sky: Colour = [random.int(150, 205), random.int(180, 215), random.int(205, 235)]
  const ground: Colour = [random.int(110, 150), random.int(115, 145), random.int(95, 125)]
  const heaps = mended
    ? []
    : Array.from({ length: random.int(4, 9) }, () => ({
        x: random.int(30, 160),
        y: random.int(85, 125),
        r: random.int(8, 26),
        shade: random.between(0.6, 1.25),
      }))
  for (let y = 0; y < HEIGHT; y++) {
    const at = y * (1 + WIDTH * 3)
    for (let x = 0; x < WIDTH; x++) {
      const heap = heaps.find((one) => (x - one.x) ** 2 + ((y - one.y) * 1.5) ** 2 < one.r ** 2)
      const base = heap ? motifs[motif] : y < horizon ? sky : ground
      const light = (heap?.shade ?? 1) * (1 - (y < horizon ? 0.15 : -0.15) * (y / HEIGHT))
      const grain = (x >> 2) % 5 === (y >> 2) % 7 ? 8 : 0
      for (let channel = 0; channel < 3; channel++)
        rows[at + 1 + x * 3 + channel] = Math.min(255, Math.max(0, (base[channel] ?? 0) * light + grain))
    }
  }
  return { name: `${motif}-${random.int(1000, 9999)}.png`, type: 'image/png', bytes: png(rows) }
}

function png(rows: Buffer): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(WIDTH, 0)
  head.writeUInt32BE(HEIGHT, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const parts = [
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return new Uint8Array(Buffer.concat(parts))
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length, 0)
  frame.set(body, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}
