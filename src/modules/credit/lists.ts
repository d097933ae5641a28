import { type Ctx, demand, districtOf, holdsOver, notFound, staleVersion } from '#kernel'
import { record } from '#engines/audit'
import { calendarOf, dueAt } from '#engines/calendar'
import { tell } from '#engines/notify'
import { upsertRows } from '#engines/registers'
import { cleanCreditCode } from '#protocols/credit-code'
import { addMonths, dayIn } from './dates.ts'
import { alreadyListed, hearingOpen, notListing, reasonMissing, unknownList, wrongState } from './errors.ts'
import { subjectListed } from './events.ts'
import { listViews } from './lists-view.ts'
import { unitNames } from './names.ts'
import { takeOff } from './off-list.ts'
import { records } from './records.ts'
import type { Entries, EntryAct, ListInfo, ListView, NewEntry, PublicEntries } from './schema.ts'
import { creditOf, listOf } from './settings.ts'
import * as store from './store-lists.ts'
import { accountsFor, representativeOf } from './store-people.ts'
import { setStates } from './store-records.ts'
import { subjectBy, subjectsByIds } from './store-subjects.ts'
import { todayOf } from './views.ts'

const LIST = 'credit.list'

/** The lists there are, each with the norm it rests on, and how many stand on it. */
export async function listInfos(ctx: Ctx): Promise<ListInfo[]> {
  const { lists } = creditOf(ctx)
  const nameOf = await unitNames(
    ctx,
    lists.flatMap(({ departments }) => departments),
  )
  const counts = await store.enteredCounts(ctx)
  return lists.map(({ code, title, basis, consequence, departments }) => ({
    code,
    title,
    basis,
    consequence,
    departments: departments.map((path) => ({ path, name: nameOf(path) })),
    entered: counts.get(code) ?? 0,
  }))
}

export async function entryList(ctx: Ctx, query: store.EntryFilter): Promise<Entries> {
  const rows = await store.visibleEntries(ctx, { ...query, limit: query.limit + 1 })
  return {
    items: await listViews(ctx, rows.slice(0, query.limit)),
    next: rows.length > query.limit ? (rows[query.limit - 1]?.id ?? null) : null,
  }
}

export async function publicList(
  ctx: Ctx,
  list: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<PublicEntries> {
  if (!listOf(ctx, list)) throw notFound({ what: ctx.locale === 'en' ? 'This list' : '这份名单' })
  const rows = await store.publicEntries(ctx, list, cursor, limit + 1)
  const views = await listViews(ctx, rows.slice(0, limit))
  return {
    items: views.map(({ id, title, basis, enteredOn, until, documentNumber, department, subject }) => ({
      id,
      title,
      basis,
      enteredOn,
      until,
      documentNumber,
      department,
      subject,
    })),
    next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
  }
}

/** 事先告知: nobody is listed without having been told and heard. The clock of the hearing runs in working days. */
export async function notice(ctx: Ctx, asked: NewEntry): Promise<ListView> {
  const list = listOf(ctx, asked.list)
  if (!list) throw unknownList({ list: asked.list })
  const source = list.departments.find((path) => holdsOver(ctx.user, LIST, { organisation: path }))
  if (!source) throw notListing()
  const subject = await subjectBy(ctx, asked.subject.includes('-') ? asked.subject : cleanCreditCode(asked.subject))
  if (!subject) throw notFound({ what: ctx.locale === 'en' ? 'This subject' : '这个信用主体' })
  const id = await store.insertEntry(ctx, {
    list: list.code,
    subject_id: subject.id,
    source,
    facts: asked.facts,
    document_number: asked.documentNumber,
    noticed_on: todayOf(ctx),
    heard_until: dueAt(calendarOf(ctx.house), ctx.now, list.hearing),
  })
  if (!id) throw alreadyListed()
  record(ctx, {
    action: 'credit.notice',
    ref: `credit.list-entry:${id}`,
    after: { list: list.code, document: asked.documentNumber },
  })
  await tell(ctx, {
    to: await accountsFor(ctx, subject.id),
    title: { zh: '拟列入严重失信主体名单，您可以陈述申辩', en: 'You are to be listed; you may state your case' },
    body: { zh: `${list.title.zh}：${asked.facts}`, en: `${list.title.en}: ${asked.facts}` },
    ref: `credit.list-entry:${id}`,
  })
  return one(ctx, id)
}

async function one(ctx: Ctx, id: string): Promise<ListView> {
  const row = await store.lockEntry(ctx, id)
  const [view] = row ? await listViews(ctx, [row]) : []
  if (!view) throw notFound({ what: ctx.locale === 'en' ? 'This entry' : '这条名单记录' })
  return view
}

async function taken(ctx: Ctx, id: string, version: number, state: store.EntryRow['state']): Promise<store.EntryRow> {
  const row = await store.lockEntry(ctx, id)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This entry' : '这条名单记录' })
  if (row.version !== version) throw staleVersion({}, { current: await one(ctx, id) })
  if (row.state !== state) throw wrongState({}, { current: await one(ctx, id) })
  return row
}

/** 陈述申辩 by the subject, while it may. */
export async function state(ctx: Ctx, id: string, { version, text }: { version: number; text: string }): Promise<ListView> {
  const row = await taken(ctx, id, version, 'noticed')
  if (!(await representativeOf(ctx, row.subject_id)))
    throw notFound({ what: ctx.locale === 'en' ? 'This entry' : '这条名单记录' })
  await store.changeEntry(ctx, id, { statement: text })
  await tell(ctx, {
    to: { organisation: row.source, capability: LIST },
    title: { zh: '收到陈述申辩', en: 'A subject has stated its case' },
    body: { zh: text.slice(0, 200), en: text.slice(0, 200) },
    ref: `credit.list-entry:${id}`,
  })
  return one(ctx, id)
}

/** 列入: after the hearing; every measure that rests on the list falls due, and the record of it is published. */
export async function enter(ctx: Ctx, id: string, { version }: EntryAct): Promise<ListView> {
  const row = await taken(ctx, id, version, 'noticed')
  demand(ctx.user, LIST, { organisation: row.source })
  if (ctx.now < row.heard_until) throw hearingOpen({ until: dayIn(row.heard_until, districtOf(ctx.house).timeZone) })
  const list = listOf(ctx, row.list)
  const today = todayOf(ctx)
  const recordId = await recordEntry(ctx, row)
  await store.changeEntry(ctx, id, {
    state: 'entered',
    entered_on: today,
    until: addMonths(today, list?.months ?? 36),
    record_id: recordId,
  })
  await store.insertExecutions(ctx, row.subject_id, { entry: id }, await store.measures(ctx, row.list, today))
  await ctx.emit(subjectListed, { entry: id, list: row.list, subject: row.subject_id })
  record(ctx, { action: 'credit.enter-list', ref: `credit.list-entry:${id}`, after: { list: row.list } })
  return one(ctx, id)
}

/** The listing is a record like any other, so that it is published, objected to and counted by the same rules. */
async function recordEntry(ctx: Ctx, row: store.EntryRow): Promise<string | null> {
  const list = listOf(ctx, row.list)
  const subject = (await subjectsByIds(ctx, [row.subject_id])).get(row.subject_id)
  const field = creditOf(ctx).fields.find(({ departments }) => departments.includes(row.source))
  if (!list || !subject?.code || !field) return null
  const over = ['credit.read', 'credit.edit'].map((capability) => ({
    capability,
    tree: 'organisation' as const,
    path: row.source,
  }))
  const values = {
    subject_code: subject.code,
    subject_name: subject.name,
    source: row.source,
    document_number: row.document_number,
    field: field.code,
    kind: 'list',
    title: list.title.zh,
    decided_on: todayOf(ctx),
    degree: 'serious',
    basis: list.basis,
    content: row.facts,
  }
  const [outcome] = await upsertRows(ctx.as({ ...ctx.user, grants: [...ctx.user.grants, ...over] }), records, [values], {
    source: `list:${row.id}`,
  })
  return outcome?.id ?? null
}

/** 移出, or not listed after all. The reason is told to the subject. */
export async function exit(ctx: Ctx, id: string, { version, why }: EntryAct): Promise<ListView> {
  const row = await taken(ctx, id, version, 'entered')
  demand(ctx.user, LIST, { organisation: row.source })
  if (why.length < 2) throw reasonMissing()
  await takeOff(ctx, row, why)
  if (row.record_id) await setStates(ctx, [row.record_id], 'ended')
  record(ctx, { action: 'credit.exit-list', ref: `credit.list-entry:${id}`, why })
  return one(ctx, id)
}

export async function drop(ctx: Ctx, id: string, { version, why }: EntryAct): Promise<ListView> {
  const row = await taken(ctx, id, version, 'noticed')
  demand(ctx.user, LIST, { organisation: row.source })
  if (why.length < 2) throw reasonMissing()
  await store.changeEntry(ctx, id, { state: 'dropped', exit_why: why })
  record(ctx, { action: 'credit.drop-notice', ref: `credit.list-entry:${id}`, why })
  return one(ctx, id)
}
