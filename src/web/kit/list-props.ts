import type { ReactNode } from 'react'
import type { ApiError } from './api.ts'
import type { IconName } from './icon.tsx'
import type { Column } from './list-columns.ts'
import type { ListFilter } from './list-filters.tsx'
import type { Text } from './text.ts'

export interface BulkAction {
  title: Text
  icon?: IconName
  danger?: boolean
  run: (keys: string[]) => void | Promise<void>
}

export interface Rows<T> {
  rows: readonly T[]
  total?: number | undefined
  /** The total is an estimate. */
  about?: boolean
  isPending: boolean
  isFetching?: boolean
  error: ApiError | null
  hasMore?: boolean
  more?: () => void
  again: () => void
}

export interface DataListProps<T> {
  /** Keeps its columns and saved filters under this name. */
  id: string
  title: Text | string
  columns: readonly Column<T>[]
  /** Straight from `usePages`. */
  query: Rows<T>
  keyOf: (row: T) => string
  onOpen?: (row: T) => void
  /** The row that is open beside the list. */
  openKey?: string | undefined
  filters?: readonly ListFilter[]
  /** A search box that writes `q` into the address. */
  search?: boolean
  bulk?: readonly BulkAction[]
  /** Buttons at the right of the title. */
  actions?: ReactNode
  empty?: ReactNode
  /** Marks a row: late, urgent. */
  toneOf?: (row: T) => 'warning' | 'alarm' | undefined
  /** In place of search box, filters, saved filters and choice of columns, for lists that make their own. */
  bar?: ReactNode
  /** In place of the rows: the same things on a map. */
  body?: ReactNode
  /** Column the rows are sorted by, `-` before it for downwards; heads of columns with `sort` become buttons. */
  sort?: string
  onSort?: (sort: string) => void
}

export type BodyProps<T> = DataListProps<T> & {
  shown: readonly Column<T>[]
  current: number
  chosen: ReadonlySet<string>
  toggle: (key: string) => void
  chooseAll: (all: boolean) => void
}
