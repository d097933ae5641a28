import { type Ctx, type Dataset, datasetKind, newId, settingsOf } from '#kernel'
import { distributionRef, recordLineage, resourceRef } from './lineage.ts'
import { createResource, wordsOf } from './resources.ts'
import { catalogSettings, type Placed } from './settings.ts'
import * as store from './store.ts'
import { columnsIn, typeOf } from './store-tables.ts'

/** What a room declares of its data, put into the terms of the directory. */
interface Declared {
  source: 'dataset' | 'register'
  origin: string
  owner: string
  name: Dataset['title']
  relation: string
  key: string | null
  wordsColumn: string | null
  removedColumn: string | null
  items: store.NewItem[]
  placed: Partial<Placed>
}

async function datasets(ctx: Ctx): Promise<Declared[]> {
  const declared: Declared[] = []
  for (const { view, title, owner, access, columns } of ctx.house.all(datasetKind)) {
    const found = await columnsIn(ctx, view)
    const items = Object.entries(columns).flatMap(([name, column]) => {
      const type = found.find((candidate) => candidate.name === name)?.type
      return type === undefined ? [] : [{ name, title: column, type: typeOf(type) }]
    })
    if (items.length === 0) ctx.log.warn({ view }, 'catalog.view-missing')
    else
      declared.push({
        source: 'dataset',
        origin: view,
        owner,
        name: title,
        relation: view,
        key: items.some(({ name }) => name === 'id') ? 'id' : null,
        wordsColumn: null,
        removedColumn: null,
        items,
        placed:
          access === 'open' ? { sharing: 1, opening: 1 } : access === 'internal' ? { sharing: 2 } : { sharing: 2, opening: 3 },
      })
  }
  return declared
}

const slugOf = (origin: string) => origin.replace(/^published\./, '').replaceAll(/[^a-z0-9]+/g, '-')

async function enter(ctx: Ctx, declared: Declared): Promise<void> {
  const { placed, fallback } = settingsOf(ctx.house, catalogSettings)
  const place = placed[declared.origin]
  const room = ctx.house.modules.find(({ id }) => id === declared.owner)?.title
  const row = await createResource(ctx, {
    source: declared.source,
    origin: declared.origin,
    slug: slugOf(declared.origin),
    name: declared.name,
    abstract: {
      zh: `${room?.zh ?? declared.owner}在办理业务中形成的“${declared.name.zh}”，随业务实时更新。`,
      en: `“${declared.name.en}” as it arises in the work of ${room?.en ?? declared.owner}; follows the work as it happens.`,
    },
    class: fallback.class,
    provider: fallback.provider,
    sharing: 2,
    sharingBasis: fallback.sharingBasis,
    opening: 3,
    cycle: 1,
    tags: [],
    related: [],
    format: '0200',
    sharingWays: ['api', 'dataset', 'exchange'],
    ...declared.placed,
    ...place,
  })
  const id = newId()
  await store.insertDistribution(ctx, {
    id,
    resource_id: row.id,
    kind: 'table',
    title: { zh: '库表', en: 'Table' },
    format: 'TABLE',
    relation: declared.relation,
    key: declared.key,
    words_column: declared.wordsColumn,
    removed_column: declared.removedColumn,
  })
  await store.putItems(ctx, id, declared.items)
  await recordLineage(ctx, `catalog.source:${declared.owner}`, resourceRef(row.id), 'declared', { origin: declared.origin })
  await recordLineage(ctx, resourceRef(row.id), distributionRef(id), 'distributed', { relation: declared.relation })
}

/** Names and items follow the declaration; what stewards said about them stays. */
async function renew(ctx: Ctx, row: store.ResourceRow, declared: Declared): Promise<void> {
  const [distribution] = await store.distributionsOf(ctx, [row.id])
  if (distribution) await store.putItems(ctx, distribution.id, declared.items)
  if (JSON.stringify(row.name) === JSON.stringify(declared.name) && row.state !== 'withdrawn') return
  const next: store.ResourceRow = { ...row, name: declared.name, state: 'published' }
  await store.update(ctx, { ...next, words: wordsOf(next) })
}

/** Brings the directory in line with what the rooms declare now; run at every start and safe to repeat. */
export async function enterDeclared(ctx: Ctx): Promise<void> {
  for (const declared of await datasets(ctx)) {
    const row = await store.byOrigin(ctx, declared.origin)
    if (row) await renew(ctx, row, declared)
    else await enter(ctx, declared)
  }
}
