import { type Platform, system } from '#kernel'
import { Bucket } from './bucket.ts'
import type { Device } from './readings.ts'
import * as store from './store.ts'

/** Told on this channel when a monitor is registered or changed; the payload is its MN. */
export const changedChannel = 'environment_monitor'
const strangerMs = 100
const mostStrangers = 10_000
const refreshMs = 60_000

/**
 * Registered devices, in memory: asked for every packet. A number not known is looked up, so a monitor may send at once
 * after registering; a number that is nobody’s is not looked up again for a moment, so that a stranger costs little.
 */
export class Registry {
  readonly #platform: Platform
  readonly #devices = new Map<string, Device>()
  readonly #nobody = new Map<string, number>()
  /** Made-up numbers must not become as many queries. Registrations are told, so they do not depend on this. */
  readonly #lookups = new Bucket(100, 200)
  readonly #asking = new Map<string, Promise<Device | null>>()
  #stopListening: (() => Promise<void>) | undefined
  #timer: NodeJS.Timeout | undefined
  #changes = 0

  constructor(platform: Platform) {
    this.#platform = platform
  }

  async start(): Promise<void> {
    this.#stopListening = await this.#platform.database.listen(changedChannel, (mn) => this.#changed(mn))
    await this.#load()
    // A message may be lost while the listener reconnects; a minute later the change is here anyway.
    this.#timer = setInterval(() => void this.#load().catch(() => undefined), refreshMs)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#stopListening?.()
  }

  /** Null: nobody has registered this number. Rejects when the database is away and the number is not in memory. */
  find(mn: string): Device | null | Promise<Device | null> {
    const known = this.#devices.get(mn)
    if (known) return known
    if ((this.#nobody.get(mn) ?? 0) > performance.now()) return null
    if (this.#lookups.take(performance.now()) > 0) return null
    const asking = this.#asking.get(mn) ?? this.#ask(mn).finally(() => this.#asking.delete(mn))
    this.#asking.set(mn, asking)
    return asking
  }

  has(mn: string): boolean {
    return this.#devices.has(mn)
  }

  #changed(mn: string): void {
    this.#changes++
    void this.#ask(mn).catch(() => this.#devices.delete(mn))
  }

  async #ask(mn: string): Promise<Device | null> {
    const [device] = await this.#read(mn)
    if (device) {
      this.#devices.set(mn, device)
      this.#nobody.delete(mn)
    } else {
      this.#devices.delete(mn)
      if (this.#nobody.size >= mostStrangers) this.#nobody.clear()
      this.#nobody.set(mn, performance.now() + strangerMs)
    }
    return device ?? null
  }

  async #load(): Promise<void> {
    const changes = this.#changes
    const all = await this.#read(null)
    // What changed while this was read is newer than what was read; the next minute reads it all.
    if (changes !== this.#changes && this.#devices.size > 0) return
    this.#devices.clear()
    for (const device of all) this.#devices.set(device.mn, device)
  }

  async #read(mn: string | null): Promise<Device[]> {
    const who = { user: system, origin: { kind: 'gateway' as const, name: 'environment.registry' } }
    const rows = await this.#platform.transact(who, 'read', (ctx) => store.devices(ctx, mn))
    return rows.map(({ password_sealed, factors, ...row }) => ({
      ...row,
      password: password_sealed === null ? null : this.#platform.secrets.decrypt(password_sealed),
      factors: new Map(factors.map((factor) => [factor.code, factor])),
    }))
  }
}
