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

/** In the order in which the groups first appear. */
export function byGroup(entries: readonly MenuPage[]): [string, MenuPage[]][] {
  const groups = new Map<string, MenuPage[]>()
  for (const entry of entries) groups.set(entry.menu.group, [...(groups.get(entry.menu.group) ?? []), entry])
  return [...groups]
}
