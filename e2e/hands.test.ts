import { afterAll, beforeAll, expect, test } from 'vitest'
import { complaints, type District, settled, startDistrict } from './harness.ts'

let district: District
beforeAll(async () => {
  district = await startDistrict()
})
afterAll(async () => district?.stop())

test('a list is worked with the keyboard alone: j, k and Enter', async () => {
  const page = await district.open('admin', { path: '/work/responsibilities' })
  const rows = page.locator('[data-row]')
  await rows.first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  expect(await rows.nth(1).getAttribute('data-current')).toBe('true')
  await page.keyboard.press('k')
  expect(await rows.nth(0).getAttribute('data-current')).toBe('true')
  expect(complaints(page)).toEqual([])
})

test('a filter is kept in the address and under a name of one’s own', async () => {
  const page = await district.open('dispatcher', { path: '/work/cases?q=井盖' })
  expect(await page.getByPlaceholder('在列表中查找').inputValue()).toBe('井盖')
  await page.getByRole('button', { name: '常用筛选' }).click()
  await page.getByPlaceholder('给当前筛选起个名字').fill('井盖案件')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.goto('/work/cases')
  await settled(page)
  await page.getByRole('button', { name: '常用筛选' }).click()
  await page.getByRole('button', { name: '井盖案件', exact: true }).click()
  await page.waitForURL((url) => url.searchParams.get('q') === '井盖')
  expect(complaints(page)).toEqual([])
})

test('without a network a patrol officer opens the application, reports, and it goes out when the network is back', async () => {
  const page = await district.open('patrol1', {
    path: '/work/report',
    width: 390,
    position: { latitude: 31.15, longitude: 121.12 },
  })
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await page.reload()
  await settled(page)
  await page.context().setOffline(true)
  await page.reload()
  await settled(page)
  expect(await page.getByText('网络已断开').isVisible()).toBe(true)
  await page.getByLabel('类别').click()
  await page.keyboard.type('井盖')
  await page.keyboard.press('Enter')
  await page.getByLabel('情况').fill('雨水井盖移位，有半个口子')
  await page.getByRole('button', { name: '上报', exact: true }).click()
  await page.getByText('待发送 1 件').first().waitFor()
  await page.context().setOffline(false)
  await page.getByText('待发送 1 件').first().waitFor({ state: 'detached' })
  const dispatcher = await district.open('dispatcher', { path: '/work' })
  await dispatcher.getByText(/井盖/).first().waitFor()
  expect(complaints(dispatcher)).toEqual([])
})
