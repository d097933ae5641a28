/** What happened so far, for the line that `npm run simulate` prints. */
export class Tally {
  readonly #counts = new Map<string, number>()

  add(what: string, count = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + count)
  }

  get(what: string): number {
    return this.#counts.get(what) ?? 0
  }

  /** `packets 1204 · reports 12 · …` in order of first appearance. */
  toString(): string {
    return [...this.#counts].map(([what, count]) => `${what} ${count}`).join(' · ')
  }
}
