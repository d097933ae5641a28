import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import { settingsOf } from '#kernel'
import { writeXlsx } from '#engines/documents'
import { intake } from '#engines/observations'
import { decode, encode, writeContent } from '#protocols/hj212'
import { instantToLocal } from '#protocols/local-time'
import { district, type Person, rows, type TestDistrict } from '../../app/testing.ts'
import { Gateway, gatewaySettings } from './gateway.ts'

const path = '/api/environment/devices'
const limits = '/api/environment/factors'
let house: TestDistrict
let officer: Person
beforeAll(async () => {
  house = await district()
  officer = await house.as('environment')
}, 180_000)

async function sheet(header: string[], table: unknown[][]): Promise<Buffer> {
  return buffer(writeXlsx(header, Readable.from([table]), { sheet: '台账' }))
}
/** Sends a workbook, waits for the check. */
async function checked(at: string, content: Buffer): Promise<any> {
  const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="设备.xlsx"\r\n\r\n'
  const payload = Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--b--\r\n')])
  const headers = { 'content-type': 'multipart/form-data; boundary=b', authorization: `Bearer ${officer.token}` }
  const answer = await house.app.inject({ method: 'POST', url: `${at}/imports`, headers, payload })
  expect(answer.statusCode, answer.body).toBe(200)
  await house.settle()
  return (await officer.get(`${at}/imports/${answer.json().id}`)).body
}
async function run(at: string, id: string): Promise<any> {
  expect((await officer.post(`${at}/imports/${id}/run`)).status).toBe(200)
  await house.settle()
  return (await officer.get(`${at}/imports/${id}`)).body
}
const byMn = async (mn: string) => (await officer.get(`${path}?filter.mn=${mn}`)).body.items[0]

test('two hundred monitors come from one workbook; each may send at once, judged by the limits of a second', async () => {
  const mn = (n: number) => `QPBATCH${String(n).padStart(4, '0')}`
  const devices = Array.from({ length: 200 }, (_, n) => [
    mn(n),
    `第${n}号排口`,
    n === 7 ? '水污染' : '地表水体环境污染源',
    `Pass${n}`,
    '121.1105,31.1452',
  ])
  const found = await checked(path, await sheet(['设备编号（MN）', '设备名称', '系统编码', '访问密码（PW）', '位置'], devices))
  expect(found).toMatchObject({ state: 'checked', found: { insert: 199, faulty: 1 } })
  expect(await byMn(mn(1))).toBeUndefined()
  expect(await run(path, found.id)).toMatchObject({ state: 'done', done: { inserted: 199 } })
  const one = await byMn(mn(1))
  expect(one).toMatchObject({ values: { system_code: '32', state: 'in-use', standard: '2017' } })
  const detail = (await officer.get(`${path}/${one.id}`)).body
  expect(detail).toMatchObject({
    values: { password: expect.not.stringContaining('Pass1'), area_path: expect.stringMatching(/^310118000000\.310118001000/) },
    titles: { organisation_path: { zh: '区生态环境局' } },
  })

  const factors = [
    [mn(1), 'w01018', 50, 45, '上限'],
    [mn(1), 'w01001', null, null, null],
  ]
  const judged = await checked(limits, await sheet(['监测设备', '因子编码', '报警限值', '解除限值', '限值方向'], factors))
  expect(judged).toMatchObject({ state: 'checked', found: { insert: 2, faulty: 0 } })
  await run(limits, judged.id)
  const monitor = (await officer.get(`/api/environment/monitors/${one.id}`)).body
  expect(monitor).toMatchObject({ hasPassword: true, version: 2 })
  expect(monitor.factors).toMatchObject([
    { code: 'w01018', name: { zh: '化学需氧量' }, limits: [{ raiseAt: 50, clearAt: 45, kind: 'real-time' }] },
    { code: 'w01001', limits: [] },
  ])

  const gateway = new Gateway(house.platform, intake(house.platform), settingsOf(house.platform.house, gatewaySettings))
  const socket = connect({ port: await gateway.start(0, '127.0.0.1'), host: '127.0.0.1' })
  const answers: string[] = []
  socket.on('data', (chunk) => answers.push(...decode(chunk).messages.map(({ cn }) => cn)))
  const qn = instantToLocal(house.clock.now, 'Asia/Shanghai', 17)
  const content = writeContent({ DataTime: qn.slice(0, 14) }, [{ code: 'w01018', fields: { Rtd: '80', Flag: 'N' } }])
  const packet = { qn, st: '32', cn: '2011', mn: mn(1), flag: 5, content }
  socket.write(encode({ ...packet, pw: 'wrong' }))
  socket.write(encode({ ...packet, pw: 'Pass1' }))
  await expect.poll(() => answers, { timeout: 20_000 }).toEqual(['9014'])
  expect((await officer.get(`/api/observations/alarms?station=${one.id}`)).body.items).toMatchObject([
    { status: 'raised', value: 80 },
  ])
  socket.destroy()
  await gateway.stop()
})

test('form and register are one: each sees the other’s change, with who changed what; the password is nowhere', async () => {
  const made = await officer.post('/api/environment/monitors', {
    mn: 'QPBOTH0001',
    password: 'Geheim88',
    name: '总排口',
    systemCode: '32',
    point: { lon: 121.1105, lat: 31.1452 },
    factors: [{ code: 'w01018', limits: [{ raiseAt: 50 }, { raiseAt: 100, severity: 'critical' }] }],
  })
  const { id } = made.body
  const row = (await officer.get(`${path}/${id}`)).body
  expect(row).toMatchObject({ version: 1, label: '总排口', referrers: [{ register: 'environment.factors', rows: 2 }] })
  expect((await officer.patch(`${path}/${id}`, { version: 1, values: { state: 'stopped' }, why: '停产' })).status).toBe(200)
  expect((await officer.patch(`/api/environment/monitors/${id}`, { version: 1, name: '别名' })).status).toBe(409)
  const again = await officer.patch(`/api/environment/monitors/${id}`, {
    version: 2,
    state: 'in-use',
    factors: [{ code: 'w01018', limits: [{ raiseAt: 60 }] }],
  })
  expect(again.body).toMatchObject({ version: 3, state: 'in-use', factors: [{ limits: [{ raiseAt: 60 }] }] })
  const { items } = (await officer.get(`${path}/${id}/history`)).body
  expect(items).toMatchObject([
    { act: 'changed', changes: [{ column: 'state', after: 'in-use' }] },
    { act: 'changed', changes: [{ column: 'state', after: 'stopped' }], why: '停产' },
    { act: 'created' },
  ])
  const own = (await officer.get(`${limits}?filter.monitor=${id}&columns=code,level,raise_at`)).body.items
  expect(own).toMatchObject([{ values: { level: 1, raise_at: 60 }, version: 2 }])
  const unsound = await officer.patch(`${limits}/${own[0].id}`, { version: 2, values: { clear_at: 70 } })
  expect(unsound.status).toBe(400)
  expect(JSON.stringify(unsound.body)).toContain('clear_at')
  const stored = await rows(house.platform, `select to_jsonb(h) from registers.history h where h.row_id = '${id}'`)
  expect(JSON.stringify([stored, row, items])).not.toContain('Geheim88')
  expect((await officer.post(`${path}/${id}/unmask`, { purpose: '设备重新配置' })).body.values).toEqual({ password: 'Geheim88' })
})

test('a number stays what it is; one that was removed comes back with its readings instead of being registered anew', async () => {
  const { body } = await officer.post(path, {
    values: { mn: 'QPGONE0001', name: '旧设备', system_code: '32', place: { lon: 121.1105, lat: 31.1452 } },
  })
  const at = `${path}/${body.id}`
  expect(await officer.patch(at, { version: 1, values: { mn: 'QPGONE0002' } })).toMatchObject({
    status: 409,
    body: { code: 'mn_stays' },
  })
  expect((await officer.delete(at, { version: 1, why: '设备拆除' })).status).toBeLessThan(300)
  expect((await officer.get(`/api/environment/monitors/${body.id}`)).status).toBe(404)
  const anew = { mn: 'QPGONE0001', name: '新设备', systemCode: '32', point: { lon: 121.1105, lat: 31.1452 } }
  expect((await officer.post('/api/environment/monitors', anew)).body).toMatchObject({ code: 'mn_removed' })
  expect((await officer.post(`${at}/restore`, { version: 2 })).status).toBe(200)
  expect((await officer.get(`/api/environment/monitors/${body.id}`)).body).toMatchObject({ state: 'in-use', version: 3 })
})
