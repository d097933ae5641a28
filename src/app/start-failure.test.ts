import { expect, test } from 'vitest'
import { readConfig } from '#kernel'
import { openPlatform } from './platform.ts'
import { startFailure } from './start-failure.ts'
import { modules } from './modules.ts'
import { qingpu } from '../districts/qingpu/district.ts'

test('whoever starts it wrongly is told what to do, not shown a stack', async () => {
  const failureOf = (run: () => unknown) =>
    Promise.resolve()
      .then(run)
      .then(() => undefined, startFailure)
  expect(await failureOf(() => readConfig({ PORT: 'abc' }))).toContain('PORT')
  const away = readConfig({ DATABASE_URL: 'postgres://nobody:geheim@127.0.0.1:1/none' })
  const words = await failureOf(() => openPlatform(away, modules, qingpu))
  expect(words).toContain('DATABASE_URL')
  expect(words).not.toContain('geheim')
  expect(startFailure(Object.assign(new Error('database "x" does not exist'), { code: '3D000' }))).toContain('create database')
  expect(startFailure(new Error('something nobody expected'))).toBeUndefined()
})
