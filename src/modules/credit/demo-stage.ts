import { createHash } from 'node:crypto'
import type { Ctx, User } from '#kernel'
import { pdf } from '#engines/documents'
import { keep } from '#engines/files'
import { accountIdByName, capabilitiesOf, organisationByPath, userOfAccount } from '#engines/identity'
import { creditOf } from './settings.ts'
import { demoSubject } from './demo-data.ts'
import { handIn } from './intake.ts'
import { askRepair, decide, object } from './matters.ts'
import { enter, exit, drop, notice, state } from './lists.ts'
import { feedBack } from './measures.ts'
import { daysBefore } from './dates.ts'
import type { HandedIn, NewObjection } from './schema.ts'
import { entryByDocument, executionsByDocument, recordIdOf } from './store-demo.ts'
import { lockMatter, openMatters } from './store-matters.ts'
import { todayOf } from './views.ts'

/** One act of the demo's story, so many days ago. */
export interface Move {
  ago: number
  title: string
  play: (ctx: Ctx) => Promise<unknown>
}

export const move = (ago: number, title: string, play: Move['play']): Move => ({ ago, title, play })

/** The same transaction at another time of its story: what is done through it bears that day. */
export const at = (ctx: Ctx, now: Date): Ctx =>
  Object.create(ctx, { now: { value: now }, as: { value: (user: User) => at(ctx.as(user), now) } })

const district = (ctx: Ctx): string => creditOf(ctx).office.split('.')[0] as string
export const unitPath = (ctx: Ctx, unit: string): string => `${district(ctx)}.${unit}`

/** An account of the demo; its rights are those that it has on the screen. */
export async function asAccount(ctx: Ctx, name: string): Promise<Ctx> {
  const id = await accountIdByName(ctx, name)
  const user = id && (await userOfAccount(ctx, id, 'demo'))
  if (!user) throw new Error(`The demo has no account "${name}"`)
  return ctx.as(user)
}

/** The same id every time; no account has it. */
export const clerkId = (path: string): string =>
  createHash('sha256')
    .update(`demo ${path}`)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5')

/** A clerk of a department that has no account in the demo: the department's role over its own unit, nothing else. */
export async function asClerk(ctx: Ctx, unit: string): Promise<Ctx> {
  const path = unitPath(ctx, unit)
  const named = await organisationByPath(ctx, path)
  const grants = (capabilitiesOf(ctx.house, 'credit_department') ?? []).map((capability) => ({
    capability,
    tree: 'organisation' as const,
    path,
  }))
  return ctx.as({ id: clerkId(path), kind: 'staff', name: `${named?.name.zh ?? unit} 经办`, organisation: path, grants })
}

export const asOffice = (ctx: Ctx): Promise<Ctx> => asAccount(ctx, 'credit')
export const asFirm = (ctx: Ctx): Promise<Ctx> => asAccount(ctx, 'enterprise')

/** What a department tells of one enterprise of the demo; `ago`: days between the act and now. */
export interface Act {
  unit: string
  subject: number
  document: string
  field: string
  title: string
  ago: number
  kind?: string
  degree?: HandedIn['degree']
  basis: string
  content: string
}

const handed = (ctx: Ctx, { subject, document, field, title, ago, kind, degree, basis, content }: Act): HandedIn => {
  const { code, name } = demoSubject(subject)
  return {
    ...(code && { code }),
    name,
    documentNumber: document,
    field,
    kind: kind ?? 'penalty',
    title,
    decidedOn: daysBefore(todayOf(ctx), ago),
    ...(degree && { degree }),
    basis,
    content,
  }
}

/** 报送 by a department, under a key of its own. */
export async function tellOf(ctx: Ctx, unit: string, key: string, acts: readonly Act[], more: readonly HandedIn[] = []) {
  await handIn(await asClerk(ctx, unit), { key, records: [...acts.map((act) => handed(ctx, act)), ...more] })
}

export const objectTo = async (ctx: Ctx, document: string, wants: NewObjection['wants'], reason: string) =>
  object(await asFirm(ctx), { record: await recordIdOf(ctx, document), wants, reason, materials: [] })

export async function repairOf(ctx: Ctx, document: string, statement: string) {
  const firm = await asFirm(ctx)
  const paper = await pdf(
    (page) => {
      page.heading('整改情况说明', 1)
      page.paragraph(statement, { indent: true })
      page.facts([
        ['文书号', document],
        ['日期', todayOf(firm)],
      ])
    },
    { title: '整改情况说明', at: firm.now },
  )
  const { id } = await keep(firm, { content: paper, kind: 'application/pdf', name: '整改情况说明.pdf' })
  const given = { corrected: true, dutyDone: true, committed: true, materials: [id] }
  return askRepair(firm, { record: await recordIdOf(ctx, document), statement, ...given })
}

/** The open matter about this document, answered by the credit office or by the department that recognised the act. */
export async function answer(
  ctx: Ctx,
  document: string,
  outcome: string,
  why = '',
  correct?: { content?: string; title?: string },
) {
  const record = await recordIdOf(ctx, document)
  const open = (await openMatters(ctx, [record])).get(record)
  const matter = open && (await lockMatter(ctx, open.what, open.id))
  if (!open || !matter) throw new Error(`Nothing is open about ${document}`)
  const waits = matter.state === 'accepting' || matter.state === 'receiving'
  const who = waits ? await asOffice(ctx) : await asClerk(ctx, matter.source.split('.')[1] as string)
  await decide(who, open.what, open.id, { version: matter.version, outcome, why, ...(correct && { correct }) })
}

export async function notify(
  ctx: Ctx,
  unit: string,
  told: { list: string; subject: number; facts: string; documentNumber: string },
) {
  const { code } = demoSubject(told.subject)
  await notice(await asClerk(ctx, unit), { ...told, subject: code as string })
}

const entryActs = { enter, exit, drop }
/** 列入、移出、不予列入 by the unit that gave the notice. */
export async function onList(ctx: Ctx, document: string, what: keyof typeof entryActs, why = '') {
  const entry = await entryByDocument(ctx, document)
  await entryActs[what](await asClerk(ctx, entry.source.split('.')[1] as string), entry.id, { version: entry.version, why })
}

export async function stateCase(ctx: Ctx, document: string, text: string) {
  const entry = await entryByDocument(ctx, document)
  await state(await asFirm(ctx), entry.id, { version: entry.version, text })
}

/** 反馈 on every measure that fell due by this entry. */
export async function report(ctx: Ctx, document: string, done: boolean, text: string) {
  for (const { id, version, department } of await executionsByDocument(ctx, document))
    await feedBack(await asClerk(ctx, department.split('.')[1] as string), id, { version, done, text })
}
