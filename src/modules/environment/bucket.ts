/** So many per second, and a burst before that counts. */
export class Bucket {
  readonly #perSecond: number
  readonly #burst: number
  #tokens: number
  #at = 0

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#tokens = burst
  }

  /** Takes one and answers 0, or answers the milliseconds until there is one. */
  take(nowMs: number): number {
    this.#tokens = Math.min(this.#burst, this.#tokens + (Math.max(0, nowMs - this.#at) / 1000) * this.#perSecond)
    this.#at = nowMs
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1000)
    this.#tokens--
    return 0
  }

  /** Nobody has used it for so long that a new one would be the same. */
  isFull(nowMs: number): boolean {
    return this.#tokens + ((nowMs - this.#at) / 1000) * this.#perSecond >= this.#burst
  }
}
