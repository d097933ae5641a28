/** Token buckets in memory, bounded: the oldest idle ones are forgotten first. Per process; a flood is stopped here. */
export class RateLimiter {
  readonly #buckets = new Map<string, { tokens: number; at: number }>()
  readonly #capacity: number

  constructor(capacity = 50_000) {
    this.#capacity = capacity
  }

  /** Seconds to wait, or 0 when the call may go on. */
  take(key: string, perMinute: number, now: number): number {
    const bucket = this.#buckets.get(key) ?? { tokens: perMinute, at: now }
    const tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.at) / 60_000) * perMinute)
    this.#buckets.delete(key)
    if (this.#buckets.size >= this.#capacity) this.#buckets.delete(this.#buckets.keys().next().value as string)
    this.#buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now })
    return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perMinute) * 60)
  }
}
