/** Node reads GB 18030 but does not write it: the table of its writing is its reading, turned round once. */
const FOUR_BYTE_BMP = 39_420
const FIRST_BEYOND = 189_000

const fourBytes = (pointer: number): number[] => [
  0x81 + Math.floor(pointer / 12_600),
  0x30 + (Math.floor(pointer / 1260) % 10),
  0x81 + (Math.floor(pointer / 10) % 126),
  0x30 + (pointer % 10),
]

let known: Map<number, readonly number[]> | undefined

function table(): Map<number, readonly number[]> {
  if (known) return known
  const decoder = new TextDecoder('gb18030')
  const made = new Map<number, readonly number[]>()
  const learn = (bytes: readonly number[]) => {
    const [char = '', ...more] = decoder.decode(Uint8Array.from(bytes))
    const code = char.codePointAt(0)
    if (code !== undefined && code !== 0xfffd && more.length === 0 && !made.has(code)) made.set(code, bytes)
  }
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) learn([lead, trail])
  for (let pointer = 0; pointer < FOUR_BYTE_BMP; pointer++) learn(fourBytes(pointer))
  known = made
  return made
}

/** For spreadsheets that take every csv for Chinese of their own kind. What has no place in it becomes a question mark. */
export function toGb18030(text: string): Buffer {
  const codes = table()
  const bytes: number[] = []
  for (const char of text) {
    const code = char.codePointAt(0) as number
    if (code < 0x80) bytes.push(code)
    else if (code > 0xffff) bytes.push(...fourBytes(FIRST_BEYOND + code - 0x10000))
    else bytes.push(...(codes.get(code) ?? [0x3f]))
  }
  return Buffer.from(bytes)
}
