import type { ComponentType } from 'react'
import { lazy } from 'react'
import type { IconName } from './icon.tsx'
import type { May } from './session.ts'
import type { Text } from './text.ts'

export type Front = 'portal' | 'work' | 'command'

/** Where a page stands in its front end's menu. Absent: reached from other pages only. */
export interface MenuEntry {
  /**
   * Portal: `report`, `mine`, `life`, `near`, `help`. Workbench: a heading such as `matters`, `records`, `numbers`, `system`.
   * Other words make a group of their own, named by the text `menu.<group>`, or by the room.
   */
  group: string
  order: number
  icon: IconName
  /** One line under the tile's name (portal). */
  hint?: Text
  /** Path that answers `{ count: number }` for the badge beside the entry (workbench). */
  count?: string
}

/** One screen of one front end. Rooms export an array of them from `web/pages.tsx`; no list has to be edited. */
export interface Page {
  front: Front
  /** Whole path: `/report`, `/work/cases`, `/work/cases/$id`. */
  path: string
  title: Text
  may?: May
  menu?: MenuEntry
  /** The type of ref this page shows (`cases.case`); the path then ends in `$id`. Links, search and the map find it by this. */
  opens?: string
  component: ComponentType
}

type PageModule<K extends string> = { [key in K]: ComponentType }

/** `component: page(() => import('./cases-page.tsx'), 'CasesPage')`: the code is fetched when the page is first opened. */
export const page = <K extends string>(load: () => Promise<PageModule<K>>, name: K): ComponentType =>
  lazy(async () => ({ default: (await load())[name] as ComponentType }))

/** One tile of the command centre. Rooms export an array from `web/panels.tsx`. */
export interface Panel {
  slot: 'top' | 'left' | 'map' | 'right'
  order: number
  may?: May
  /** Share of the column's height, for `left` and `right`: 1 unless told. */
  grow?: number
  component: ComponentType
}
