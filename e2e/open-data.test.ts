import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFaults, complaints, type District, look, settled, startDistrict } from './harness.ts'

let district: District
beforeAll(async () => {
  district = await startDistrict()
})
afterAll(async () => district?.stop())

test('a developer finds a dataset, looks at its chart and map, takes a key and calls it', async () => {
  const page = await district.open('resident', { path: '/data' })
  await page.getByRole('searchbox').fill('行政区划')
  await page.getByRole('button', { name: '搜索' }).click()
  await page.getByRole('link', { name: '行政区划与网格' }).click()
  await page.getByRole('cell', { name: '夏阳街道' }).first().waitFor({ timeout: 30_000 })
  await look(page, 'open-data-dataset')
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('tab', { name: '图表' }).click()
  await page.locator('.chart canvas').first().waitFor({ timeout: 30_000 })
  await page.getByRole('tab', { name: '地图' }).click()
  await page.getByText(/共 \d+ 处/).waitFor({ timeout: 30_000 })
  await page.getByRole('tab', { name: '接口' }).click()
  await page.getByRole('link', { name: '领取密钥' }).click()
  await page.getByLabel('密钥名称').fill('公交小程序')
  await page.getByRole('button', { name: '领取密钥' }).click()
  await page.getByText('只显示这一次').waitFor({ timeout: 20_000 })
  await page.locator('summary', { hasText: 'package_search' }).click()
  await page.getByRole('button', { name: '试一试' }).first().click()
  await page.getByText(/返回 200.*今天还能调用/).waitFor({ timeout: 20_000 })
  await look(page, 'open-data-developers')
  expect(await axeFaults(page)).toEqual([])
  expect(complaints(page)).toEqual([])
})

const people = [
  '姓名,手机,性别,出生日期,消费',
  ...Array.from(
    { length: 80 },
    (_, at) => `王芳,139${String(10_000_000 + at)},${at % 2 ? '男' : '女'},19${60 + (at % 4) * 10}-05-1${at % 9},${at}`,
  ),
].join('\n')

test('an enterprise is stopped by the gate, accepts what it proposes, and hands its table in', async () => {
  const page = await district.open('enterprise', { path: '/data/publish' })
  await page.getByRole('button', { name: '上传一张表' }).click()
  await page.getByLabel('企业名称').fill('淀山湖商贸有限公司')
  await page.getByLabel('统一社会信用代码').fill('91350100M000100Y43')
  await page.getByLabel('数据集名称').fill('会员消费年龄分布')
  await page.getByLabel('英文短名').fill('members-by-age')
  await page.getByLabel('这是什么数据').fill('会员的性别、出生年代与消费额')
  await page.locator('input[type=file]').setInputFiles({ name: 'members.csv', mimeType: 'text/csv', buffer: Buffer.from(people) })
  await page.getByRole('button', { name: '上传并检查' }).click()
  await page.getByText('隐私检查通过').waitFor({ timeout: 30_000 })
  await page.getByLabel('“手机”的处理').selectOption('keep')
  await page.getByText('隐私检查没有通过').waitFor({ timeout: 30_000 })
  expect(await page.getByRole('button', { name: '提交审核' }).isDisabled()).toBe(true)
  await look(page, 'open-data-gate')
  expect(await axeFaults(page)).toEqual([])
  await page.getByLabel('“手机”的处理').selectOption('drop')
  await page.getByText('隐私检查通过').waitFor({ timeout: 30_000 })
  await settled(page)
  await page.getByRole('button', { name: '提交审核' }).click()
  await page.getByText('正在审核').waitFor({ timeout: 30_000 })

  const office = await district.open('data_office', { path: '/work/open-data' })
  await office.getByRole('link', { name: '去审核' }).click()
  await office.getByRole('button', { name: '审核通过并开放' }).click()
  await office.getByText('已开放').first().waitFor({ timeout: 30_000 })
  await look(office, 'open-data-desk')
  const nobody = await district.open('', { path: '/data/members-by-age' })
  await nobody.getByRole('heading', { name: '会员消费年龄分布' }).waitFor({ timeout: 30_000 })
  expect(await nobody.content()).not.toMatch(/139\d{8}|王芳/)
})
