import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { readConfig } from '#kernel'
import { openPlatform } from './platform.ts'
import { refuseBusyPorts } from './ports.ts'
import { startFailure } from './start-failure.ts'
import { modules } from './modules.ts'
import { qingpu } from '../districts/qingpu/district.ts'

test('whoever starts it wrongly is told what to do, not shown a stack', async () => {
  const failureOf = (run: () => unknown) =>
    Promise.resolve()
      .then(run)
      .then(() => undefined, startFailure)
  expect(await failureOf(() => readConfig({ PORT: 'abc' }))).toContain('PORT')
  expect(await failureOf(() => readConfig({ DATABASE_URL: 'mysql://x:geheim@localhost/z' }))).toContain('postgres://')
  const away = readConfig({ DATABASE_URL: 'postgres://nobody:geheim@127.0.0.1:1/none' })
  const words = await failureOf(() => openPlatform(away, modules, qingpu))
  expect(words).toContain('DATABASE_URL')
  expect(words).not.toContain('geheim')
  expect(startFailure(Object.assign(new Error('database "x" does not exist'), { code: '3D000' }))).toContain('create database')
  const refusal = Object.assign(new Error('permission denied to create extension "postgis"'), { code: '42501' })
  expect(startFailure(new Error('Migration kernel/0001_kernel.sql: permission denied', { cause: refusal }))).toContain(
    'create extension postgis',
  )
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const busy = { ...readConfig({ HJ212_PORT: '0', HOST: '127.0.0.1' }), port }
  expect(await failureOf(() => refuseBusyPorts(busy))).toContain(`127.0.0.1:${port}`)
  other.close()
  expect(startFailure(new Error('something nobody expected'))).toBeUndefined()
})
