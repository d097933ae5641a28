import { useTranslation } from 'react-i18next'
import type { Front, Page } from '../kit/page.ts'
import { allowed, type Me, useMe } from '../kit/session.ts'
import { useText } from '../kit/text.ts'
import { groupTitles, pages } from './rooms.ts'

export type MenuPage = Page & { menu: NonNullable<Page['menu']> }

/** The entries this person may use, in order. Nobody sees a door that will not open. */
export const menuOf = (front: Front, me: Me | null | undefined): MenuPage[] =>
  pages
    .filter((page): page is MenuPage => page.front === front && page.menu !== undefined && allowed(me, page.may))
    .sort((a, b) => a.menu.order - b.menu.order)

export const useMenu = (front: Front): MenuPage[] => menuOf(front, useMe())

/** The groups in which people look first come first; rooms' own groups stand before the numbers. */
const order = ['mine', 'report', 'life', 'near', 'open', 'help', 'field', 'matters', 'records', 'own', 'numbers', 'system']
const rank = (group: string) => order.indexOf(order.includes(group) ? group : 'own')

/** A common group by its words, a room's own by what the room calls it. */
export function useGroupTitle(front: 'work' | 'portal'): (group: string) => string {
  const { t } = useTranslation('web')
  const text = useText()
  const words = front === 'portal' ? 'portal.group' : 'menu'
  return (group) => {
    const own = groupTitles.get(group)
    return own ? text(own) : t(`${words}.${group}` as 'menu.other', { defaultValue: t(`${words}.other`) })
  }
}

export function byGroup(entries: readonly MenuPage[]): [string, MenuPage[]][] {
  const groups = Map.groupBy(entries, (entry) => entry.menu.group)
  return [...groups].sort(([a], [b]) => rank(a) - rank(b))
}
