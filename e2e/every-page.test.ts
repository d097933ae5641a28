import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFaults, complaints, type District, look, settled, startDistrict } from './harness.ts'

/** Every page that a menu leads to, as the first of these people who may see it, on a desk and on a phone. */
const staff = ['admin', 'dispatcher', 'environment', 'supervisor', 'agent12345', 'patrol1', 'greening']
const residents = [undefined, 'resident']

let district: District
beforeAll(async () => {
  district = await startDistrict({ SIMULATE: '1' })
})
afterAll(async () => district?.stop())

const seen = new Set<string>()

async function walk(account: string | undefined, start: string, links: string): Promise<string[]> {
  const page = await district.open(account, { path: start })
  const paths = await page.locator(links).evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''))
  const faults: string[] = []
  for (const path of [start, ...paths]) {
    if (seen.has(path)) continue
    seen.add(path)
    await page.goto(path)
    await settled(page)
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 800 })
      await settled(page)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (wide > 1) faults.push(`${path} at ${width}: ${wide} px wider than the screen`)
      faults.push(...(await axeFaults(page)).map((fault) => `${path} at ${width}: ${fault}`))
    }
    if (await page.getByText(/没有显示出来/).count()) faults.push(`${path}: a part of it is broken`)
    await look(page, `page${path.replaceAll('/', '-')}`)
    await page.setViewportSize({ width: 1280, height: 800 })
  }
  faults.push(...complaints(page).map((text) => `${account}: ${text}`))
  await page.context().close()
  return faults
}

test.each(residents)('the portal of %s has no page in the way of assistive technology', async (account) => {
  expect(await walk(account, '/', '#main a[href^="/"], .thumb-bar a')).toEqual([])
})

test.each(staff)('the workbench of %s has no page in the way of assistive technology', async (account) => {
  expect(await walk(account, '/work', '.rail a[href^="/work"]')).toEqual([])
})
