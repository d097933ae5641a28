import { command, type Ctx, type Platform, sealedInsideKind, system } from '#kernel'
import { record } from './record.ts'
import * as store from './store-rekey.ts'

const BATCH = 500
const SEALED = /^[\w-]{1,40}\.(sm4|aes)\.[\w-]+$/

const who = (name: string) => ({ user: system, origin: { kind: 'cli' as const, name } })

type Reseal = (text: string) => string | undefined

/** The same value under the key and form in force; undefined when it is so already, or is no sealed text. */
const resealed =
  ({ secrets }: Pick<Ctx, 'secrets'>): Reseal =>
  (text) =>
    !SEALED.test(text) || secrets.isCurrent(text) ? undefined : secrets.encrypt(secrets.decrypt(text))

/** Among a JSON value's texts stand some that people wrote: one that only looks sealed stays as it is, and is counted. */
function resealedIfOpened(reseal: Reseal, unopened: () => void): Reseal {
  return (text) => {
    try {
      return reseal(text)
    } catch {
      unopened()
      return undefined
    }
  }
}

/** Sealed texts that stand inside a JSON value, at any depth. */
function resealedInside(value: unknown, reseal: Reseal): { value: unknown; count: number } {
  if (typeof value === 'string') {
    const next = reseal(value)
    return next === undefined ? { value, count: 0 } : { value: next, count: 1 }
  }
  if (typeof value !== 'object' || value === null) return { value, count: 0 }
  let count = 0
  const each = (part: unknown) => {
    const done = resealedInside(part, reseal)
    count += done.count
    return done.value
  }
  const made = Array.isArray(value)
    ? value.map(each)
    : Object.fromEntries(Object.entries(value).map(([name, part]) => [name, each(part)]))
  return { value: made, count }
}

export interface Rekeyed {
  column: string
  values: number
}

/** One column, batch by batch, each a transaction with its entry in the audit; what others change meanwhile is left to them. */
async function rekeyColumn(
  platform: Platform,
  column: store.SealedColumn,
  print: (line: string) => void,
  dryRun: boolean,
): Promise<Rekeyed> {
  const name = `${column.table}.${column.column}`
  let values = 0
  let unopened = 0
  for (let after: string[] | undefined; ; ) {
    const from = after
    const step = await platform.transact(who('secrets rekey'), dryRun ? 'read' : 'write', async (ctx) => {
      const rows = await store.notUnder(ctx, column, ctx.secrets.mark, { after: from, limit: BATCH })
      const whole = resealed(ctx)
      const reseal = column.isJson ? resealedIfOpened(whole, () => unopened++) : whole
      const changes: store.Change[] = []
      let count = 0
      for (const { key, value } of rows) {
        const done = column.isJson ? resealedInside(JSON.parse(value), reseal) : resealedInside(value, reseal)
        if (done.count === 0) continue
        count += done.count
        changes.push({ key, before: value, after: column.isJson ? JSON.stringify(done.value) : (done.value as string) })
      }
      if (!dryRun && changes.length > 0) {
        await store.replace(ctx, column, changes)
        record(ctx, { action: 'audit.rekey', after: { column: name, values: count } })
      }
      return { last: rows.at(-1)?.key, rows: rows.length, count }
    })
    values += step.count
    after = step.last
    if (step.count > 0) print(`${name}: ${values}`)
    if (step.rows < BATCH) break
  }
  if (unopened > 0)
    print(
      `${name}: ${unopened} 段文字形似密文但打不开，未动（no key opens ${unopened} texts that look sealed; left as they are）`,
    )
  return { column: name, values }
}

/** Everything sealed, brought under the first of `SECRET_KEYS`. Stopped in the middle, the next run goes on with what is left. */
export async function rekey(platform: Platform, print: (line: string) => void, dryRun = false): Promise<Rekeyed[]> {
  const inside = platform.house.all(sealedInsideKind)
  const columns = await platform.transact(who('secrets rekey'), 'read', (ctx) => store.sealedColumns(ctx, inside))
  const done: Rekeyed[] = []
  for (const column of columns) done.push(await rekeyColumn(platform, column, print, dryRun))
  return done
}

async function run(platform: Platform, dryRun: boolean, print: (line: string) => void): Promise<number> {
  const done = await rekey(platform, print, dryRun)
  const total = done.reduce((sum, { values }) => sum + values, 0)
  if (dryRun) {
    print(`${total} 个密文尚未使用当前密钥（共检查 ${done.length} 列），未作更改。`)
    print(`${total} sealed values are not under the key in force (${done.length} columns looked at); nothing was changed.`)
    return 0
  }
  print(
    `已用当前密钥重新加密 ${total} 个值（共检查 ${done.length} 列）。旧密钥仍须保留在 SECRET_KEYS 末尾：检索索引和审计封印仍由它计算。`,
  )
  print(
    `${total} values are sealed anew (${done.length} columns). Keep the oldest key at the end of SECRET_KEYS: indexes for exact search and the seals of the audit are still made with it; it opens nothing any more.`,
  )
  return 0
}

export const secretsCommand = command({
  id: 'secrets',
  usage: 'secrets rekey [--dry-run]        seal every personal value anew with the first of SECRET_KEYS',
  run: async (platform, [what, ...options], print) => {
    const isKnown = options.every((option) => option === '--dry-run')
    if (what === 'rekey' && isKnown) return run(platform, options.includes('--dry-run'), print)
    print('Usage: secrets rekey [--dry-run]')
    return 2
  },
})
