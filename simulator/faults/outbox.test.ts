import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { databases, eventually, scaled } from '../../bench/rig/fault-rig.ts'
import { ended } from '../../bench/rig/process.ts'

const EVENTS = scaled(10_000, 100_000)

interface Count {
  left: number
  count: number
  distinct: number
}

function run(settings: Record<string, string>, announce: number) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'bench/rig/outbox-platform.ts', String(announce)],
    {
      env: { PATH: process.env['PATH'], DEMO: '0', LOG_LEVEL: 'silent', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const counts = (): Count[] =>
    printed
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Count)
  return { child, printed: () => printed, counts }
}

describe.each(databases())('outbox on $name', ({ open }) => {
  test(`${EVENTS} announced events are delivered once each, though the process dies twice while it delivers`, {
    timeout: scaled(600_000, 1_800_000),
  }, async () => {
    const { settings, remove } = await open()
    for (const [announce, share] of [
      [EVENTS, 0.1],
      [0, 0.4],
    ] as const) {
      const { child, counts, printed } = run(settings, announce)
      await eventually(
        `deliveries begin: ${printed()}`,
        scaled(240, 600),
        () => child.exitCode !== null || (counts().at(-1)?.count ?? 0) > EVENTS * share,
      )
      expect(child.exitCode, printed()).toBeNull()
      child.kill('SIGKILL')
      await ended(child)
    }
    const last = run(settings, 0)
    expect(await ended(last.child), last.printed()).toBe(0)
    expect(last.counts()[0]?.left).toBeGreaterThan(0)
    expect(last.counts().at(-1)).toEqual({ left: 0, count: EVENTS, distinct: EVENTS })
    await remove()
  })
})
