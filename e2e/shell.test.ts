import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFaults, complaints, type District, look, settled, startDistrict } from './harness.ts'

let district: District
beforeAll(async () => {
  district = await startDistrict()
})
afterAll(async () => district?.stop())

test('a resident finds the portal in both languages, in large text, with nothing in the way of assistive technology', async () => {
  const page = await district.open(undefined, { width: 390 })
  await look(page, 'portal-home')
  expect(await page.getByText('演示环境').isVisible()).toBe(true)
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('button', { name: '长辈版' }).click()
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('22px')
  await look(page, 'portal-elder', [[390, 844]])
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('button', { name: '退出长辈版' }).click()
  await page.getByRole('button', { name: 'English' }).click()
  expect(await page.getByRole('searchbox', { name: 'Search services and matters' }).isVisible()).toBe(true)
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
  expect(complaints(page)).toEqual([])
})

test('signing in says what is missing, refuses a wrong password in words, and a demo person needs one tap', async () => {
  const page = await district.open(undefined, { path: '/sign-in?to=/work' })
  await page.locator('form').getByRole('button', { name: '登录' }).click()
  const summary = page.getByRole('alert')
  expect(await summary.innerText()).toContain('请输入账号')
  await summary.getByRole('link', { name: '请输入密码' }).click()
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('password')
  await page.getByLabel('账号', { exact: true }).fill('dispatcher')
  await page.getByLabel('密码', { exact: true }).fill('wrong password')
  await page.locator('form').getByRole('button', { name: '登录' }).click()
  await page.waitForFunction(() => !document.querySelector('[role="alert"]')?.textContent?.includes('请输入'))
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  await look(page, 'sign-in')
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('button', { name: /dispatcher/ }).click()
  await page.waitForURL('**/work')
  await settled(page)
  await look(page, 'work-inbox')
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('button', { name: '消息' }).click()
  await page.getByText('还没有消息').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.waitForURL((url) => url.pathname === '/')
})

test('the palette opens by Ctrl-K, finds a page and goes there; Escape closes it', async () => {
  const page = await district.open('dispatcher', { path: '/work' })
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: '查找任何内容' })
  expect(await field.isVisible()).toBe(true)
  expect(await axeFaults(page)).toEqual([])
  await page.keyboard.press('Escape')
  expect(await field.isVisible()).toBe(false)
})

test('without signing in the workbench asks for it and remembers the way; a resident may not enter', async () => {
  const nobody = await district.open(undefined, { path: '/work' })
  await nobody.waitForURL('**/sign-in?to=%2Fwork')
  const resident = await district.open('resident', { path: '/work' })
  expect(await resident.getByText('您没有查看这里的权限').isVisible()).toBe(true)
  const lost = await district.open(undefined, { path: '/no-such-page' })
  expect(await lost.getByText('没有这个页面').isVisible()).toBe(true)
  expect(await axeFaults(lost)).toEqual([])
})

test('the wall shows the district’s map and scales from 1366 to 3840', async () => {
  const page = await district.open('dispatcher', { path: '/command', width: 1920 })
  await page.waitForSelector('[data-idle]', { timeout: 60_000 })
  await look(page, 'command', [
    [1366, 768],
    [1920, 1080],
  ])
  expect(await axeFaults(page)).toEqual([])
  await page.setViewportSize({ width: 3840, height: 2160 })
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('31.9987px')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(3840)
  expect(complaints(page)).toEqual([])
})
