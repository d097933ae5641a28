import { connect, type Socket } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decode, encode, writeContent } from '../src/protocols/hj212.ts'
import { axeFaults, complaints, type District, look, settled, startDistrict } from './harness.ts'

let district: District
beforeAll(async () => {
  district = await startDistrict()
})
afterAll(async () => district?.stop())

/** In Xiayang, where patrol1 walks. */
const place = { lon: 121.1105, lat: 31.1452 }
const mn = 'E2E00000000000000000SPINE'
const station = '盈港食品厂污水总排口'

const localTime = (at: Date) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })
    .format(at)
    .replace(/\D/g, '')

/** A monitor on its line: sends a real-time packet of one factor and waits for its 9014. */
function monitorLine(port: number): Promise<{ send: (cod: number) => Promise<string>; close: () => void }> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1' }, () => resolve({ send, close: () => socket.destroy() }))
    socket.on('error', reject)
    let rest: Uint8Array = new Uint8Array(0)
    let heard: (cn: string) => void = () => {}
    socket.on('data', (chunk) => {
      const { messages, rest: left } = decode(Buffer.concat([rest, chunk]))
      rest = left
      for (const message of messages) heard(message.cn)
    })
    let seconds = -60
    const send = (cod: number) => {
      seconds += 10
      const time = localTime(new Date(Date.now() + seconds * 1000))
      const answered = new Promise<string>((done) => {
        heard = done
      })
      const content = writeContent({ DataTime: time }, [{ code: 'w01018', fields: { Rtd: String(cod), Flag: 'N' } }])
      socket.write(encode({ qn: `${time}000`, st: '32', cn: '2011', pw: '123456', mn, flag: 5, content }))
      return answered
    }
  })
}

async function choose(page: Page, action: string, words?: { label: string; text: string }): Promise<void> {
  await page.getByRole('button', { name: action, exact: true }).first().click()
  if (words === undefined) return
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words.label).fill(words.text)
  await dialog.getByRole('button', { name: action, exact: true }).click()
}

const stateOf = (page: Page) => page.locator('.pane-title .tag')

test('a packet over its limit becomes an alarm on the wall, a case, and is dispatched, handled, verified and closed', async () => {
  const officer = await district.open('environment', { path: '/work' })
  const registered = await officer.request.post('/api/environment/monitors', {
    data: {
      mn,
      password: '123456',
      name: station,
      systemCode: '32',
      point: place,
      enterprise: '盈港食品厂',
      factors: [{ code: 'w01018', limits: [{ kind: 'real-time', raiseAt: 100, clearAt: 90 }] }],
    },
  })
  expect(registered.status(), await registered.text()).toBe(200)

  const wall = await district.open('dispatcher', { path: '/command', width: 1920 })
  const line = await monitorLine(district.hj212Port)
  expect(await line.send(35)).toBe('9014')
  expect(await line.send(180)).toBe('9014')
  expect(await line.send(185)).toBe('9014')
  await wall.getByText(station).first().waitFor({ timeout: 30_000 })
  await look(wall, 'spine-wall', [[1920, 1080]])
  line.close()

  const desk = await district.open('dispatcher', { path: '/work/cases' })
  await desk.getByText('废水超标').first().click()
  await settled(desk)
  await stateOf(desk).getByText('待受理').waitFor()
  await look(desk, 'spine-case')
  expect(await axeFaults(desk)).toEqual([])
  await choose(desk, '受理')
  await stateOf(desk).getByText('待立案').waitFor()
  await choose(desk, '立案')
  await stateOf(desk).getByText('待派遣').waitFor()
  await desk.getByRole('button', { name: '派遣', exact: true }).click()
  const dispatch = desk.getByRole('dialog')
  await dispatch.getByText('按责任表应由 区生态环境局').waitFor()
  await dispatch.getByRole('button', { name: '派遣', exact: true }).click()
  await stateOf(desk).getByText('处置中').waitFor()
  const address = new URL(desk.url()).pathname

  await officer.goto(address)
  await settled(officer)
  await choose(officer, '处置完成', { label: '处置情况', text: '已责令停排并检修沉淀池，复测达标' })
  await stateOf(officer).getByText('待核查').waitFor()

  const patrol = await district.open('patrol1', { path: address, width: 390 })
  await choose(patrol, '核查通过', { label: '核查结果', text: '现场取样正常' })
  await stateOf(patrol).getByText('待结案').waitFor()
  await look(patrol, 'spine-patrol', [[390, 844]])

  await choose(desk, '结案', { label: '结案小结', text: '已整改' })
  await stateOf(desk).getByText('已结案').waitFor()
  for (const page of [officer, wall, desk, patrol]) expect(complaints(page)).toEqual([])

  const admin = await district.open('admin', { path: '/work' })
  const audit = (await (
    await admin.request.get(`/api/audit/entries?ref=${encodeURIComponent(`cases.case:${address.split('/').at(-1)}`)}`)
  ).json()) as { items: unknown[] }
  expect(audit.items.length).toBeGreaterThanOrEqual(6)
})

test('a resident reports from a phone without an account, sees near reports first, gets a number, and follows it', async () => {
  const phone = await district.open(undefined, {
    width: 390,
    path: '/report',
    position: { latitude: place.lat, longitude: place.lon },
  })
  const next = () => phone.getByRole('button', { name: '继续' }).click()
  await next()
  await phone.getByRole('alert').getByText('请用几个字说一下情况').waitFor()
  await phone.getByLabel('情况说明').fill('小区北门的垃圾桶满了两天没人收')
  await look(phone, 'report-what', [[390, 844]])
  await next()
  await phone.locator('.choice', { hasText: '市容环境' }).first().click()
  await next()
  await phone.locator('.choice', { hasText: '暴露垃圾' }).first().click()
  await next()
  await phone.getByRole('button', { name: '用我现在的位置' }).click()
  await phone.getByText(/121\.110/).waitFor()
  await look(phone, 'report-where', [[390, 844]])
  expect(await axeFaults(phone)).toEqual([])
  await next()
  await phone
    .getByText(/附近没有人报过|都不是/)
    .first()
    .waitFor()
  await next()
  await phone.getByText('匿名上报', { exact: false }).first().click()
  await next()
  await look(phone, 'report-check', [[390, 844]])
  await phone.getByRole('button', { name: '提交上报' }).click()
  await phone.getByText('已经收到，谢谢您').waitFor()
  await look(phone, 'report-receipt', [[390, 844]])
  expect(await axeFaults(phone)).toEqual([])
  await phone.getByRole('link', { name: '看办到哪一步' }).click()
  await phone.getByText('我们收到了您反映的问题').waitFor()
  await look(phone, 'report-follow', [[390, 844]])

  const neighbour = await district.open(undefined, { width: 390, path: '/' })
  const near = (await (
    await neighbour.request.get(`/api/cases/nearby?lon=${place.lon}&lat=${place.lat}&category=event-01-02`)
  ).json()) as { items: { reports: number }[] }
  expect(near.items.length).toBeGreaterThan(0)
  expect(complaints(phone)).toEqual([])
})
