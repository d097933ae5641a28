import { record } from '#engines/audit'
import { organisationByPath, ownPhone } from '#engines/identity'
import { type Ctx, newId, notFound, settingsOf, staleVersion } from '#kernel'
import { type DeclaredRegistry, registryKind, registrySettings } from './definition.ts'
import { refOfEntity, tiesOf } from './entities.ts'
import { alreadyLinked, asked, noSuchField, notLinked, notShown } from './errors.ts'
import { maskValue } from './masks.ts'
import { normaliseOne } from './normal.ts'
import { purposes } from './purposes.ts'
import { statementOf } from './refresh.ts'
import {
  type AccessView,
  type CorrectionAnswer,
  type CorrectionView,
  type MyFile,
  type NewCorrection,
  Purpose,
  type ShowWho,
} from './schema.ts'
import { registryById, sourcesOf } from './sources.ts'
import * as records from './store.ts'
import * as entities from './store-entities.ts'
import * as store from './store-own.ts'
import { lookUpToken } from './tokens.ts'
import { unseal } from './values.ts'

/** The registry of people: the one whose entities are `person`s. */
const people = (ctx: Ctx): DeclaredRegistry =>
  ctx.house.all(registryKind).find(({ noun }) => noun === 'person') ?? registryById(ctx, 'population')

async function myEntity(ctx: Ctx): Promise<store.MineRow> {
  const mine = await store.mine(ctx)
  if (!mine) throw notLinked()
  return mine
}

/**
 * 实名核验: name and number as registered, and the account's telephone is one that a source knows of this person.
 * A person whose account is known already is not given a second one here.
 */
export async function showWho(ctx: Ctx, { name, idNumber }: ShowWho): Promise<void> {
  if (await store.mine(ctx)) throw alreadyLinked()
  const registry = people(ctx)
  const number = normaliseOne(registry, registry.key, idNumber)
  const token = lookUpToken(ctx, registry, [registry.key], { [registry.key]: number })
  const [row] = token ? await entities.byTokens(ctx, registry.id, [token], { limit: 1 }) : []
  const phone = await ownPhone(ctx)
  const statements = row ? (await records.recordsOf(ctx, [row.id])).map((each) => statementOf(ctx, each).values) : []
  const fits =
    row !== undefined &&
    phone !== null &&
    unseal(ctx, row)[registry.nameField] === normaliseOne(registry, registry.nameField, name) &&
    statements.some((values) => values['phone'] === normaliseOne(registry, 'phone', phone)) &&
    !(await store.isLinked(ctx, row.id))
  if (!fits) throw notShown()
  await store.linkAccount(ctx, { account: ctx.user.id, registry: registry.id, entity: row.id, how: 'matched' })
  record(ctx, { action: 'registry.link-account', ref: refOfEntity(registry.id, row.id), after: { how: 'matched' } })
}

async function sourceNames(ctx: Ctx, registry: DeclaredRegistry) {
  const named = new Map<string, MyFile['fields'][number]['source']>()
  for (const { id, title, organisation } of await sourcesOf(ctx, registry))
    named.set(id, { id, title, organisation: (await organisationByPath(ctx, organisation))?.name ?? title })
  return (id: string) => named.get(id) ?? { id, title: { zh: id, en: id }, organisation: { zh: id, en: id } }
}

/** What the administration knows of the caller, from whom, and where departments disagree. */
export async function myFile(ctx: Ctx): Promise<MyFile> {
  const mine = await store.mine(ctx)
  if (!mine) return { linked: false, since: null, fields: [], ties: [] }
  const registry = registryById(ctx, mine.registry)
  const [row] = await entities.byIds(ctx, [mine.entity_id])
  const nameOf = await sourceNames(ctx, registry)
  const values = row ? unseal(ctx, row) : {}
  const statements = (await records.recordsOf(ctx, [mine.entity_id])).map((each) => statementOf(ctx, each))
  const said = (field: string, value: string) => registry.fields[field]?.codes?.[value]?.[ctx.locale] ?? value
  const fields = Object.entries(registry.fields).flatMap(([id, { title }]) => {
    const won = row?.provenance[id]
    const value = values[id]
    if (!won || value === undefined) return []
    const others = statements
      .filter((one) => one.values[id] && one.values[id] !== value)
      .map((one) => ({ value: said(id, one.values[id] as string), source: nameOf(one.source).title, observedOn: one.observedOn }))
    return [{ id, title, value: said(id, value), source: nameOf(won.source), observedOn: won.observedOn, others }]
  })
  return { linked: true, since: mine.at.toISOString(), fields, ties: await tiesOf(ctx, registry, statements) }
}

async function accessView(ctx: Ctx, row: store.AccessRow): Promise<AccessView> {
  const fields = registryById(ctx, row.registry).fields
  const purpose = Purpose.safeParse(row.purpose)
  const unit = row.organisation ? await organisationByPath(ctx, row.organisation) : undefined
  return {
    id: row.id,
    what: row.what,
    fields: row.fields.map((field) => fields[field]?.title ?? { zh: field, en: field }),
    purpose: purpose.success ? purposes[purpose.data].title : { zh: row.purpose, en: row.purpose },
    note: row.note,
    actor: row.actor_name,
    organisation: unit?.name ?? null,
    at: row.at.toISOString(),
    question: row.question,
    askedAt: row.asked_at?.toISOString() ?? null,
    answer: row.answer,
    answeredBy: row.answered_name,
    answeredAt: row.answered_at?.toISOString() ?? null,
  }
}

async function accessViews(ctx: Ctx, rows: readonly store.AccessRow[]): Promise<AccessView[]> {
  const views: AccessView[] = []
  for (const row of rows) views.push(await accessView(ctx, row))
  return views
}

/** 谁查看过我的信息. */
export async function myAccesses(
  ctx: Ctx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: AccessView[]; next: string | null }> {
  const { entity_id } = await myEntity(ctx)
  const rows = await store.accesses(ctx, entity_id, { cursor, limit: limit + 1 })
  const page = rows.slice(0, limit)
  return { items: await accessViews(ctx, page), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}

export async function questionAccess(ctx: Ctx, id: string, text: string): Promise<AccessView> {
  const mine = await store.mine(ctx)
  const row = mine && (await store.accessOf(ctx, mine.entity_id, id))
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This look-up' : '这次查看' })
  if (row.question) throw asked()
  await store.question(ctx, id, text)
  record(ctx, { action: 'registry.question-access', ref: `registry.access:${id}` })
  return accessView(ctx, { ...row, question: text, asked_at: ctx.now })
}

export const listQuestions = async (ctx: Ctx, open: boolean): Promise<AccessView[]> =>
  accessViews(ctx, await store.questions(ctx, { open, limit: 200 }))

export async function answerQuestion(ctx: Ctx, id: string, answer: string): Promise<void> {
  if (!(await store.answerQuestion(ctx, id, answer))) throw notFound({ what: ctx.locale === 'en' ? 'This question' : '这条疑问' })
  record(ctx, { action: 'registry.answer-question', ref: `registry.access:${id}`, why: answer })
}

async function correctionViews(ctx: Ctx, rows: readonly store.CorrectionRow[], isOwn: boolean): Promise<CorrectionView[]> {
  const views: CorrectionView[] = []
  for (const row of rows) {
    const registry = registryById(ctx, row.registry)
    const field = registry.fields[row.field]
    const proposed = ctx.secrets.decrypt(row.proposed_sealed)
    views.push({
      id: row.id,
      registry: row.registry,
      entity: row.entity_id,
      field: { id: row.field, title: field?.title ?? { zh: row.field, en: row.field } },
      source: (await sourceNames(ctx, registry))(row.source),
      proposed: isOwn ? proposed : maskValue(proposed, field?.mask),
      why: row.why,
      state: row.state,
      version: row.version,
      askedAt: row.asked_at.toISOString(),
      answer: row.answer,
      answeredBy: row.answered_name,
      answeredAt: row.answered_at?.toISOString() ?? null,
    })
  }
  return views
}

/** It goes to the source whose value stands now: whoever said it puts it right. */
export async function askCorrection(ctx: Ctx, given: NewCorrection): Promise<CorrectionView> {
  const mine = await myEntity(ctx)
  const registry = registryById(ctx, mine.registry)
  if (!registry.fields[given.field]) throw noSuchField({ registry: registry.title[ctx.locale], field: given.field })
  const [row] = await entities.byIds(ctx, [mine.entity_id])
  const holder = settingsOf(ctx.house, registrySettings).sources[registry.id]?.find(({ holds }) => holds.includes(given.field))
  const waiting = await store.corrections(ctx, { mine: true, state: 'asked', limit: 50 })
  if (waiting.some(({ field }) => field === given.field)) throw asked()
  const id = newId()
  await store.askCorrection(ctx, {
    id,
    registry: registry.id,
    entity_id: mine.entity_id,
    field: given.field,
    source: row?.provenance[given.field]?.source ?? holder?.id ?? '',
    proposed_sealed: ctx.secrets.encrypt(given.proposed),
    why: given.why,
  })
  record(ctx, { action: 'registry.ask-correction', ref: `registry.correction:${id}`, after: { field: given.field } })
  return (await correctionViews(ctx, await store.corrections(ctx, { id, limit: 1 }), true))[0] as CorrectionView
}

export const myCorrections = async (ctx: Ctx): Promise<CorrectionView[]> =>
  correctionViews(ctx, await store.corrections(ctx, { mine: true, limit: 100 }), true)

export const listCorrections = async (ctx: Ctx, state: CorrectionView['state'] | undefined): Promise<CorrectionView[]> =>
  correctionViews(ctx, await store.corrections(ctx, { state, limit: 200 }), false)

export async function answerCorrection(ctx: Ctx, id: string, given: CorrectionAnswer): Promise<CorrectionView> {
  const [row] = await store.corrections(ctx, { id, limit: 1 })
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This request' : '这份更正申请' })
  const view = async () =>
    (await correctionViews(ctx, await store.corrections(ctx, { id, limit: 1 }), false))[0] as CorrectionView
  if (!(await store.answerCorrection(ctx, id, given))) throw staleVersion({}, { current: await view() })
  record(ctx, {
    action: 'registry.answer-correction',
    ref: `registry.correction:${id}`,
    after: { state: given.state },
    why: given.answer,
  })
  return view()
}
