import { organisationByCode } from '#engines/identity'
import { type AnyRegister, type Columns, registerKind } from '#engines/registers'
import { type Ctx, type Dataset, datasetKind, newId, settingsOf } from '#kernel'
import { distributionRef, recordLineage, resourceRef } from './lineage.ts'
import { createResource, wordsOf } from './resources.ts'
import { deriveRules } from './rules.ts'
import { catalogSettings, type Placed } from './settings.ts'
import * as store from './store.ts'
import { columnsIn, countedElsewhere, countRows, type FoundColumn, typeOf } from './store-tables.ts'

/** What a room declares of its data, put into the terms of the directory. */
interface Declared {
  source: 'dataset' | 'register'
  origin: string
  owner: string
  name: Dataset['title']
  relation: string
  key: string | null
  keyType: string
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
        keyType: found.find(({ name }) => name === 'id')?.type ?? 'text',
        wordsColumn: null,
        removedColumn: null,
        items,
        placed:
          access === 'open' ? { sharing: 1, opening: 1 } : access === 'internal' ? { sharing: 2 } : { sharing: 2, opening: 3 },
      })
  }
  return declared
}

const levels = { unconditional: 1, conditional: 2, none: 3 } as const
const cycles = { realtime: 1, daily: 2, weekly: 3, monthly: 4, quarterly: 5, yearly: 7, irregular: 8 } as const

/** What a ledger says of itself for the directory. */
async function placeOf(ctx: Ctx, { catalogue, about }: AnyRegister): Promise<Partial<Placed>> {
  if (!catalogue) return { abstract: about, opening: 3 }
  const provider = catalogue.duty.includes('.') ? catalogue.duty : (await organisationByCode(ctx, catalogue.duty))?.path
  return {
    abstract: about,
    sharing: levels[catalogue.sharing],
    ...(catalogue.sharingTerms && { sharingBasis: catalogue.sharingTerms.zh }),
    opening: levels[catalogue.opening],
    ...(catalogue.openingTerms && { openingBasis: catalogue.openingTerms.zh }),
    cycle: cycles[catalogue.cycle],
    tags: [...(catalogue.theme ? [catalogue.theme.zh] : []), ...(catalogue.keywords ?? [])],
    ...(provider && { provider }),
  }
}

/** The columns of a ledger as items. Sealed ones stay out: nobody reads them but by their ledger, for a purpose. */
function itemsOf({ columns }: AnyRegister, found: readonly FoundColumn[]): store.NewItem[] {
  return Object.entries(columns as Columns).flatMap(([name, { title, unit, hint, standard, mask, personal, kind }]) => {
    const type = found.find((candidate) => candidate.name === name)?.type
    if (type === undefined || kind === 'secret') return []
    return [
      {
        name,
        title,
        type: typeOf(type),
        unit: unit ?? null,
        about: hint ?? null,
        standard: standard ?? null,
        mask: mask ?? (personal ? 'all' : null),
        personal: personal || mask !== undefined,
      },
    ]
  })
}

async function registers(ctx: Ctx): Promise<Declared[]> {
  const declared: Declared[] = []
  for (const register of ctx.house.all(registerKind)) {
    const found = await columnsIn(ctx, register.table)
    declared.push({
      source: 'register',
      origin: register.id,
      owner: register.module,
      name: register.title,
      relation: register.table,
      key: 'id',
      keyType: 'uuid',
      wordsColumn: 'search',
      removedColumn: 'removed_at',
      items: itemsOf(register, found),
      placed: await placeOf(ctx, register),
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
    key_type: declared.keyType,
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
  for (const declared of [...(await datasets(ctx)), ...(await registers(ctx))]) {
    const row = await store.byOrigin(ctx, declared.origin)
    if (row) await renew(ctx, row, declared)
    else await enter(ctx, declared)
  }
  for (const { id } of ctx.house.all(registerKind)) {
    const row = await store.byOrigin(ctx, id)
    if (row) await deriveRules(ctx, row.id)
  }
}

/** How many rows the rooms' own tables have, for the directory's pages; each counted in a transaction of its own. */
export async function countDeclared(ctx: Ctx): Promise<void> {
  for (const { id, relation, removed } of await ctx.transact('read', countedElsewhere)) {
    const count = await ctx
      .transact('read', (inner) => countRows(inner, relation, removed))
      .catch((error: Error) => ctx.log.warn({ relation, error }, 'catalog.count-failed'))
    if (typeof count === 'number') await ctx.transact('write', (inner) => store.setCount(inner, id, count, null))
  }
}
