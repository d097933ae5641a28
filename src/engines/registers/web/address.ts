import type { ColumnShape, RegisterShape } from '../schema.ts'

/** What narrows and orders the list stands in the address, in the API's own names; several values are joined by commas. */
export type Address = Record<string, string>
const PREFIX = 'filter.'
export const filterNames = (address: Address): string[] => Object.keys(address).filter((key) => key.startsWith(PREFIX))
export const columnInFilter = (name: string): string => name.slice(PREFIX.length).split('.')[0] ?? ''

/** Columns that a reader may pick several values of. */
export const picksSeveral = ({ kind }: ColumnShape): boolean =>
  ['choice', 'boolean', 'reference', 'area', 'organisation'].includes(kind)

const columnsByName = (shape: RegisterShape) => new Map(shape.columns.map((column) => [column.name, column]))

/** The same as parameters of the API: names it knows, several values repeated. */
export function listParams(shape: RegisterShape, address: Address): [string, string][] {
  const columns = columnsByName(shape)
  const filters = filterNames(address).flatMap((name): [string, string][] => {
    const column = columns.get(columnInFilter(name))
    const value = address[name] ?? ''
    if (!column || value === '') return []
    const several = name === `${PREFIX}${column.name}` && picksSeveral(column)
    return (several ? value.split(',') : [value]).map((one) => [name, one])
  })
  const plain = (['q', 'sort', 'removed'] as const).flatMap((name): [string, string][] => {
    const value = address[name]
    return value ? [[name, value]] : []
  })
  return [...plain, ...filters]
}

export const asPath = (path: string, params: readonly (readonly [string, string])[]): string => {
  const text = new URLSearchParams(params.map(([name, value]) => [name, value])).toString()
  return text ? `${path}?${text}` : path
}

/** Of a column, everything that narrows the list: `{ 'filter.opened_on.from': …, 'filter.opened_on.to': … }`. */
export const filtersOn = (address: Address, column: string): Address =>
  Object.fromEntries(Object.entries(address).filter(([name]) => name.startsWith(PREFIX) && columnInFilter(name) === column))

/** Nothing of a column narrows the list any more. */
export const without = (address: Address, column: string): Record<string, null> =>
  Object.fromEntries(Object.keys(filtersOn(address, column)).map((name) => [name, null]))

/** The same as the value of a saved view or of a change of many: several values of one name in an array. */
export function paramsAsQuery(params: readonly (readonly [string, string])[]): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const [name, value] of params) {
    const before = query[name]
    query[name] = before === undefined ? value : [before, value].flat()
  }
  return query
}
