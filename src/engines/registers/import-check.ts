import { z } from 'zod'
import { type Ctx, DomainError, defineJob } from '#kernel'
import { tooManyFaults } from './errors-import.ts'
import { faultRow, openPass, type Pass, portions, problemOf, putThrough } from './import-pass.ts'
import type { FileRow } from './import-rows.ts'
import * as store from './store-import.ts'

const PORTION = 1000
const MOST_FAULTY = 100_000
const TELL_EVERY_MS = 2000

export const checkImport = defineJob({
  id: 'registers.check-import',
  input: z.object({ id: z.uuid() }),
  tx: 'none',
  run: (ctx, { id }) => check(ctx, id),
})

/** The dry run: every row goes all the way but the last step. After a crash it begins again; nothing was written. */
async function check(ctx: Ctx, id: string): Promise<void> {
  const row = await ctx.transact('write', async (inner) =>
    (await store.restartCheck(inner, id)) ? store.find(inner, id) : undefined,
  )
  if (!row?.spool_key) return
  let pass: Pass | undefined
  try {
    pass = await openPass(ctx, row)
    await checkRows(ctx.as(row.actor), pass)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await ctx.transact('write', (inner) => store.end(inner, id, 'refused', ['checking'], problemOf(error)))
  } finally {
    await pass?.table.close()
  }
}

async function checkRows(ctx: Ctx, pass: Pass): Promise<void> {
  const found = { rows: 0, bytes: 0, insert: 0, update: 0, unchanged: 0, faulty: 0 }
  const { id } = pass.row
  let toldAt = Date.now()
  for await (const rows of portions(pass, PORTION, () => true)) {
    const { inserted, updated, unchanged, refused } = await ctx.transact('read', (inner) => putThrough(inner, pass, rows, true))
    found.insert += inserted
    found.update += updated
    found.unchanged += unchanged
    found.faulty += refused
    const faulty = rows.filter(({ faults }) => faults.length > 0)
    found.rows += rows.length
    found.bytes = pass.bytes()
    if (faulty.length > 0 || Date.now() - toldAt > TELL_EVERY_MS) {
      toldAt = Date.now()
      if (!(await tellOn(ctx, pass, found, faulty))) return
    }
    if (found.faulty > MOST_FAULTY) throw tooManyFaults({ most: MOST_FAULTY })
  }
  await ctx.transact('write', async (inner) => {
    if (await store.moveCheck(inner, id, found)) await store.endCheck(inner, id)
  })
}

const tellOn = (ctx: Ctx, { row, reader }: Pass, found: store.Found, faulty: readonly FileRow[]): Promise<boolean> =>
  ctx.transact('write', async (inner) => {
    await store.putFaults(
      inner,
      row.id,
      undefined,
      faulty.map((one) => faultRow(reader, one)),
    )
    return store.moveCheck(inner, row.id, found)
  })
