import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type District, settled, startDistrict } from './harness.ts'

const built = fileURLToPath(new URL('../dist/web/', import.meta.url))
const budgetKb = 250

let district: District
beforeAll(async () => {
  district = await startDistrict()
})
afterAll(async () => district?.stop())

/** The scripts a browser fetches to show an address for the first time, with their gzip sizes. */
async function scriptsOf(path: string): Promise<{ name: string; kb: number }[]> {
  const page = await district.open()
  await page.goto('about:blank')
  const names = new Set<string>()
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (/\.m?js$/.test(pathname) && existsSync(join(built, pathname))) names.add(pathname)
  })
  await page.goto(`${district.url}${path}`)
  await settled(page)
  await page.context().close()
  return [...names].map((name) => ({ name, kb: gzipSync(readFileSync(join(built, name)), { level: 9 }).length / 1024 }))
}

const total = (scripts: { kb: number }[]) => Math.round(scripts.reduce((sum, { kb }) => sum + kb, 0))
const heavy = /\/(map|charts|process|staff)-/

test('the portal’s first load stays within its budget, without map, charts or the staff’s components', async () => {
  const home = await scriptsOf('/')
  expect(home.map(({ name }) => name).filter((name) => heavy.test(name))).toEqual([])
  expect(total(home), `portal home: ${total(home)} kB`).toBeLessThanOrEqual(budgetKb)
  const signIn = await scriptsOf('/sign-in')
  expect(signIn.map(({ name }) => name).filter((name) => heavy.test(name))).toEqual([])
  expect(total(signIn), `sign-in: ${total(signIn)} kB`).toBeLessThanOrEqual(budgetKb)
})
