import { type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFaults, complaints, type District, look, settled, startDistrict } from './harness.ts'

let district: District
beforeAll(async () => {
  district = await startDistrict()
})
afterAll(async () => district?.stop())

const WAIT = { timeout: 30_000 }
const photo = () =>
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')

/** The record with this document number, on whatever page lists it. */
const record = (page: Page, number: string) => page.getByRole('listitem').filter({ hasText: number }).first()

async function mySubject(page: Page): Promise<void> {
  await page.getByRole('main').locator('a.credit-card').first().click()
  await page.getByRole('heading', { name: /信用评分/ }).waitFor(WAIT)
  await settled(page)
}

test('an enterprise sees its page, takes a report that verifies, objects, sees the correction, and applies for repair', async () => {
  const page = await district.open('enterprise', { path: '/my/credit' })
  await mySubject(page)
  await look(page, 'credit-own')
  expect(await axeFaults(page)).toEqual([])
  const own = page.url()

  await page.getByRole('button', { name: '生成信用报告（PDF）' }).click()
  await page.getByRole('link', { name: '验证页面' }).click(WAIT)
  await page.getByText('在期失信信息').waitFor(WAIT)

  await page.goto(own)
  await record(page, '青市监处〔2026〕第 310 号').getByRole('link', { name: '提出异议' }).click()
  await page.getByLabel('哪里不对').fill('决定书载明罚款 3000 元，记录为 8000 元。')
  await page.getByRole('button', { name: '提交异议' }).click()
  await page.getByText('异议已提交').waitFor(WAIT)

  const office = await district.open('credit', { path: '/work/credit/matters?view=objection&open=true' })
  await office.getByText('经营标签不符合规定的食品').first().click()
  await office.getByRole('button', { name: '受理，转认定单位' }).click()
  await office.getByRole('dialog').getByRole('button', { name: '受理，转认定单位' }).click()
  await office.getByText('认定单位核查中').first().waitFor(WAIT)

  const market = await district.open('market', { path: '/work/credit/matters?view=objection&open=true' })
  await market.getByText('经营标签不符合规定的食品').first().click()
  await market.getByRole('button', { name: '更正', exact: true }).click()
  await market.getByRole('dialog').getByLabel('内容').fill('罚款 3000 元，没收违法所得')
  await market.getByRole('dialog').getByLabel(/理由/).fill('经核对决定书，金额录入有误。')
  await market.getByRole('dialog').getByRole('button', { name: '更正' }).click()
  await market.getByText('已更正').first().waitFor(WAIT)

  await page.goto(own)
  const penalty = record(page, '青市监处〔2026〕第 310 号')
  await penalty.getByText('罚款 3000 元').waitFor(WAIT)
  await penalty.getByRole('link', { name: '申请修复' }).click()
  await page.getByLabel('您做了什么来纠正').fill('罚款已缴清，标签已全部更换。')
  await page.getByText('失信行为已纠正', { exact: true }).last().click()
  await page.getByText('处罚决定等义务已履行').click()
  await page.locator('input[type=file]').first().setInputFiles({ name: '缴款凭证.png', mimeType: 'image/png', buffer: photo() })
  await page.getByText('我代表该主体作出以上承诺').click()
  await settled(page)
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.getByText('修复申请已提交').waitFor(WAIT)
  expect(complaints(page)).toEqual([])
})

test('a resident consents in one press and for some kinds only; the agency is answered, and refused once it is taken back', async () => {
  const resident = await district.open('resident', { path: '/my/credit', width: 390 })
  await resident.getByRole('button', { name: '用实名身份打开' }).click()
  await mySubject(resident)
  await resident.getByRole('button', { name: '查询授权' }).click()
  await resident.getByLabel('征信机构').selectOption({ label: '浦信征信（演示）' })
  await resident.getByLabel('用途').fill('助餐点小额贷款')
  await resident.getByText('只授权选中的几类').click()
  await resident.getByText('诚实守信荣誉').click()
  await resident.getByRole('button', { name: '授权', exact: true }).click()
  await resident.getByText(/有效，至/).waitFor(WAIT)
  expect(await axeFaults(resident)).toEqual([])
  const file = (await (await resident.request.get('/api/registry/me')).json()) as { fields: { id: string; value: string }[] }
  const of = (id: string) => file.fields.find((field) => field.id === id)?.value ?? ''

  const agency = await district.open('agency', { path: '/work/credit/agency' })
  const ask = async () => {
    await agency.getByText('个人', { exact: true }).click()
    await agency.getByLabel('姓名').fill(of('name'))
    await agency.getByLabel(/证件号码/).fill(of('id_number'))
    await agency.getByLabel('查询用途').fill('小额贷款审批')
    await agency.getByRole('button', { name: '查询', exact: true }).click()
  }
  await ask()
  await agency.getByText(/授权范围：诚实守信荣誉/).waitFor(WAIT)
  await look(agency, 'credit-agency')
  expect(await axeFaults(agency)).toEqual([])

  await resident.getByRole('button', { name: '撤回' }).click()
  await resident.getByText('已撤回').waitFor(WAIT)
  await ask()
  await agency.getByRole('alert').filter({ hasText: '没有该主体对贵机构有效的查询授权' }).waitFor(WAIT)
  await resident.getByRole('button', { name: '谁查过我' }).click()
  await resident.getByText('未获授权，已拒绝').waitFor(WAIT)
  expect(await resident.getByText('小额贷款审批').count()).toBe(2)
  expect([...complaints(resident), ...complaints(agency)]).toEqual([])
})
