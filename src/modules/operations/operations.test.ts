import { expect, test } from 'vitest'
import { sql } from 'kysely'
import { district, rows } from '../../app/testing.ts'

test('anyone may ask whether the platform is up; only operators see what failed, replay it once, or throw it away', async () => {
  const { as, platform } = await district()
  const nobody = await as('')
  const admin = await as('admin')
  expect(await nobody.get('/api/operations/health')).toMatchObject({ status: 200, body: { ok: true } })
  expect(await nobody.get('/api/operations/dead-letters')).toMatchObject({ status: 401 })
  expect(await (await as('resident')).get('/api/operations/dead-letters')).toMatchObject({ status: 403 })

  await sql`insert into kernel.delivery (target, input, actor, state, attempts, next_at, error)
    values ('job:gone', '{}', 'system', 'dead', 5, now(), 'No job "gone"'), ('job:gone', '{}', 'system', 'dead', 5, now(), 'again')`.execute(
    platform.database.kysely,
  )
  const { body } = await admin.get('/api/operations/dead-letters')
  expect(body.items.slice(-2)).toMatchObject([{ target: 'job:gone', error: 'No job "gone"' }, { error: 'again' }])
  const [first, second] = body.items.slice(-2)
  expect(await admin.post(`/api/operations/dead-letters/${first.id}/replay`)).toMatchObject({ status: 204 })
  expect(await admin.post(`/api/operations/dead-letters/${first.id}/replay`)).toMatchObject({
    status: 409,
    body: { code: 'not_dead' },
  })
  expect(await admin.delete(`/api/operations/dead-letters/${second.id}`)).toMatchObject({ status: 204 })
  expect(await admin.get('/api/operations/overview')).toMatchObject({ status: 200, body: { demo: true } })
  await sql`delete from kernel.delivery where target = 'job:gone'`.execute(platform.database.kysely)
  expect(await rows(platform, `select 1 from kernel.delivery where target = 'job:gone'`)).toEqual([])
})
