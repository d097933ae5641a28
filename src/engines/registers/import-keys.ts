const FIRST_ROOM = 1 << 12
const MOST = 24_000_000

/**
 * Which keys a file has had already, and in which line first: twelve bytes a place, so that a file of any size can be
 * watched. Keys are kept as hashes of 64 bits with a seed of their own; that two keys share one is as good as impossible.
 */
export class SeenKeys {
  private readonly seed = Math.floor(Math.random() * 0xffffffff)
  private high = new Uint32Array(FIRST_ROOM)
  private low = new Uint32Array(FIRST_ROOM)
  private lines = new Uint32Array(FIRST_ROOM)
  private count = 0

  /** The line that had this key first; undefined when it is new. */
  seen(key: string, line: number): number | undefined {
    if (this.count >= MOST) return undefined
    if (this.count > this.lines.length * 0.7) this.grow()
    const [high, low] = this.hash(key)
    const at = this.place(high, low)
    if (this.lines[at] !== 0) return this.lines[at]
    this.high[at] = high
    this.low[at] = low
    this.lines[at] = line
    this.count += 1
    return undefined
  }

  private place(high: number, low: number): number {
    const mask = this.lines.length - 1
    let at = low & mask
    while (this.lines[at] !== 0 && (this.high[at] !== high || this.low[at] !== low)) at = (at + 1) & mask
    return at
  }

  private grow(): void {
    const { high, low, lines } = this
    this.high = new Uint32Array(lines.length * 2)
    this.low = new Uint32Array(lines.length * 2)
    this.lines = new Uint32Array(lines.length * 2)
    for (let from = 0; from < lines.length; from++) {
      if (lines[from] === 0) continue
      const at = this.place(high[from] as number, low[from] as number)
      this.high[at] = high[from] as number
      this.low[at] = low[from] as number
      this.lines[at] = lines[from] as number
    }
  }

  private hash(key: string): [number, number] {
    let high = this.seed ^ 0xdeadbeef
    let low = this.seed ^ 0x41c6ce57
    for (let at = 0; at < key.length; at++) {
      const code = key.charCodeAt(at)
      high = Math.imul(high ^ code, 2654435761)
      low = Math.imul(low ^ code, 1597334677)
    }
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
    return [high >>> 0, low >>> 0]
  }
}
