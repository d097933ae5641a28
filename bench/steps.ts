import { randomUUID } from 'node:crypto'
import type { Client } from '../simulator/client.ts'
import { askCategories } from '../simulator/people/world.ts'
import { cpuOf, medianOf, round, spread } from './rig/measure.ts'
import type { Result } from './rig/result.ts'
import type { Stage } from './rig/stage.ts'
import { patrolled } from './rig/spots.ts'

const AT_ONCE = 4

interface Way {
  by: Client
  action: string
  body: Record<string, unknown>
}

/** Each case goes its whole way, some cases at a time; every step is a person's own request. */
async function walk(stage: Stage, cases: number): Promise<Record<'perSecond' | 'p50' | 'p99' | 'cpuMs', number>> {
  const [dispatcher, greening, patrol] = (['dispatcher', 'greening', 'patrol1'] as const).map(stage.as) as [
    Client,
    Client,
    Client,
  ]
  const category = (await askCategories(dispatcher))[0]?.code
  const { spots } = await patrolled(patrol)
  const way: Way[] = [
    { by: dispatcher, action: 'accept', body: { accept: true } },
    { by: dispatcher, action: 'file', body: { file: true } },
    { by: dispatcher, action: 'dispatch', body: { unit: 'qingpu.greening' } },
    { by: greening, action: 'handle', body: { explanation: '已清理完毕' } },
    { by: patrol, action: 'verify', body: { passed: true, result: '到场核查，问题已解决' } },
    { by: dispatcher, action: 'close', body: { summary: '处置到位' } },
  ]
  const waiting: { id: string; version: number }[] = []
  for (let n = 0; n < cases; n++) {
    const { id } = await patrol.must('POST', '/api/city-management/patrol-reports', {
      clientId: randomUUID(),
      category,
      point: spots[n % spots.length],
      description: '路面有散落垃圾',
    })
    waiting.push({ id, version: (await dispatcher.must('GET', `/api/city-management/cases/${id}`)).version })
  }
  const ms: number[] = []
  const before = cpuOf(stage.platform.pid)
  const started = performance.now()
  const one = async ({ id, version }: { id: string; version: number }) => {
    for (const { by, action, body } of way) {
      const at = performance.now()
      const answer = await by.must('POST', `/api/city-management/cases/${id}/${action}`, { version, ...body })
      ms.push(performance.now() - at)
      version = answer.case?.version ?? (await dispatcher.must('GET', `/api/city-management/cases/${id}`)).version
    }
  }
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await one(next)
    }),
  )
  const seconds = (performance.now() - started) / 1000
  const after = cpuOf(stage.platform.pid)
  const key = stage.database === 'embedded' ? 'main' : 'all'
  const { p50, p99 } = spread(ms)
  return { perSecond: ms.length / seconds, p50, p99, cpuMs: (after[key] - before[key]) / ms.length }
}

/** What a step writes at least: the case, its stage, its history, the audit; in one transaction. */
async function bareSteps(stage: Stage, steps: number): Promise<number> {
  return stage.withBare(async (bare) => {
    const [row] = await bare.query<{ id: string }>('select id from cases.case limit 1')
    const started = performance.now()
    for (let n = 0; n < steps; n++) {
      await bare.query('begin')
      await bare.query('select * from cases.case where id = $1 for update', [row?.id])
      await bare.query('update cases.case set version = version + 1, updated_at = now() where id = $1', [row?.id])
      await bare.query(
        `insert into cases.entry (id, case_id, what, at, by_id, by_name, data) values ($1, $2, 'note', now(), 'bench', 'bench', '{}')`,
        [randomUUID(), row?.id],
      )
      await bare.query(
        `insert into audit.entry (id, at, actor, actor_kind, actor_name, origin, action) values ($1, now(), 'bench', 'staff', 'bench', 'bench', 'bench')`,
        [randomUUID()],
      )
      await bare.query('commit')
    }
    return steps / ((performance.now() - started) / 1000)
  })
}

export async function steps(stage: Stage): Promise<Result[]> {
  const cases = stage.short ? 10 : 60
  await walk(stage, stage.short ? 3 : 20)
  const ours = await medianOf(stage.rounds, () => walk(stage, cases))
  const bare = await bareSteps(stage, stage.short ? 100 : 1000)
  return [
    {
      id: 'steps',
      title:
        'Case steps (accept … close), each a request with its process, clock, history, events, audit, and the page as answer',
      ours: {
        'steps/s': round(ours.perSecond),
        'p50 ms': round(ours.p50),
        'p99 ms': round(ours.p99),
        'Node CPU ms': round(ours.cpuMs),
      },
      bare: { title: 'one lock, one update, two inserts, one connection', figures: { 'steps/s': round(bare) } },
    },
  ]
}
