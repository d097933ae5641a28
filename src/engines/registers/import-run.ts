import { z } from 'zod'
import { type Ctx, DomainError, defineJob, fill } from '#kernel'
import { faultRow, openPass, type Pass, portions, problemOf, putThrough } from './import-pass.ts'
import { type FileRow, fault } from './import-rows.ts'
import * as store from './store-import.ts'

/** Rows of one transaction: few enough that nobody waits long for a lock, many enough that the statements count little. */
const PORTION = 2000
const TRIES = 3
/** From so many rows on the planner is told. */
const MANY = 5000
/** So many rows' words go into their index together: one by one they would cost more. */
const MANY_WORDS = 20_000

export const runImport = defineJob({
  id: 'registers.run-import',
  input: z.object({ id: z.uuid() }),
  tx: 'none',
  run: (ctx, { id }) => run(ctx, id),
})

/** Another worker has gone on with it, or it was stopped: whatever this one did since the checkpoint is undone. */
class Superseded extends Error {}

/**
 * Writes what the check found good, a portion a transaction, each with its checkpoint: a crash repeats nothing and loses
 * nothing. Every row is checked again, for the register may have changed since; what is wrong now stays out and is told.
 */
async function run(ctx: Ctx, id: string): Promise<void> {
  const row = await ctx.transact('read', (inner) => store.find(inner, id))
  if (row?.state !== 'running' || !row.spool_key) return
  let pass: Pass | undefined
  try {
    pass = await openPass(ctx, row)
    const actor = ctx.as(row.actor)
    let from = row.rows_read
    const { table } = pass.register
    const words = wordsOf(ctx, table)
    for await (const rows of portions(pass, PORTION, (at) => at > row.rows_read)) {
      await write(actor, pass, rows, from)
      from = (rows.at(-1) as FileRow).at
      words.come(rows.length)
    }
    await words.end()
    await ctx.transact('write', async (inner) => {
      if (from >= MANY) await store.analyse(inner, table)
      await store.end(inner, id, 'done', ['running'])
    })
  } catch (error) {
    if (error instanceof Superseded) return
    if (!(error instanceof DomainError)) throw error
    await ctx.transact('write', (inner) => store.end(inner, id, 'stopped', ['running'], problemOf(error)))
  } finally {
    await pass?.table.close()
  }
}

/**
 * A third of the database's work is the index of words: another connection does it, while this one writes the next rows.
 * What it does not come to do, the database does by itself in time.
 */
function wordsOf(ctx: Ctx, table: string) {
  let waiting = 0
  let working: Promise<void> | undefined
  const index = async () => {
    waiting = 0
    await ctx
      .transact('write', (inner) => store.indexWords(inner, table))
      .catch((error) => ctx.log.warn({ error, table }, 'import.words-wait'))
    working = undefined
  }
  return {
    come: (rows: number) => {
      waiting += rows
      if (waiting >= MANY_WORDS && !working) working = index()
    },
    end: async () => {
      await working
      if (waiting >= MANY) await index()
    },
  }
}

async function write(ctx: Ctx, pass: Pass, rows: FileRow[], from: number): Promise<void> {
  const fault = await tried(ctx, pass, rows, from)
  if (!fault) return
  if (rows.length === 1) {
    rows[0]?.faults.push(fault)
    return void (await tried(ctx, pass, rows, from))
  }
  const middle = rows.length >> 1
  await write(ctx, pass, rows.slice(0, middle), from)
  await write(ctx, pass, rows.slice(middle), (rows[middle - 1] as FileRow).at)
}

/** Writes a batch; answers what it was refused for. A deadlock or a serialisation failure is nobody's fault and tried again. */
async function tried(
  ctx: Ctx,
  pass: Pass,
  rows: readonly FileRow[],
  from: number,
): Promise<FileRow['faults'][number] | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      // Copies: what an attempt that is undone found out does not count.
      const fresh = rows.map((one) => (one.faults.length === 0 ? { ...one, faults: [] } : copyOf(one)))
      await ctx.transact('write', (inner) => writeBatch(inner, pass, fresh, from))
      return undefined
    } catch (error) {
      const { code = '' } = error as { code?: string }
      if (attempt < TRIES && /^(40001|40P01)$/.test(code)) continue
      const refusal = refusalOf(error)
      if (!refusal) throw error
      return refusal
    }
  }
}

const copyOf = (row: FileRow): FileRow => ({ ...row, values: { ...row.values }, faults: [...row.faults] })

function refusalOf(error: unknown): FileRow['faults'][number] | undefined {
  if (error instanceof DomainError) {
    const { zh, en } = { zh: fill(error.text.zh, error.params), en: fill(error.text.en, error.params) }
    return error.faults[0] ?? fault('', error.code, zh, en)
  }
  // Classes 22 and 23: a value that its column cannot hold, a rule of the table that it breaks.
  if (/^2[23][0-9A-Z]{3}$/.test((error as { code?: string }).code ?? ''))
    return fault('', 'not_storable', '数据库不能保存这一行的内容', 'The database cannot hold what stands in this row')
  return undefined
}

async function writeBatch(ctx: Ctx, pass: Pass, rows: readonly FileRow[], from: number): Promise<void> {
  const { reader, row } = pass
  await store.relaxed(ctx)
  const done = await putThrough(ctx, pass, rows, false)
  const refused = rows.filter(({ faults }) => faults.length > 0)
  await store.putFaults(
    ctx,
    row.id,
    { from: (rows[0] as FileRow).line, to: (rows.at(-1) as FileRow).line },
    refused.map((one) => faultRow(reader, one)),
  )
  if (!(await store.advance(ctx, row.id, from, (rows.at(-1) as FileRow).at, pass.bytes(), done))) throw new Superseded()
}
