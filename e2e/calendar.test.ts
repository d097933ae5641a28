import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFaults, complaints, type District, look, settled, startDistrict } from './harness.ts'

let district: District
beforeAll(async () => {
  district = await startDistrict()
})
afterAll(async () => district?.stop())

test('staff look a year up and ask when a limit ends', async () => {
  const page = await district.open('greening', { path: '/work/calendar' })
  await page.getByText('国办发明电').waitFor()
  expect(await page.locator('td[data-kind="holiday"]').count()).toBeGreaterThan(20)
  expect(await page.getByRole('button', { name: '录入年度安排' }).count()).toBe(0)
  await page.getByLabel('开始').fill('2026-02-10T10:00')
  await page.getByLabel('数量').fill('20')
  await page.getByRole('button', { name: '计算' }).click()
  await page.getByText('20 个工作日：到 2026年3月16日').waitFor()
  await look(page, 'calendar')
  expect(await axeFaults(page)).toEqual([])
  expect(complaints(page)).toEqual([])
})

test('an administrator pastes the next notice, corrects what contradicts itself, and enters it', async () => {
  const page = await district.open('admin', { path: '/work/calendar' })
  await page.getByRole('button', { name: '录入年度安排' }).click()
  const dialog = page.getByRole('dialog')
  const text = (weekday: string) =>
    `国办发明电〔2029〕9号\n一、元旦：1月1日（${weekday}）放假，共1天，不调休，照常连休。\n国务院办公厅\n2029年11月5日`
  await dialog.getByLabel('年份').fill('2030')
  await dialog.getByLabel('通知全文').fill(text('周三'))
  await dialog.getByRole('button', { name: '读取' }).click()
  await dialog.getByText('2030-01-01 是周二').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await dialog.getByLabel('通知全文').fill(text('周二'))
  await dialog.getByRole('button', { name: '读取' }).click()
  await look(page, 'calendar-notice')
  await dialog.getByRole('button', { name: '核对无误，录入' }).click()
  await page.getByText('国办发明电〔2029〕9号').waitFor()
  await settled(page)
  expect(await page.locator('td[data-kind="holiday"]').count()).toBe(1)
  expect(complaints(page)).toEqual([])
})
