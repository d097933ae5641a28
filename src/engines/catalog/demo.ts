import { createHash } from 'node:crypto'
import { calendarOf } from '#engines/calendar'
import { membersOf } from '#engines/identity'
import { type Ctx, defineJob, seed, type User } from '#kernel'
import { z } from 'zod'
import { apply } from './applications.ts'
import { countDeclared } from './declared.ts'
import { type DemoTable, demoTables } from './demo-tables.ts'
import { recordLineage, resourceRef } from './lineage.ts'
import { measure, sweepQuality } from './quality.ts'
import { createLink, createResource } from './resources.ts'
import { addRule } from './rules.ts'
import * as resources from './store.ts'
import * as usage from './store-usage.ts'
import { createTableResource } from './tables.ts'

const slugs = ['car-parks', 'food-permits', 'care-homes', 'emergency-stores', 'working-days']

async function load(ctx: Ctx, { resource, header, rows, file }: DemoTable, slug: string): Promise<string> {
  const digest = createHash('sm3').update(JSON.stringify(rows)).digest('hex')
  return createTableResource(ctx, {
    resource: { ...resource, slug },
    header,
    batches: (async function* () {
      yield rows
    })(),
    from: () => ({ ref: `catalog.source:${encodeURIComponent(file)}`, detail: { file, digest } }),
    format: file.endsWith('.xlsx') ? 'XLSX' : 'CSV',
  })
}

/** What a steward would have said of the permits: standards of their items, and what must hold between them. */
async function refinePermits(ctx: Ctx, id: string): Promise<void> {
  const [table] = await resources.distributionsOf(ctx, [id])
  if (!table) return
  const code = table.items.find(({ name }) => name === '统一社会信用代码')
  if (code) await resources.patchItem(ctx, table.id, { ...code, standard: 'GB 32100-2015' })
  const rule = (kind: 'completeness' | 'uniqueness' | 'consistency', columns: string[], params = {}) =>
    addRule(ctx, { distribution: table.id, kind, columns, params })
  await rule('completeness', ['有效期至'])
  await rule('uniqueness', ['许可编号'])
  await rule('consistency', ['发证日期', '有效期至'], { compare: '<=' })
}

const stewardOf = (ctx: Ctx): Ctx => ctx.as({ ...ctx.user, name: '数据主管 高远' })

async function describe(ctx: Ctx): Promise<void> {
  const title = { zh: '水务局水位接口', en: 'Water levels (API)' }
  await createLink(stewardOf(ctx), {
    name: title,
    abstract: {
      zh: '主要河道水位站的实时水位，由市水务海洋局统一提供。',
      en: 'Levels of the main rivers, as the city’s water authority serves them.',
    },
    class: '202002',
    provider: 'qingpu.water',
    sharing: 1,
    sharingWays: ['api'],
    opening: 2,
    openingBasis: '由市级平台统一开放',
    cycle: 1,
    tags: ['水位', '防汛'],
    related: [],
    url: 'https://data.sh.gov.cn/',
  })
  const notes = { zh: '街镇餐饮油烟投诉与许可比对', en: 'Complaints about fumes against permits' }
  const permits = await resources.bySlug(ctx, 'food-permits')
  const cases = await resources.bySlug(ctx, 'cases-case-v1')
  const derived = await createResource(ctx, {
    source: 'link',
    format: '0310',
    slug: 'fumes-against-permits',
    name: notes,
    abstract: {
      zh: '按月比对油烟投诉案件与食品经营许可，供街镇核查。',
      en: 'A monthly comparison of complaints about fumes with food permits, for the towns to check.',
    },
    class: '302001',
    provider: 'qingpu.grid_centre',
    sharing: 2,
    sharingBasis: '限街镇核查使用',
    sharingWays: ['dataset'],
    opening: 3,
    cycle: 4,
    tags: ['油烟', '比对'],
    related: [permits?.code, cases?.code].filter((code) => code !== undefined),
  })
  await recordLineage(ctx, `catalog.source:${encodeURIComponent('比对模型（每月）')}`, resourceRef(derived.id), 'loaded', {})
}

/** Two months of use, more on working days, so that the figures have something to say. */
async function history(ctx: Ctx): Promise<void> {
  const rows: { slug: string; how: string; consumer: string; calls: number }[] = [
    { slug: 'car-parks', how: 'open-api', consumer: 'public', calls: 40 },
    { slug: 'car-parks', how: 'shared-api', consumer: 'qingpu.grid_centre', calls: 24 },
    { slug: 'cases-stage-v1', how: 'shared-api', consumer: 'qingpu.xiayang', calls: 12 },
    { slug: 'food-permits', how: 'shared-api', consumer: 'qingpu.zhujiajiao', calls: 6 },
  ]
  for (const { slug, how, consumer, calls } of rows) {
    const found = await resources.bySlug(ctx, slug)
    if (found) await usage.addHistory(ctx, { resourceId: found.id, how, consumer, calls, days: 60 })
  }
}

/** A town's clerk has asked for the cases of the town; the operations centre will find it in its inbox. */
async function ask(ctx: Ctx): Promise<void> {
  const clerk = (await membersOf(ctx, 'qingpu.xiayang')).find(({ account }) => account === 'clerk')
  const cases = await resources.bySlug(ctx, 'cases-case-v1')
  const stages = await resources.bySlug(ctx, 'cases-stage-v1')
  const tables = await resources.distributionsOf(
    ctx,
    [cases?.id, stages?.id].filter((id) => id !== undefined),
  )
  if (!clerk || !cases || !stages) return
  const grants = [{ capability: 'catalog.apply', tree: 'organisation' as const, path: 'qingpu.xiayang' }]
  const user: User = { id: clerk.id, kind: 'staff', name: clerk.name, organisation: 'qingpu.xiayang', grants }
  const expiresOn = new Date(ctx.now.getTime() + 300 * 86_400_000).toISOString().slice(0, 10)
  const common = { duty: '《上海市城市管理精细化提升行动》街道属地职责', reasons: {}, quotaPerDay: 500, expiresOn }
  const tableOf = (id: string) => tables.find(({ resource_id }) => resource_id === id)?.id as string
  await apply(ctx.as(user), {
    ...common,
    distribution: tableOf(cases.id),
    fields: ['number', 'category', 'area', 'state', 'observed_at', 'due_at', 'lon', 'lat', 'channel'],
    filters: [],
    purpose: '在街道治理平台上显示本辖区案件的位置、类别和办理时限，组织网格员提前处置',
    how: 'api',
  })
  await apply(ctx.as(user), {
    ...common,
    distribution: tableOf(stages.id),
    fields: ['stage', 'unit', 'opened_at', 'due_at', 'done_at', 'on_time'],
    filters: [],
    purpose: '统计街道各单位按期处置率，用于每月考核分析',
    how: 'dataset',
  })
}

export const demoJob = defineJob({
  id: 'catalog.demo',
  input: z.object({}),
  tx: 'none',
  run: async (ctx) => {
    const ids: string[] = []
    for (const [at, table] of demoTables(calendarOf(ctx.house)).entries()) {
      const slug = slugs[at] as string
      const known = await ctx.transact('read', (inner) => resources.bySlug(inner, slug))
      ids.push(known?.id ?? (await load(ctx, table, slug)))
    }
    await ctx.transact('write', async (inner) => {
      if (await resources.bySlug(inner, 'fumes-against-permits')) return
      await refinePermits(inner, ids[1] as string)
      await describe(inner)
      await history(inner)
      await ask(inner)
    })
    await countDeclared(ctx)
    for (const id of ids) await ctx.transact('write', (inner) => measure(inner, id, 'schedule'))
    await sweepQuality(ctx)
  },
})

/** Tables take several short transactions, so a job makes them after the start. */
export const demoSeed = seed({ id: 'catalog.demo', when: 'demo', run: (ctx) => ctx.enqueue(demoJob, {}, { once: 'demo' }) })
