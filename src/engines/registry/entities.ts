import { rowById, rowsWhere } from '#engines/registers'
import { type Ctx, notFound, refOf, visible } from '#kernel'
import { type DeclaredRegistry, type FieldValues, isPersonal, registryKind } from './definition.ts'
import type { Statement } from './golden.ts'
import { dwellings, occupants } from './housing.ts'
import { maskValue } from './masks.ts'
import { flagTitle } from './normal.ts'
import { tiesElsewhere } from './subject-ties.ts'
import { warningsAbout } from './warnings.ts'
import { statementOf } from './refresh.ts'
import type { EntityCard, EntityField, EntityView, HistoryEntry, RecordView, EntityWarning, Tie } from './schema.ts'
import * as records from './store.ts'
import * as store from './store-entities.ts'
import * as decisions from './store-reviews.ts'
import { lookUpToken, tieToken } from './tokens.ts'
import { masked, unseal } from './values.ts'

export const refOfEntity = (registry: string, id: string) => refOf(`registry.${registry}`, id)

export const seenBy = (ctx: Ctx, { protectedAs }: DeclaredRegistry) => visible(ctx, protectedAs, 'e')

export function cardOf(ctx: Ctx, registry: DeclaredRegistry, row: records.EntityRow): EntityCard {
  const values = masked(registry, unseal(ctx, row))
  return {
    id: row.id,
    ref: refOfEntity(registry.id, row.id),
    registry: registry.id,
    name: values[registry.nameField] ?? '—',
    values,
    sources: row.sources,
    flags: row.flags,
    area: row.area,
    updatedAt: row.updated_at.toISOString(),
  }
}

/** Whoever may not see it does not learn that it exists; who was merged leads to where it is now. */
export async function entityRow(
  ctx: Ctx,
  registry: DeclaredRegistry,
  id: string,
  options: { lock?: boolean } = {},
): Promise<records.EntityRow> {
  const row = await store.visibleById(ctx, registry.id, id, seenBy(ctx, registry), options)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This entry' : '这条档案' })
  return row
}

export async function listEntities(
  ctx: Ctx,
  registry: DeclaredRegistry,
  filter: store.EntityFilter,
): Promise<{ items: EntityCard[]; next: string | null }> {
  const rows = await store.list(ctx, registry.id, { ...filter, limit: filter.limit + 1 }, seenBy(ctx, registry))
  const page = rows.slice(0, filter.limit)
  return {
    items: page.map((row) => cardOf(ctx, registry, row)),
    next: rows.length > filter.limit ? (page.at(-1)?.id ?? null) : null,
  }
}

function fieldsOf(registry: DeclaredRegistry, row: records.EntityRow, golden: FieldValues, statements: readonly Statement[]) {
  return Object.entries(registry.fields).flatMap(([id, field]): EntityField[] => {
    const saying = statements.filter(({ values }) => values[id])
    const won = row.provenance[id]
    if (saying.length === 0) return []
    const competing = saying.map(({ record, source, observedOn, values, flags }) => ({
      record,
      source,
      value: maskValue(values[id] as string, field.mask),
      observedOn,
      won: record === won?.record,
      flags: flags.filter((flag) => flag.startsWith(`${id}:`)),
    }))
    return [
      {
        id,
        title: field.title,
        value: golden[id] === undefined ? null : maskValue(golden[id], field.mask),
        masked: isPersonal(field),
        why: won?.why ?? null,
        source: won?.source ?? null,
        observedOn: won?.observedOn ?? null,
        disagree: won?.disagree ?? 0,
        competing: competing.sort((a, b) => Number(b.won) - Number(a.won) || (a.observedOn < b.observedOn ? 1 : -1)),
      },
    ]
  })
}

async function recordViews(ctx: Ctx, registry: DeclaredRegistry, rows: readonly records.RecordRow[]): Promise<RecordView[]> {
  const links = new Map(
    (
      await records.linksOf(
        ctx,
        rows.map(({ id }) => id),
      )
    ).map((link) => [link.record_id, link]),
  )
  return rows.map((row) => {
    const link = links.get(row.id)
    return {
      id: row.id,
      source: row.source,
      observedOn: row.observed_on,
      receivedAt: row.received_at.toISOString(),
      version: row.version,
      flags: row.flags.map((flag) => ({ flag, title: flagTitle(registry, flag) })),
      how: link?.how ?? 'first',
      score: link?.score ?? null,
      explanation: [...(link?.explanation ?? [])],
    }
  })
}

/** Persons and enterprises named by one another's numbers, in both directions, as far as the asker may see them. */
export async function tiesOf(ctx: Ctx, registry: DeclaredRegistry, statements: readonly Statement[]): Promise<Tie[]> {
  const wanted = new Map<string, { title: Tie['title']; registry: string }>()
  const said = (field: string) => new Set(statements.flatMap(({ values }) => values[field] ?? []))
  for (const { field, registry: other, title } of registry.ties ?? []) {
    const target = ctx.house.find(registryKind, other)
    for (const value of target ? said(field) : []) {
      const token = target && lookUpToken(ctx, target, [target.key], { [target.key]: value })
      if (token) wanted.set(token, { title, registry: other })
    }
  }
  for (const other of ctx.house.all(registryKind))
    for (const tie of other.ties?.filter(({ registry: to }) => to === registry.id) ?? [])
      for (const value of said(registry.key))
        wanted.set(tieToken(ctx, other.id, tie.field, value), { title: tie.back, registry: other.id })
  const ties: Tie[] = []
  for (const [token, { title, registry: id }] of wanted) {
    const other = ctx.house.get(registryKind, id)
    const rows = await store.byTokens(ctx, id, [token], { seen: seenBy(ctx, other), limit: 20 })
    for (const row of rows) ties.push({ ref: refOfEntity(id, row.id), title, name: cardOf(ctx, other, row).name, since: null })
  }
  return [...ties, ...(registry.noun === 'person' ? await homesOf(ctx, [...said(registry.key)]) : [])]
}

const livesIn = { zh: '居住于', en: 'Lives in' }

/** Dwellings where somebody of these numbers lives, as far as the asker may see the ledger; the address is masked like any other. */
async function homesOf(ctx: Ctx, numbers: readonly string[]): Promise<Tie[]> {
  if (numbers.length === 0) return []
  const lives = await rowsWhere(ctx, occupants, { number: numbers, until: null }, { limit: 10 })
  const homes: Tie[] = []
  for (const { values } of lives) {
    const home = await rowById(ctx, dwellings, values.dwelling)
    if (home)
      homes.push({
        ref: refOf('registry.dwellings', home.id),
        title: livesIn,
        name: maskValue(home.values.address, 'address'),
        since: values.since ?? null,
      })
  }
  return homes
}

export async function entityView(ctx: Ctx, registry: DeclaredRegistry, id: string): Promise<EntityView> {
  const row = await entityRow(ctx, registry, id)
  const rows = await records.recordsOf(ctx, [id])
  const statements = rows.map((each) => statementOf(ctx, each))
  const isSteward = ctx.user.grants.some(({ capability }) => capability === 'registry.review')
  return {
    ...cardOf(ctx, registry, row),
    version: row.version,
    fields: fieldsOf(registry, row, unseal(ctx, row), statements),
    records: await recordViews(ctx, registry, rows),
    ties: [...(await tiesOf(ctx, registry, statements)), ...(await tiesOutside(ctx, registry, row))],
    reviews: isSteward ? await store.openReviewsOf(ctx, id) : [],
    merges: (await store.mergesInto(ctx, id)).map((merge) => ({
      id: merge.id,
      gone: merge.gone,
      records: merge.records.length,
      why: merge.why,
      by: merge.by_name,
      at: merge.at.toISOString(),
      undoneAt: merge.undone_at?.toISOString() ?? null,
      undoneBy: merge.undone_name,
    })),
    mergedInto: row.merged_into,
    accesses: isSteward ? await store.countAccesses(ctx, id) : null,
    warnings: await warningsOf(ctx, registry, row),
  }
}

/** Persons stay where they are: what other rooms keep of them is theirs to show. */
async function tiesOutside(ctx: Ctx, registry: DeclaredRegistry, row: records.EntityRow): Promise<Tie[]> {
  const code = unseal(ctx, row)[registry.key]
  return registry.open && registry.noun === 'enterprise' && code ? tiesElsewhere(ctx, { kind: 'enterprise', code }) : []
}

/** Of an enterprise anybody in the administration may hear them; of a person only whoever asks for the port with a reason. */
async function warningsOf(ctx: Ctx, registry: DeclaredRegistry, row: records.EntityRow): Promise<EntityWarning[]> {
  const code = unseal(ctx, row)[registry.key]
  if (!registry.open || registry.noun !== 'enterprise' || !code) return []
  return (await warningsAbout(ctx, { kind: 'enterprise', code })).items
}

export async function entityHistory(ctx: Ctx, registry: DeclaredRegistry, id: string): Promise<HistoryEntry[]> {
  await entityRow(ctx, registry, id)
  return (await decisions.history(ctx, id)).map((row) => ({ ...row, at: row.at.toISOString() }))
}
