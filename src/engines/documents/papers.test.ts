import { beforeAll, expect, test } from 'vitest'
import { district, type TestDistrict } from '../../app/testing.ts'
import { system } from '#kernel'
import { issuePaper, type IssuedPaper, pdf, qrSvg, revokePaper } from './index.ts'
import { drawable } from './typeset.ts'

let house: TestDistrict
beforeAll(async () => {
  house = await district()
})

const origin = { kind: 'cli', name: 'story' } as const
const title = { zh: '企业公共信用信息报告', en: 'Credit report' }
let kept: Buffer = Buffer.alloc(0)

const issue = (more: { validUntil?: Date; holder?: string } = {}): Promise<IssuedPaper> =>
  house.platform.transact({ user: system, origin }, 'write', (ctx) =>
    issuePaper(ctx, {
      kind: 'credit.report',
      title,
      about: 'registry.enterprise:018f0000-0000-7000-8000-000000000001',
      facts: [
        [{ zh: '主体名称', en: 'Name' }, '上海青澜环境科技有限公司'],
        [{ zh: '经办人', en: 'Handled by' }, '王**，31011819900101123X，电话 13812345678'],
      ],
      body: async (mark) => {
        kept = await pdf(
          (page) => {
            page.heading(title.zh, 1)
            page.verification(mark)
          },
          { title: title.zh },
        )
        return kept
      },
      ...more,
    }),
  )

const send = async (content: Buffer, code?: string) => {
  const boundary = 'x-story'
  const field = code ? `--${boundary}\r\ncontent-disposition: form-data; name="code"\r\n\r\n${code}\r\n` : ''
  const head = `${field}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n`
  const answer = await house.app.inject({
    method: 'POST',
    url: '/api/documents/verify',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  })
  return { status: answer.statusCode, body: answer.json() }
}

test('a stranger checks a paper by its code, typed carelessly, and learns nobody’s number', async () => {
  const { code, url } = await issue()
  expect(url).toMatch(new RegExp(`/verify/${code}$`))
  const nobody = await house.as('')
  const careless = ` ${code.toLowerCase().replaceAll('-', '').replaceAll('0', 'o').replaceAll('1', 'l')} `
  const { status, body } = await nobody.get(`/api/documents/verify/${encodeURIComponent(careless)}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({ standing: 'genuine', code, title })
  expect(body.facts[1].value).toBe('王**，310*************3X，电话 138****5678')
  expect(body.facts[0].value).toBe('上海青澜环境科技有限公司')
})

test('the file itself is compared: the original, a changed copy, and somebody else’s file', async () => {
  const { code } = await issue()
  expect((await send(kept)).body).toMatchObject({ standing: 'genuine', code, sameFile: true })
  expect((await send(kept, code)).body).toMatchObject({ standing: 'genuine', sameFile: true })
  const changed = Buffer.concat([kept, Buffer.from('\n')])
  expect((await send(changed, code)).body).toMatchObject({ standing: 'genuine', sameFile: false })
  expect((await send(changed)).body).toEqual({ standing: 'unknown', facts: [] })
})

test('a paper that was taken back, or whose time is over, says so; an unknown code does too', async () => {
  const nobody = await house.as('')
  const { id, code } = await issue()
  await house.platform.transact({ user: system, origin }, 'write', (ctx) => revokePaper(ctx, id, '主体信息有误'))
  const { body } = await nobody.get(`/api/documents/verify/${code}`)
  expect(body).toMatchObject({ standing: 'revoked' })
  expect(body.revokedAt).toMatch(/Z$/)
  expect(JSON.stringify(body)).not.toContain('主体信息有误')
  const old = await issue({ validUntil: new Date('2020-01-01T00:00:00Z') })
  expect((await nobody.get(`/api/documents/verify/${old.code}`)).body).toMatchObject({ standing: 'expired' })
  expect((await nobody.get('/api/documents/verify/0000-0000-0000-0000')).body).toEqual({ standing: 'unknown', facts: [] })
})

test('the holder fetches the paper again; another resident does not', async () => {
  const resident = await house.as('resident')
  const { id: holder } = (await resident.get('/api/identity/me')).body
  const { fileId } = await issue({ holder })
  expect(await resident.get(`/api/files/${fileId}`)).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/pdf' },
  })
  expect((await (await house.as('')).get(`/api/files/${fileId}`)).status).toBe(404)
})

test('a paper is small, tagged, in its language, and a character no font has is marked', async () => {
  const content = await pdf(
    (page) => {
      page.heading('测试', 1)
      page.facts([
        ['姓名', '王𬭎喆'],
        ['面积', '35.2 ㎡ ≤ 40 → ✓'],
      ])
      page.table(
        [{ title: '序号' }, { title: '内容', share: 4 }],
        Array.from({ length: 120 }, (_, n) => [n, '排污许可证'.repeat(n % 40)]),
      )
    },
    { title: '测试' },
  )
  const raw = content.toString('latin1')
  expect(content.length).toBeLessThan(300_000)
  expect(raw).toContain('/MarkInfo')
  expect(raw).toContain('/Lang (zh-CN)')
  expect(raw.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(4)
  expect(drawable('王𬭎喆\u0000\ufe0f', 400)).toBe('王〓(U+2CB4E)喆 ')
  expect(qrSvg('https://district.example/verify/7K3M')).toMatch(/^<svg .*<path fill="#000" d="M4 4h7v1h-7z/)
})
