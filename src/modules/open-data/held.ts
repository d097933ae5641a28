import type { Ctx } from '#kernel'
import { tooManyRows } from './errors.ts'
import type { GateSource, Row } from './privacy/gate.ts'
import { columnIds, TypeGuess } from './privacy/guess.ts'
import * as store from './store.ts'

/** Rows as they were handed in may name people: they wait sealed, and only the gate opens them. */
const PART = 1000
export const MOST_HELD = 200_000

export interface HeldColumn {
  id: string
  title: string
  type: string
}

/** Works inside the open transaction, or in one of its own. */
export const within = <T>(ctx: Ctx, mode: 'read' | 'write', work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  ctx.mode === 'none' ? ctx.transact(mode, work) : work(ctx)

/** Seals rows part by part and says what type each column has. Column names are made of the headings. */
export async function holdRows(
  ctx: Ctx,
  resource: string,
  headings: readonly string[],
  batches: AsyncIterable<readonly Row[]>,
): Promise<{ columns: HeldColumn[]; rows: number }> {
  const guesses = headings.map(() => new TypeGuess())
  let waiting: Row[] = []
  let part = 0
  let rows = 0
  const put = async () => {
    if (waiting.length === 0) return
    const sealed = ctx.secrets.encrypt(JSON.stringify(waiting))
    const [here, held] = [part, waiting.length]
    await within(ctx, 'write', (inner) => store.hold(inner, resource, here, sealed, held))
    part += 1
    waiting = []
  }
  for await (const batch of batches)
    for (const row of batch) {
      rows += 1
      if (rows > MOST_HELD) throw tooManyRows({ most: MOST_HELD })
      guesses.forEach((guess, at) => void guess.add(row[at] ?? null))
      waiting.push(row)
      if (waiting.length >= PART) await put()
    }
  await put()
  const ids = columnIds(headings)
  return { columns: headings.map((title, at) => ({ id: ids[at] as string, title, type: guesses[at]?.type ?? 'text' })), rows }
}

export function heldSource(ctx: Ctx, resource: string, columns: readonly HeldColumn[]): GateSource {
  return {
    columns,
    batches: async function* () {
      for (let part = 0; ; part++) {
        const at = part
        const sealed = await within(ctx, 'read', (inner) => store.heldPart(inner, resource, at))
        if (sealed === undefined) return
        yield JSON.parse(ctx.secrets.decrypt(sealed)) as Row[]
      }
    },
  }
}

export async function* batchesOf(rows: readonly Row[], size = PART): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size)
}
