import { type Ctx, type House, type Platform, system } from '#kernel'
import { addUse, type Use } from './store-keys.ts'

/** Calls are counted in memory and written every few seconds: a reading call stays a read. */
class Uses {
  #waiting = new Map<string, Use>()

  note(use: Omit<Use, 'calls'>): void {
    const key = `${use.day} ${use.key} ${use.dataset} ${use.how}`
    const known = this.#waiting.get(key)
    if (known) {
      known.calls += 1
      known.rows += use.rows
    } else this.#waiting.set(key, { ...use, calls: 1 })
  }
  take(): Use[] {
    const all = [...this.#waiting.values()]
    this.#waiting.clear()
    return all
  }
  /** Put back what could not be written. */
  restore(uses: readonly Use[]): void {
    for (const use of uses) this.#waiting.set(`${use.day} ${use.key} ${use.dataset} ${use.how} ${Math.random()}`, use)
  }
}

const houses = new WeakMap<House, Uses>()
function usesIn(house: House): Uses {
  const uses = houses.get(house) ?? new Uses()
  houses.set(house, uses)
  return uses
}

export const dayOf = (ctx: Pick<Ctx, 'now'>): string => ctx.now.toISOString().slice(0, 10)

export function note(ctx: Ctx, how: 'view' | 'download' | 'api' | 'search' | 'sql', dataset: string | null, rows = 0): void {
  const key = ctx.user.via?.startsWith('open-data-key:') ? ctx.user.via.slice('open-data-key:'.length) : null
  usesIn(ctx.house).note({ day: dayOf(ctx), key, dataset, how, rows })
}

export async function flush(ctx: Ctx): Promise<void> {
  const uses = usesIn(ctx.house)
  const waiting = uses.take()
  if (waiting.length === 0) return
  try {
    await addUse(ctx, waiting)
  } catch (error) {
    uses.restore(waiting)
    throw error
  }
}

const EVERY_MS = 10_000

/** Writes the counts now and then, and once more at the end. */
export async function startCounting(platform: Platform): Promise<{ stop: () => Promise<void> }> {
  const write = () =>
    platform
      .transact({ user: system, origin: { kind: 'job', name: 'open-data.usage' } }, 'write', flush)
      .catch((error) => platform.log.warn({ error }, 'open-data.usage-failed'))
  const timer = setInterval(() => void write(), EVERY_MS)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await write()
    },
  }
}
