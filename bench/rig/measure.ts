import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

export interface Spread {
  p50: number
  p95: number
  p99: number
  max: number
}

const at = (sorted: Float64Array, share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

export function spread(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort()
  return { p50: at(sorted, 0.5), p95: at(sorted, 0.95), p99: at(sorted, 0.99), max: at(sorted, 1) }
}

export const median = (values: readonly number[]): number => at(Float64Array.from(values).sort(), 0.5)

/** Runs it some times and keeps, for each figure, the median. */
export async function medianOf<K extends string>(
  times: number,
  run: (round: number) => Promise<Record<K, number>>,
): Promise<Record<K, number>> {
  const rounds: Record<K, number>[] = []
  for (let round = 0; round < times; round++) rounds.push(await run(round))
  const keys = Object.keys(rounds[0] ?? {}) as K[]
  return Object.fromEntries(keys.map((key) => [key, median(rounds.map((figures) => figures[key]))])) as Record<K, number>
}

const TICK_MS = 10

/**
 * Processor time of a process so far in ms, user and system, from Linux's own book. `main` is its main thread alone:
 * with the embedded database the process also holds the database's thread.
 */
export function cpuOf(pid: number): { all: number; main: number } {
  const read = (path: string) => {
    const stat = readFileSync(path, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  }
  return { all: read(`/proc/${pid}/stat`), main: read(`/proc/${pid}/task/${pid}/stat`) }
}

export const machine = (): string =>
  `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.version}`

const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** How far a process grows above what it holds now, looked at ten times a second. */
export class MemoryWatch {
  readonly #pid: number
  readonly #before: number
  readonly #timer: NodeJS.Timeout
  #most: number

  constructor(pid: number) {
    this.#pid = pid
    this.#before = residentMb(pid)
    this.#most = this.#before
    this.#timer = setInterval(() => this.#look(), 100)
  }

  #look(): void {
    this.#most = Math.max(this.#most, residentMb(this.#pid))
  }

  /** MB above the start, at the highest. */
  stop(): number {
    clearInterval(this.#timer)
    this.#look()
    return this.#most - this.#before
  }
}

/** Load of the last minute per core: above 0.3 before a run, the machine was not quiet. */
export const busy = (): number => Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0]) / cpus().length

export const round = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)))
