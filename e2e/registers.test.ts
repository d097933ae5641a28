import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFaults, complaints, type District, look, settled, startDistrict } from './harness.ts'

let district: District
beforeAll(async () => {
  district = await startDistrict()
})
afterAll(async () => district?.stop())

const works = '上海淀峰污水处理有限公司'
const dyers = '上海漕港印染有限公司'
const head = '单位名称,统一社会信用代码,监管类别,行业,排污许可证编号,许可有效期至,所在区域,联系电话'
const line = (name: string, code: string, kind: string, until: string, town: string) =>
  `${name},${code},${kind},纺织,${code}001P,${until},${town},13800001111`

const file = (lines: string[]) => ({
  name: '排污单位.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(`${[head, ...lines].join('\n')}\n`),
})

/** Sends a file and waits until it has been checked. */
async function send(page: Page, lines: string[]): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file(lines))
  await page.getByText('待确认').waitFor()
  await settled(page)
}

test('a clerk imports a file with mistakes, corrects it, changes an entry, reads its history and takes the list away', async () => {
  const clerk = await district.open('environment', { path: '/work/sources' })
  await clerk.getByRole('button', { name: '导入' }).first().click()
  await clerk.getByText('下载导入模板').waitFor()
  const code = '91310118MA1K00001A'
  const other = '91310118MA1K00002B'
  await send(clerk, [line(works, code, '水环境', '2028-06-30', '夏阳街道'), line(dyers, other, '水', '', '没有这个镇')])
  await clerk.getByText('有些行有误，不会导入').waitFor()
  const faults = clerk.getByRole('table')
  await faults.getByText('没有这个镇').waitFor()
  await faults.getByText('监管类别').waitFor()
  await look(clerk, 'registers-import')
  expect(await axeFaults(clerk)).toEqual([])
  await clerk.getByRole('button', { name: '导入 1 条' }).click()
  await clerk.getByText('改好后可以再导入').waitFor()

  await clerk.getByRole('button', { name: '导入另一个文件' }).click()
  await send(clerk, [
    line(works, code, '水环境', '2028-06-30', '夏阳街道'),
    line(dyers, other, '水环境', '2027-01-31', '朱家角镇'),
  ])
  await clerk.getByText('检查通过').waitFor()
  await clerk.getByRole('button', { name: '导入 1 条' }).click()
  await clerk.getByText('导入完成。').waitFor()
  await clerk.getByRole('link', { name: '查看台账' }).click()

  await clerk.getByRole('button', { name: dyers }).click()
  await clerk.getByRole('button', { name: '编辑' }).click()
  await clerk.getByLabel('生产经营地址').fill('漕盈公路 1200 号')
  await clerk.getByLabel(/修改原因/).fill('现场核实')
  await clerk.keyboard.press('Control+s')
  const history = clerk.getByRole('list', { name: '变更记录' })
  await history.getByText('原因：现场核实').waitFor()
  await history.getByText('漕盈公路 1200 号').waitFor()
  await history.getByText('来源：排污单位.csv').waitFor()
  expect(await clerk.getByText('138****1111').first().isVisible()).toBe(true)
  await look(clerk, 'registers-row')
  expect(await axeFaults(clerk)).toEqual([])

  await clerk.getByRole('button', { name: '导出' }).first().click()
  await clerk.getByText('CSV', { exact: true }).click()
  const [kept] = await Promise.all([
    clerk.waitForEvent('download'),
    clerk.getByRole('dialog').getByRole('button', { name: '导出' }).click(),
  ])
  const text = readFileSync((await kept.path()) as string, 'utf8')
  for (const told of [works, dyers, '漕盈公路 1200 号', '138****1111']) expect(text).toContain(told)
  expect(text).not.toContain('13800001111')
  expect(complaints(clerk)).toEqual([])
  await clerk.context().close()
})

test('two people change one entry: the slower one sees both versions and merges them', async () => {
  const name = '上海练塘金属制品有限公司'
  const first = await district.open('environment', { path: '/work/sources?row=new' })
  await first.getByLabel(/单位名称/).fill(name)
  await first.getByLabel(/统一社会信用代码/).fill('91310118MA1K00003C')
  const choose = async (page: Page, label: RegExp, option: string) => {
    await page.getByLabel(label).click()
    await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).first().click()
  }
  await choose(first, /监管类别/, '噪声')
  await first.getByLabel(/所在区域/).fill('练塘镇')
  await first.locator('.ant-select-dropdown:visible').getByText('练塘镇', { exact: true }).first().click()
  await first.getByRole('button', { name: '新建', exact: true }).last().click()
  await first.getByText('新建了这条记录').waitFor()

  const second = await district.open('admin', { path: '/work/sources' })
  for (const page of [first, second]) {
    if (page === second) await page.getByRole('button', { name }).click()
    await page.getByRole('button', { name: '编辑' }).click()
    await page.getByLabel('生产经营地址').waitFor()
  }
  await first.getByLabel('生产经营地址').fill('章练塘路 1 号')
  await first.getByRole('button', { name: '保存', exact: true }).click()
  await first.getByRole('list', { name: '变更记录' }).getByText('章练塘路 1 号').waitFor()

  await second.getByLabel('生产经营地址').fill('章练塘路 2 号')
  await second.getByLabel('单位名称').fill(`${name}（新厂）`)
  await second.getByRole('button', { name: '保存', exact: true }).click()
  await second.getByText('这条记录刚刚被别人改过').waitFor()
  await look(second, 'registers-conflict')
  await second.getByRole('radio', { name: '章练塘路 1 号' }).check()
  await second.getByRole('button', { name: '合并保存' }).click()
  await second.getByRole('heading', { level: 1, name: `${name}（新厂）` }).waitFor()
  await second.getByRole('list', { name: '变更记录' }).waitFor()
  expect(await second.locator('.row-facts').innerText()).toContain('章练塘路 1 号')
  expect([...complaints(first), ...complaints(second)]).toEqual([])
})
