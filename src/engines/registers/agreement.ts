import type { Ctx } from '#kernel'
import type { Columns } from './columns.ts'
import { type AnyRegister, registerKind, systemColumns } from './define.ts'
import * as store from './store-table.ts'
import { storedTypes, tableSql, type WantedIndex, wantedIndexes } from './table.ts'

/** Where a register and its table disagree, in words that say what to write into the next migration. Empty when all is well. */
export async function disagreements(ctx: Ctx, register: AnyRegister): Promise<string[]> {
  const found = new Map((await store.columnsOf(ctx, register.table)).map((column) => [column.name, column]))
  if (found.size === 0)
    return [`${register.id}: there is no table ${register.table}. Its migration would read:\n${tableSql(register)}`]
  const wanted = new Map<string, readonly string[]>([
    ...Object.entries(systemColumns).map(([name, type]): [string, readonly string[]] => [name, [type]]),
    ...storedTypes(register),
  ])
  const complaints = [...wanted].flatMap(([name, types]) => {
    const column = found.get(name)
    if (!column) return [`column ${name} is missing: add ${name} ${types[0]}`]
    return types.includes(column.type) ? [] : [`column ${name} is ${column.type}, declared as ${types.join(' or ')}`]
  })
  const undeclared = [...found.values()].filter(({ name, nullable }) => !nullable && !wanted.has(name))
  return [
    ...complaints,
    ...undeclared.map(({ name }) => `column ${name} must have a value, but is not declared`),
    ...strictness(register, found),
    ...(await missingIndexes(ctx, register)),
    ...(/retention:/.test((await store.commentOf(ctx, register.table)) ?? '')
      ? []
      : ['the table’s comment says nothing of retention']),
  ].map((complaint) => `${register.id} (${register.table}): ${complaint}`)
}

/** A column that may stay empty must be able to: otherwise a clerk meets the database’s refusal instead of a form’s. */
const strictness = (register: AnyRegister, found: ReadonlyMap<string, store.FoundColumn>): string[] =>
  Object.entries(register.columns as Columns).flatMap(([name, { required, kind }]) => {
    const column = found.get(kind === 'secret' ? `${name}_sealed` : name)
    return column && !required && !column.nullable ? [`column ${name} is not null, but not declared as required`] : []
  })

async function missingIndexes(ctx: Ctx, register: AnyRegister): Promise<string[]> {
  const found = await store.indexesOf(ctx, register.table)
  return wantedIndexes(register)
    .filter((wanted) => !wanted.offered && !found.some((index) => serves(index, wanted)))
    .map(({ columns, method, why, unique, pattern }) => {
      const how = `${unique ? 'unique ' : ''}${method} index on (${columns.join(', ')})${pattern ? ' text_pattern_ops' : ''}`
      return `${why}, but there is no ${how}${unique ? ' where removed_at is null' : ''}`
    })
}

function serves(index: store.FoundIndex, wanted: WantedIndex): boolean {
  if (index.method !== wanted.method) return false
  if (wanted.unique)
    return (
      index.unique &&
      /removed_at is null/i.test(index.condition ?? '') &&
      [...index.columns].sort().join() === [...wanted.columns].sort().join()
    )
  if ((wanted.pattern ?? false) !== index.pattern) return false
  const begins = wanted.columns.every((column, at) => index.columns[at] === column)
  return begins && (index.condition === null || /^\(removed_at is null\)$/i.test(index.condition))
}

/** All registers of the house against their tables; run by a story, and by `npm run cli -- registers check`. */
export async function tableFaults(ctx: Ctx): Promise<string[]> {
  const faults: string[] = []
  for (const register of ctx.house.all(registerKind)) faults.push(...(await disagreements(ctx, register)))
  return faults
}
