import { maskAs } from '#engines/audit'
import type { Ctx } from '#kernel'
import { tryFailed } from './errors.ts'
import { PartnerFault } from './partner.ts'
import type { Item, ItemType, Tried, TriedColumn } from './schema.ts'
import { maskFor } from './typing.ts'
import { faultTitles } from './words.ts'

/** A partner's fault while somebody waits for the answer: said to them, in their language. */
export async function told<T>(ctx: Ctx, asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof PartnerFault)
      throw tryFailed({ why: faultTitles[error.fault]?.[ctx.locale] ?? error.fault, detail: error.said[ctx.locale] })
    throw error
  }
}

const LONGEST_NUMBER = 15

/** Numbers longer than a computer keeps exactly are marks, not amounts. */
const isMark = (type: ItemType, values: readonly unknown[]) =>
  type === 'integer' && values.some((value) => String(value ?? '').replace('-', '').length > LONGEST_NUMBER)

interface Found {
  columns: { from: string; name: string; type: ItemType; title: string }[]
  keys: string[]
  rows: readonly Record<string, unknown>[]
  total: number | null
  ms: number
}

/** What a steward sees before anything is set up: types and masks as a proposal, the rows under those masks. */
export function asTried({ columns, keys, rows, total, ms }: Found): Tried {
  const proposed = columns.map(({ from, name, type, title }): TriedColumn => {
    const values = rows.map((row) => row[name])
    return {
      from,
      name,
      title: { zh: title, en: title },
      type: isMark(type, values) ? 'text' : type,
      mask: maskFor(title) ?? maskFor(name),
    }
  })
  return {
    columns: proposed,
    keys,
    fields: proposed.map(itemOf),
    rows: rows.map((row) =>
      Object.fromEntries(
        proposed.map(({ name, mask }) => {
          const value = row[name]
          return [name, mask && value !== null && value !== undefined ? maskAs(mask, String(value)) : (value ?? null)]
        }),
      ),
    ),
    total,
    ms,
  }
}

const itemOf = ({ name, title, type, mask }: TriedColumn): Item => ({
  name,
  title,
  type,
  unit: null,
  about: null,
  standard: null,
  mask: mask ?? null,
  personal: Boolean(mask),
})
