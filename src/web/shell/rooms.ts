import type { Page, Panel } from '../kit/page.ts'
import type { Text } from '../kit/text.ts'

interface PageFile {
  pages: Page[]
  /** What the room's own group in the menu is called: entries whose `group` is the room's id stand under it. */
  group?: Text
}

/**
 * What the rooms bring to the screen. A room is found by its files, so adding one touches no shared list:
 * `web/pages.tsx` exports `pages`, `web/panels.tsx` exports `panels`, `web/texts.ts` exports `zh` and `en`.
 */
const pageFiles = {
  ...import.meta.glob<PageFile>('../../modules/*/web/pages.tsx', { eager: true }),
  ...import.meta.glob<PageFile>('../../engines/*/web/pages.tsx', { eager: true }),
}
const panelFiles = {
  ...import.meta.glob<{ panels: Panel[] }>('../../modules/*/web/panels.tsx'),
  ...import.meta.glob<{ panels: Panel[] }>('../../engines/*/web/panels.tsx'),
}
const textFiles = {
  ...import.meta.glob<{ zh: object; en: object }>('../../modules/*/web/texts.ts'),
  ...import.meta.glob<{ zh: object; en: object }>('../../engines/*/web/texts.ts'),
}

export const roomOf = (file: string): string => file.split('/').at(-3) ?? ''

/** Titles of the rooms' own groups, by room. */
export const groupTitles: ReadonlyMap<string, Text> = new Map(
  Object.entries(pageFiles).flatMap(([file, { group }]) => (group ? [[roomOf(file), group] as const] : [])),
)

export const pages: readonly Page[] = Object.values(pageFiles).flatMap((file) => file.pages)

/** Panels are the command centre's alone and may draw charts: fetched when it opens. */
export async function loadPanels(): Promise<Panel[]> {
  const files = await Promise.all(Object.values(panelFiles).map((load) => load()))
  return files.flatMap((file) => file.panels).sort((a, b) => a.order - b.order)
}

/** One room's words in one language; undefined when there is no such room. */
export async function loadTexts(room: string, language: 'zh' | 'en'): Promise<object | undefined> {
  const found = Object.entries(textFiles).find(([file]) => roomOf(file) === room)
  return found && (await found[1]())[language]
}

/** The page that shows a thing of this ref's type, with the thing's id in its path. */
export function findPath(ref: string, front: Page['front']): string | undefined {
  const colon = ref.indexOf(':')
  const found = pages.find((page) => page.front === front && page.opens === ref.slice(0, colon))
  return found?.path.replace(/\$\w+/, encodeURIComponent(ref.slice(colon + 1)))
}
