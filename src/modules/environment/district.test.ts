import { type AddressInfo, connect } from 'node:net'
import { beforeAll, expect, test } from 'vitest'
import { settingsOf } from '#kernel'
import { intake } from '#engines/observations'
import { decode, encode, writeContent } from '#protocols/hj212'
import { instantToLocal } from '#protocols/local-time'
import { district, type Person, rows, type TestDistrict } from '../../app/testing.ts'
import { Gateway, gatewaySettings } from './gateway.ts'

/** In the whole district, with real accounts: what one room alone cannot show. */
let house: TestDistrict
beforeAll(async () => {
  house = await district()
}, 180_000)

async function listenTo({ token }: Person, topic: string) {
  const base = await house.address()
  const control = new AbortController()
  const answer = await fetch(`${base}/api/notify/stream?topics=${topic}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: control.signal,
  })
  const heard: { ref: string; data: { change: string } }[] = []
  const read = async () => {
    let text = ''
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      text += new TextDecoder().decode(chunk)
      const frames = text.split('\n\n')
      text = frames.pop() ?? ''
      for (const frame of frames)
        if (frame.includes(`event: ${topic}`)) heard.push(JSON.parse(frame.slice(frame.indexOf('data: ') + 6)))
    }
  }
  void read().catch(() => undefined)
  return { heard, stop: () => control.abort() }
}

test('the environment officer registers a monitor by its point; its first bad values are an alarm in the right town, on the record', async () => {
  const officer = await house.as('environment')
  const mn = `QPSTORY${Date.now()}`
  const list = (name: string, credit_code: string) =>
    officer.post('/api/environment/sources', { values: { name, credit_code, kind: 'water', area: '310118000000.310118102000' } })
  expect((await list('朱家角污水处理厂', '91310118MA1K00015Y')).status).toBe(200)
  expect((await list('练塘电镀厂', '91310118MA1K00023R')).status).toBe(200)
  const watched = async () => {
    const counted: Record<string, boolean> = {}
    // Other stories of this worker may have filled the list: page by page.
    for (let cursor: string | null = ''; cursor !== null; ) {
      const url: string = `/api/indicators/environment.sources-monitored/rows?limit=200&cursor=${cursor}`
      const { items, next } = (await officer.get(url)).body
      for (const { title, counts } of items) counted[title] = counts
      cursor = next
    }
    return counted
  }
  expect(await watched()).toMatchObject({ 朱家角污水处理厂: false, 练塘电镀厂: false })
  const limits = [{ kind: 'real-time', direction: 'above', raiseAt: 50 }]
  const registered = await officer.post('/api/environment/monitors', {
    mn,
    password: '654321',
    name: '朱家角污水厂总排口',
    systemCode: '32',
    enterprise: '朱家角污水处理厂',
    point: { lon: 121.0565, lat: 31.1083 },
    factors: [{ code: 'w01018', limits }],
  })
  expect(registered.status).toBe(200)
  const monitor = registered.body
  expect(monitor.organisationPath).toBe('qingpu.environment')
  expect(monitor.areaPath).not.toBeNull()

  const screen = await listenTo(officer, 'alarms')
  const gateway = new Gateway(house.platform, intake(house.platform), settingsOf(house.platform.house, gatewaySettings))
  const socket = connect({ port: await gateway.start(0, '127.0.0.1'), host: '127.0.0.1' })
  const answers: string[] = []
  socket.on('data', (chunk) => answers.push(...decode(chunk).messages.map(({ cn }) => cn)))
  const send = (value: number, secondsAgo: number) => {
    const at = new Date(house.clock.now.getTime() - secondsAgo * 1000)
    const content = writeContent({ DataTime: instantToLocal(at, 'Asia/Shanghai') }, [
      { code: 'w01018', fields: { Rtd: String(value), Flag: 'N' } },
    ])
    socket.write(
      encode({ qn: instantToLocal(at, 'Asia/Shanghai', 17), st: '32', cn: '2011', pw: '654321', mn, flag: 5, content }),
    )
  }
  send(80, 30)
  send(90, 20)
  await expect.poll(() => answers, { timeout: 10_000 }).toEqual(['9014', '9014'])

  const { body } = await officer.get(`/api/observations/alarms?station=${monitor.id}`)
  expect(body.items).toMatchObject([{ status: 'raised', value: 80, peak: 90, station: { name: '朱家角污水厂总排口' } }])
  const [alarm] = body.items
  const map = await officer.get('/api/geo/layers/alarms/features?bbox=121.05,31.10,121.07,31.12&zoom=14')
  expect(map.body.features.some((feature: { properties: { id: string } }) => feature.properties.id === alarm.id)).toBe(true)
  expect(
    (await officer.get('/api/search?q=朱家角污水厂')).body.items.some((hit: { ref: string }) => hit.ref === monitor.stationRef),
  ).toBe(true)

  const resident = await house.as('resident')
  for (const url of [
    `/api/environment/monitors/${monitor.id}`,
    `/api/observations/alarms/${alarm.id}`,
    `/api/observations/stations/${monitor.id}`,
  ])
    expect((await resident.get(url)).status).toBe(403)
  const dispatcher = await house.as('dispatcher')
  expect((await dispatcher.patch(`/api/environment/monitors/${monitor.id}`, { version: 1, name: '别名' })).status).toBe(403)
  expect(
    (await dispatcher.post(`/api/observations/alarms/${alarm.id}/acknowledge`, { version: 1, note: '已通知企业' })).status,
  ).toBe(200)
  send(20, 5)
  await expect
    .poll(() => screen.heard.filter(({ ref }) => ref === alarm.ref).map(({ data }) => data.change), { timeout: 10_000 })
    .toEqual(['raised', 'acknowledged', 'cleared'])
  // From the packet to the district's figure: listed works count once their monitor was heard.
  expect(await watched()).toMatchObject({ 朱家角污水处理厂: true, 练塘电镀厂: false })
  expect((await officer.get('/api/indicators/environment.sources-monitored')).body).toMatchObject({
    target: 100,
    standing: 'missed',
  })
  screen.stop()
  socket.destroy()
  await gateway.stop()
  const acts = await rows<{ action: string }>(
    house.platform,
    `select action from audit.entry where ref in ('${monitor.ref}', '${alarm.ref}') order by id`,
  )
  expect(acts.map(({ action }) => action)).toEqual(['environment.register-monitor', 'observations.alarm-acknowledged'])
  expect(JSON.stringify(await rows(house.platform, `select * from audit.entry where ref = '${monitor.ref}'`))).not.toContain(
    '654321',
  )
})
