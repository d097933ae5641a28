import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freePort, startPlatform } from '../../bench/rig/process.ts'

const start = (dataDir: string) => startPlatform({ settings: { DATA_DIR: dataDir } })

test('a second platform on the same folder is refused and the first goes on; after kill -9 the folder opens again', {
  timeout: 240_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'district-fault-'))
  const first = await start(dataDir)
  const second = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/app/server.ts'], {
    env: {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: new URL(first.url).port,
      HJ212_PORT: String(await freePort()),
      DATA_DIR: dataDir,
      SIMULATE: '0',
    },
    timeout: 120_000,
  })
  expect(second.status).toBe(1)
  expect(second.stderr.toString()).toContain('Another process is already running on')
  expect((await fetch(`${first.url}/api/openapi.json`)).status).toBe(200)

  await first.kill()
  const again = await start(dataDir)
  expect((await fetch(`${again.url}/api/openapi.json`)).status).toBe(200)
  expect(await again.stop()).toBe(0)
})
