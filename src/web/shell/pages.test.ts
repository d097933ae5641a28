import { globSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import type { Page } from '../kit/page.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const files = ['src/web/shell/shell-pages.tsx', ...globSync('src/{modules,engines}/*/web/pages.tsx', { cwd: root })]
const pages: Page[] = []
for (const file of files) {
  const found = (await import(pathToFileURL(`${root}${file}`).href)) as { pages?: Page[]; shellPages?: Page[] }
  pages.push(...(found.pages ?? found.shellPages ?? []))
}
const twice = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index)

test('no two pages claim one address, and a type of thing has one page in each front end', () => {
  expect(pages.length).toBeGreaterThan(6)
  expect(twice(pages.map(({ path }) => path.replace(/\$\w+/g, '$')))).toEqual([])
  expect(twice(pages.flatMap(({ front, opens }) => (opens ? [`${front} ${opens}`] : [])))).toEqual([])
})

test('a page stands below its front end’s address, and what it opens has its id in the path', () => {
  const below = { portal: /^\/(?!work|command)/, work: /^\/work(\/|$)/, command: /^\/command(\/|$)/ }
  expect(pages.filter(({ front, path }) => !below[front].test(path)).map(({ path }) => path)).toEqual([])
  expect(pages.filter(({ opens, path }) => opens && !path.includes('$id')).map(({ path }) => path)).toEqual([])
})
