import type { Front, Page } from '../kit/page.ts'
import { allowed, type Me, useMe } from '../kit/session.ts'
import { pages } from './rooms.ts'

export type MenuPage = Page & { menu: NonNullable<Page['menu']> }

/** The entries this person may use, in order. Nobody sees a door that will not open. */
export const menuOf = (front: Front, me: Me | null | undefined): MenuPage[] =>
  pages
    .filter((page): page is MenuPage => page.front === front && page.menu !== undefined && allowed(me, page.may))
    .sort((a, b) => a.menu.order - b.menu.order)

export const useMenu = (front: Front): MenuPage[] => menuOf(front, useMe())

/** The groups in which people look first come first; a room's own groups follow. */
const order = ['mine', 'report', 'life', 'near', 'help', 'field', 'matters', 'records', 'numbers', 'system']
const rank = (group: string) => (order.includes(group) ? order.indexOf(group) : order.length)

export function byGroup(entries: readonly MenuPage[]): [string, MenuPage[]][] {
  const groups = Map.groupBy(entries, (entry) => entry.menu.group)
  return [...groups].sort(([a], [b]) => rank(a) - rank(b))
}
