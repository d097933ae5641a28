import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFaults, complaints, type District, look, settled, startDistrict } from './harness.ts'

let district: District
beforeAll(async () => {
  district = await startDistrict()
})
afterAll(async () => district?.stop())

const name = '沿街商铺排查'
const shops = [
  '编号,店名,负责人,联系电话,街镇,检查日期',
  ...Array.from(
    { length: 40 },
    (_, at) =>
      `S${String(at).padStart(3, '0')},商铺${at}号,王小芳,1390000${String(at).padStart(4, '0')},${at % 2 ? '夏阳街道' : '盈浦街道'},${at % 8 ? '2026-05-01' : ''}`,
  ),
].join('\n')

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.locator('.ant-select-dropdown:visible').getByText(option).first().click()
}

/** From an upload to a measured resource. */
async function register(steward: Page): Promise<string> {
  await steward.getByRole('button', { name: '上传编目' }).click()
  await steward
    .locator('input[type=file]')
    .setInputFiles({ name: `${name}.csv`, mimeType: 'text/csv', buffer: Buffer.from(shops) })
  await steward.getByLabel('摘要').fill('各街道沿街商铺安全排查结果')
  await steward.getByRole('combobox', { name: '信息资源分类' }).fill('205001')
  await steward.keyboard.press('Enter')
  await choose(steward, '共享类型', '有条件共享')
  await steward.getByLabel('共享条件').fill('限街镇履行安全监管职责')
  await steward.getByRole('button', { name: '上传并编目' }).click()
  await steward.getByRole('heading', { level: 1, name }).waitFor()
  await steward.getByText('信息项（6）').waitFor()
  return new URL(steward.url()).pathname
}

test('a data steward registers an upload, sets a rule and sees the score; a town applies, is granted it and uses it; the owner sees the exact view and the use', async () => {
  const steward = await district.open('steward', { path: '/work/catalog' })
  const path = await register(steward)
  await steward.getByRole('tab', { name: '质量' }).click()
  await steward.getByRole('button', { name: '新增规则' }).click()
  await choose(steward, '信息项', '检查日期')
  await steward.getByRole('button', { name: '试检测' }).click()
  await steward.getByText('40 行中 5 行不合格').waitFor()
  await look(steward, 'catalog-rule')
  expect(await axeFaults(steward)).toEqual([])
  await steward.getByRole('button', { name: '保存规则' }).click()
  await steward.getByText('35 / 40 合格').waitFor()
  await steward.getByText('95.8').first().waitFor()

  const clerk = await district.open('clerk', { path: `${path}/apply` })
  await clerk.getByLabel('用途').fill('核查夏阳街道沿街商铺的检查日期')
  await clerk.getByLabel('履职依据').fill('街道安全监管职责')
  for (const item of ['店名', '街镇', '检查日期']) await clerk.getByRole('checkbox', { name: item }).check()
  await clerk.getByRole('button', { name: '加一个条件' }).click()
  await choose(clerk, '信息项', '街镇')
  await clerk.getByLabel('值').fill('夏阳街道')
  await clerk.getByRole('radio', { name: '数据集下载' }).check()
  await clerk.getByLabel('使用到哪天').fill(new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10))
  await clerk.keyboard.press('Enter')
  await clerk.getByRole('button', { name: '检查并提交' }).click()
  await clerk.getByText('提供方审核中').first().waitFor()

  await steward.goto(new URL(clerk.url()).pathname)
  await steward.getByRole('button', { name: '同意', exact: true }).click()
  await steward.getByRole('dialog').getByRole('button', { name: '同意' }).click()
  await steward.getByRole('button', { name: '查看授权' }).waitFor()

  await clerk.reload()
  await clerk.getByRole('button', { name: '查看授权' }).click()
  const csv = clerk.getByRole('button', { name: 'csv' })
  await csv.waitFor()
  const [kept] = await Promise.all([clerk.waitForEvent('download'), csv.click()])
  const text = readFileSync((await kept.path()) as string, 'utf8')
  expect(text.trim().split('\n')).toHaveLength(21)
  expect(text).toContain('商铺1号')
  expect(text).not.toMatch(/盈浦|王小芳|1390000/)

  await steward.getByRole('button', { name: '查看授权' }).click()
  await steward.getByText('查看取数语句').click()
  await steward.locator('.view-sql').getByText('夏阳街道').first().waitFor()
  await look(steward, 'catalog-share')
  await steward.goto(`${path}?tab=usage`)
  await steward.getByRole('cell', { name: '共享下载' }).waitFor()
  await settled(steward)
  await look(steward, 'catalog-usage')
  expect(await axeFaults(steward)).toEqual([])
  expect([...complaints(steward), ...complaints(clerk)]).toEqual([])
})
