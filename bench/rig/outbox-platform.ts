// A platform process with one listener whose effects can be counted: the story of the outbox kills it while it drains.
// Arguments: how many events to announce (0: only go on delivering). Prints "announced", then "left <n>" until all are delivered.
import { sql } from 'kysely'
import { z } from 'zod'
import { announces, defineEvent, defineModule, on, readConfig, system } from '#kernel'
import { openPlatform, startServices } from '../../src/app/platform.ts'

const wanted = Number(process.argv[2] ?? 0)
const happened = defineEvent('probe.happened', z.object({ n: z.number() }), ({ n }) => `probe.thing:${n % 500}`)
const probe = defineModule({
  id: 'probe',
  title: { zh: '探针', en: 'Probe' },
  contributes: [
    announces(happened),
    on(
      happened,
      'count',
      async (ctx, { payload }) => void (await sql`insert into probe_effect (n) values (${payload.n})`.execute(ctx.db)),
    ),
  ],
})
const district = { id: 'probe-district', title: { zh: '探针区', en: 'Probe' }, timeZone: 'Asia/Shanghai', settings: {} }

const platform = await openPlatform(readConfig(process.env), [probe], district)
await platform.database.script('create table if not exists probe_effect (n int not null)')
const who = { user: system, origin: { kind: 'cli' as const, name: 'outbox-platform' } }
for (let from = 0; from < wanted; from += 1000)
  await platform.transact(who, 'write', async (ctx) => {
    for (let n = from; n < Math.min(wanted, from + 1000); n++) await ctx.emit(happened, { n })
  })
console.log('announced')

const running = await startServices(platform)
const report = async () => {
  const { rows } = await sql<{
    left: number
    count: number
    distinct: number
  }>`select (select count(*)::int from kernel.delivery) as left,
    count(*)::int as count, count(distinct n)::int as distinct from probe_effect`.execute(platform.database.kysely)
  console.log(JSON.stringify(rows[0]))
  if (rows[0]?.left !== 0) return void setTimeout(() => void report(), 200)
  await running.stop()
  await platform.database.close()
}
await report()
