import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decode, encode, writeContent } from '../src/protocols/hj212.ts'
import { axeFaults, complaints, type District, look, settled, startDistrict } from './harness.ts'

let district: District
beforeAll(async () => {
  district = await startDistrict()
})
afterAll(async () => district?.stop())

const mn = 'E2E0000000000000MONITOR1'
const name = '朱家角食品厂污水总排口'

const localTime = (at: Date) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })
    .format(at)
    .replace(/\D/g, '')

/** A monitor's line: every packet ten seconds after the last, as its clock says. */
class Line {
  readonly #socket: Socket
  readonly #heard: string[] = []
  #seconds: number

  /** Seconds from now at which its clock begins: nothing is judged that is older than what came already. */
  constructor(port: number, seconds: number) {
    this.#seconds = seconds
    this.#socket = connect({ port, host: '127.0.0.1' })
    this.#socket.on('data', (chunk) => this.#heard.push(...decode(chunk).messages.map(({ cn }) => cn)))
  }

  async send(cod: number, { pw = '123456', broken = false, flag = 'N' } = {}): Promise<void> {
    this.#seconds += 10
    const time = localTime(new Date(Date.now() + this.#seconds * 1000))
    const content = writeContent({ DataTime: time }, [{ code: 'w01018', fields: { Rtd: String(cod), Flag: flag } }])
    const bytes = Buffer.from(encode({ qn: `${time}000`, st: '32', cn: '2011', pw, mn, flag: 5, content }))
    if (broken) bytes[bytes.length - 4] = bytes[bytes.length - 4] === 48 ? 49 : 48
    this.#socket.write(bytes)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }

  /** How many of its packets were answered with 9014. */
  get answered(): number {
    return this.#heard.filter((cn) => cn === '9014').length
  }

  close(): void {
    this.#socket.destroy()
  }
}

test('a device that nobody knows is found, registered in two minutes, and shows what becomes of its packets', async () => {
  const line = new Line(district.hj212Port, -300)
  await line.send(20)
  const officer = await district.open('environment', { path: '/work/monitors' })
  await officer.getByRole('button', { name: /未登记设备/ }).click()
  await officer.getByText(mn, { exact: true }).waitFor({ timeout: 20_000 })
  await look(officer, 'monitors-unregistered')
  await officer.getByRole('link', { name: '登记这台' }).click()
  await settled(officer)

  const save = officer.getByRole('button', { name: '登记', exact: true })
  await save.click()
  expect(await officer.getByRole('alert').first().innerText()).toContain('请填写站点名称')
  await officer.getByLabel(/站点名称/).fill(name)
  await officer.getByLabel(/访问密码/).fill('123456')
  expect(await officer.locator('select[name=systemCode]').inputValue()).toBe('32')
  await officer.getByRole('button', { name: /加入.*常用因子/ }).click()
  await officer.getByRole('button', { name: '就在地图中心' }).click()
  await officer.getByText(/所在区域：/).waitFor()
  await look(officer, 'monitors-register')
  expect(await axeFaults(officer)).toEqual([])
  await save.click()
  await officer.waitForURL(/\/work\/monitors\/[0-9a-f-]{36}$/)

  await line.send(21)
  await line.send(22, { flag: 'D' })
  await line.send(23, { pw: '999999' })
  await line.send(24, { broken: true })
  await officer.getByText('密码错误').first().waitFor({ timeout: 40_000 })
  await officer.getByText('校验码错误').first().waitFor()
  await officer.getByText('PW=******', { exact: false }).first().waitFor()
  expect(line.answered).toBe(2)
  await look(officer, 'monitors-device')
  expect(await axeFaults(officer)).toEqual([])
  expect(complaints(officer)).toEqual([])
  line.close()
})

test('an alarm reaches the open wall by itself, is taken up there, and who comes second is told kindly', async () => {
  const wall = await district.open('dispatcher', { path: '/command', width: 1920 })
  await wall.getByText('没有未解除的报警').waitFor({ timeout: 30_000 })
  const line = new Line(district.hj212Port, -60)
  await line.send(80)
  await line.send(90)
  const row = wall.locator('.feed-row', { hasText: name })
  await row.waitFor({ timeout: 20_000 })

  const officer = await district.open('environment', { path: '/work/alarms' })
  await officer.route('**/api/notify/stream**', (route) => route.abort())
  await officer.reload()
  await officer.locator('[data-row]').first().click()
  await officer.getByRole('heading', { name: '化学需氧量超标' }).waitFor()

  await row.getByRole('button', { name: '确认' }).click()
  await row.locator('.feed-taken').waitFor()
  await row.locator('.feed-open').click()
  await wall.getByText('实时数据 · 6 小时').waitFor()
  await look(wall, 'wall-alarm', [[1920, 1080]])
  expect(await axeFaults(wall)).toEqual([])

  await officer.getByRole('button', { name: '确认', exact: true }).click()
  await officer.getByText('这条报警刚刚有变化').waitFor()
  await officer
    .getByText(/已由.*确认/)
    .first()
    .waitFor()
  await officer.getByRole('button', { name: '搁置', exact: true }).click()
  const dialog = officer.getByRole('dialog')
  await dialog.getByRole('button', { name: '搁置', exact: true }).click()
  await dialog.getByText('请写明搁置的原因').waitFor()
  expect(await axeFaults(officer)).toEqual([])
  await dialog.getByRole('button', { name: '设备检修' }).click()
  await dialog.getByRole('button', { name: '搁置', exact: true }).click()
  await officer.locator('.pane-title').getByText('已搁置').waitFor()
  await look(officer, 'alarm-shelved')
  expect(complaints(wall)).toEqual([])
  line.close()
})

test('a station shows its latest values, one curve per kind of data, its readings and its alarms', async () => {
  const page = await district.open('environment', { path: '/work/stations' })
  await page.locator('[data-row]', { hasText: name }).click()
  await page.getByRole('heading', { name }).waitFor()
  await page.locator('.factor', { hasText: '化学需氧量' }).getByText('90').waitFor()
  await page.getByText('故障').first().waitFor()
  await page.locator('.alarm-line', { hasText: '化学需氧量超标' }).waitFor()
  await look(page, 'station')
  expect(await axeFaults(page)).toEqual([])
  await page.locator('.factor', { hasText: '氨氮' }).click()
  await page.waitForURL(/factor=w21003/)
  await page.locator('.alarm-line').first().click()
  await page.waitForURL(/\/work\/alarms\//)
  expect(complaints(page)).toEqual([])
})
