import { type ReactNode, type RefObject, useLayoutEffect, useMemo, useState } from 'react'
import { usePreference } from './preferences.ts'
import type { Text } from './text.ts'

export interface Column<T> {
  id: string
  title: Text
  cell: (row: T) => ReactNode
  /** CSS width: `7rem`, `minmax(12rem, 2fr)`. */
  width?: string
  align?: 'start' | 'end'
  /** Name to sort by; its head is a button then, in lists with `onSort`. */
  sort?: string
  /** Not shown until chosen. */
  hidden?: boolean
  /** Where it goes on a phone's card: `title` once, `status` at its right, `meta` in the line below; `none` leaves it out. */
  card?: 'title' | 'status' | 'meta' | 'none'
}

/** The columns a person chose; else as many of the usual ones as fit, the first ones first. */
export function useShownColumns<T>(
  { id, columns, bulk }: { id: string; columns: readonly Column<T>[]; bulk?: unknown },
  list: RefObject<HTMLElement | null>,
): readonly Column<T>[] {
  const [names] = usePreference<string[] | null>(`list.${id}.columns`, null)
  const width = useWidth(list)
  return useMemo(() => {
    if (names) return columns.filter((column) => names.includes(column.id))
    let left = width - (bulk ? 36 : 0)
    return columns.filter((column, index) => {
      if (column.hidden) return false
      left -= leastWidth(column.width)
      return left >= 0 || index < 2
    })
  }, [columns, names, width, bulk])
}

/** Up to here rows are cards, and nothing has to fit beside anything. */
const phoneWidth = 768

/** A plain width is the least: a longer word in another language gets its room. */
export const trackOf = (width = 'minmax(6rem, 1fr)'): string =>
  /^[\d.]+(rem|px|ch)$/.test(width) ? `minmax(${width}, max-content)` : width

const leastWidth = (width = 'minmax(6rem, 1fr)'): number => {
  const [, amount = '6', unit] = /([\d.]+)(rem|px|ch)/.exec(width) ?? []
  const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const room = width.startsWith('minmax') ? 1 : 1.15
  return Number(amount) * room * (unit === 'px' ? 1 : unit === 'ch' ? root * 0.6 : root)
}

/** Widths change in steps, so that dragging a window does not draw a list a hundred times. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY)
  useLayoutEffect(() => {
    if (!element.current) return
    const measure = () =>
      setWidth(innerWidth <= phoneWidth ? Number.POSITIVE_INFINITY : Math.floor((element.current?.clientWidth ?? 0) / 16) * 16)
    measure()
    const watcher = new ResizeObserver(measure)
    watcher.observe(element.current)
    return () => watcher.disconnect()
  }, [element])
  return width
}
