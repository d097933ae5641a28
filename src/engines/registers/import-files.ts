import { writeCsv, writeXlsx } from '#engines/documents'
import type { Ctx, Reply } from '#kernel'
import { attachment } from './attachment.ts'
import { type Columns, mustBeGiven } from './columns.ts'
import type { AnyRegister } from './define.ts'
import { fileGone } from './errors-import.ts'
import { titlesFor } from './import-header.ts'
import { openFile } from './import-pass.ts'
import { adviceFor } from './import-rows.ts'
import { none, seen } from './import-seen.ts'
import type { ImportFault, ImportFaults } from './schema.ts'
import * as store from './store-import.ts'

const faultOf = (register: AnyRegister, line: number, { path, code, text, value }: store.StoredFault): ImportFault => ({
  line,
  column: path === '' ? null : path,
  title: (register.columns as Columns)[path]?.title ?? null,
  value,
  code,
  text,
  advice: adviceFor(code),
})

const MOST_KINDS = 12

export async function listFaults(
  ctx: Ctx,
  register: AnyRegister,
  id: string,
  { cursor, limit }: { cursor?: number | undefined; limit: number },
): Promise<ImportFaults> {
  await seen(ctx, register, id)
  const rows = await store.faults(ctx, id, { after: cursor ?? 0, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const items = page.flatMap(({ line, faults }) => faults.map((fault) => faultOf(register, line, fault)))
  const next = rows.length > limit ? String(page.at(-1)?.line) : null
  if (cursor !== undefined) return { items, next }
  const kinds = (await store.faultKinds(ctx, id, MOST_KINDS)).map(({ rows, line: firstLine, fault }) => {
    const { line: _, ...kind } = faultOf(register, firstLine, fault)
    return { ...kind, rows, firstLine }
  })
  return { items, next, kinds }
}

const words = {
  zh: {
    header: ['行号', '栏目', '内容', '问题', '处理办法'],
    line: '原文件行号',
    problem: '未导入的原因',
    faults: '问题清单',
    rejected: '未导入的行',
    template: '导入模板',
  },
  en: {
    header: ['Line', 'Column', 'Value', 'Problem', 'What to do'],
    line: 'Line in the file',
    problem: 'Why it stayed out',
    faults: 'faults',
    rejected: 'rejected rows',
    template: 'template',
  },
} as const

const PAGE = 1000

/** Every fault, in the reader's language; personal values shortened. For routes with `tx: 'none'`. */
export async function faultsCsv(ctx: Ctx, register: AnyRegister, id: string): Promise<Reply> {
  const row = await ctx.transact('read', (inner) => seen(inner, register, id))
  const { header, faults } = words[ctx.locale]
  const pages = async function* () {
    for (let after = 0; ; ) {
      const page = await ctx.transact('read', (inner) => store.faults(inner, id, { after, limit: PAGE }))
      yield page.flatMap((found) =>
        found.faults.map((one) => {
          const { line, title, value, text, advice } = faultOf(register, found.line, one)
          return [line, title?.[ctx.locale] ?? '', value, text[ctx.locale], advice[ctx.locale]]
        }),
      )
      if (page.length < PAGE) return
      after = page.at(-1)?.line as number
    }
  }
  return attachment(`${row.filename} ${faults}.csv`, 'csv', writeCsv(header, pages()))
}

/**
 * The rows that stay out, as they stood in the file, with the reason: to be corrected and imported again. They stand in
 * clear, so only whoever sent the file gets them back.
 */
export async function rejectedCsv(ctx: Ctx, register: AnyRegister, id: string): Promise<Reply> {
  const row = await ctx.transact('read', (inner) => seen(inner, register, id))
  if (row.by_id !== ctx.user.id) throw none(ctx)
  if (row.spool_key === null) throw fileGone()
  const table = await openFile(ctx, row)
  const { line, problem, rejected } = words[ctx.locale]
  const pages = async function* () {
    for await (const batch of table.batches) {
      const [from, to] = [batch[0]?.line ?? 0, batch.at(-1)?.line ?? 0]
      const faults = await ctx.transact('read', (inner) => store.faultsIn(inner, id, from, to))
      const byLine = new Map(faults.map((found) => [found.line, found.faults]))
      yield batch.flatMap((tableRow) => {
        const found = byLine.get(tableRow.line)
        if (!found) return []
        const why = found.map((one) =>
          [(register.columns as Columns)[one.path]?.title[ctx.locale], one.text[ctx.locale]].filter(Boolean).join(': '),
        )
        return [[...tableRow.cells, tableRow.line, why.join('; ')]]
      })
    }
  }
  return attachment(`${row.filename} ${rejected}.csv`, 'csv', writeCsv([...table.header, line, problem], pages()))
}

/** An empty table with this register's titles; required ones bear an asterisk. */
export async function template(ctx: Ctx, register: AnyRegister, format: 'csv' | 'xlsx'): Promise<Reply> {
  const names = Object.keys(register.columns).filter((name) => !register.columns[name].computed)
  const header = titlesFor(register, names, ctx.locale).map((title, at) =>
    mustBeGiven(register.columns[names[at] as string]) ? `${title} *` : title,
  )
  const title = register.title[ctx.locale]
  const nothing = (async function* (): AsyncGenerator<unknown[][]> {})()
  const body = format === 'csv' ? writeCsv(header, nothing) : writeXlsx(header, nothing, { sheet: title })
  return attachment(`${title} ${words[ctx.locale].template}.${format}`, format, body)
}
