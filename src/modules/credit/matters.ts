import { type Ctx, notFound, nextNumber, type Ref, refOf, staleVersion, type Text } from '#kernel'
import { attach } from '#engines/files'
import { completeTask, processOf, startProcess } from '#engines/process'
import { matterOpen, notAdverse, notDeciding, reasonMissing, repairNotYet } from './errors.ts'
import { OBJECTION, REPAIR } from './process.ts'
import { type Condition, type Degree, mayRepair, publicationOf, repairConditions, ruleOn } from './repair-rule.ts'
import type { ConditionView, Decision, NewObjection, NewRepair, RepairOutlook } from './schema.ts'
import { insertObjection, insertRepair, lockMatter, type MatterKind, openMatters, visibleMatter } from './store-matters.ts'
import { lockRecord, recordById, type RecordRow, setDisputed } from './store-records.ts'
import { subjectOfRecord, type SubjectRow } from './store-subjects.ts'
import { representativeOf } from './store-people.ts'
import { recordViews } from './subject.ts'
import { isActing, limitsOf, todayOf } from './views.ts'

const none = (ctx: Ctx, zh: string, en: string) => notFound({ what: ctx.locale === 'en' ? en : zh })
export const matterRef = (kind: MatterKind, id: string): Ref => refOf(`credit.${kind}`, id)

/** A record of a subject for which the reader acts; anybody else's is not there. */
async function ownRecord(ctx: Ctx, id: string, lock: boolean): Promise<{ record: RecordRow; subject: SubjectRow }> {
  const record = await (lock ? lockRecord(ctx, id) : recordById(ctx, id))
  const subject = record && record.removed_at === null ? await subjectOfRecord(ctx, record) : undefined
  if (!record || !subject || !(await representativeOf(ctx, subject.id))) throw none(ctx, '这条信用信息', 'This record')
  return { record, subject }
}

const words: Record<MatterKind, Text> = {
  objection: { zh: '异议', en: 'an objection' },
  repair: { zh: '修复申请', en: 'an application for repair' },
}

async function refuseTwo(ctx: Ctx, record: string): Promise<void> {
  const open = (await openMatters(ctx, [record])).get(record)
  if (open) throw matterOpen({ what: words[open.what][ctx.locale], number: open.number }, { current: open })
}

async function numberOf(ctx: Ctx, kind: MatterKind): Promise<string> {
  const year = Number(todayOf(ctx).slice(0, 4))
  const n = String(await nextNumber(ctx, `credit.${kind}`, year)).padStart(4, '0')
  return kind === 'objection' ? `信异〔${year}〕${n} 号` : `信修〔${year}〕${n} 号`
}

/** 异议: from now until the answer the record stands as disputed, and takes no points away. */
export async function object(
  ctx: Ctx,
  { record: id, wants, reason, materials }: NewObjection,
): Promise<{ id: string; number: string }> {
  const { record, subject } = await ownRecord(ctx, id, true)
  await refuseTwo(ctx, id)
  const number = await numberOf(ctx, 'objection')
  const made = await insertObjection(ctx, { number, record_id: id, subject_id: subject.id, source: record.source, reason, wants })
  if (!made) throw matterOpen({ what: words.objection[ctx.locale], number: '' })
  await setDisputed(ctx, id, true)
  await begin(ctx, 'objection', made, { number, record, materials })
  return { id: made, number }
}

async function begin(
  ctx: Ctx,
  kind: MatterKind,
  id: string,
  { number, record, materials }: { number: string; record: RecordRow; materials: readonly string[] },
): Promise<void> {
  if (materials.length > 0) await attach(ctx, materials, matterRef(kind, id), 'material')
  await startProcess(ctx, {
    process: kind === 'objection' ? OBJECTION : REPAIR,
    subject: matterRef(kind, id),
    title: `${number} · ${record.title}`,
    variables: { unit: record.source, limits: limitsOf(ctx) },
  })
}

const conditionTitles: Record<Condition['id'], Text> = {
  state: { zh: '仍在公示或共享期内', en: 'Still in its period of publication' },
  period: { zh: '已满最短公示期', en: 'The least period has passed' },
  corrected: { zh: '已纠正失信行为', en: 'The act has been put right' },
  duty: { zh: '已履行处罚决定等义务', en: 'The duty has been done' },
  commitment: { zh: '已公开作出信用承诺', en: 'A public commitment is made' },
  materials: { zh: '已提交证明材料', en: 'Proof is handed in' },
}
export const conditionViews = (conditions: readonly Condition[]): ConditionView[] =>
  conditions.map((condition) => ({ ...condition, title: conditionTitles[condition.id] }))

/** 公开承诺书: what is promised, and becomes public with the application. */
export const commitmentOf = (subject: SubjectRow): Text => ({
  zh: `${subject.name}承诺：已纠正失信行为并履行法定义务，所提供材料真实有效；今后依法守信经营，如有违背，自愿接受依法处理，并同意将本承诺向社会公开。`,
  en: `${subject.name} promises: the act has been put right and the duty done; the proof is genuine; it will keep the law, accept the consequences if it does not, and agrees that this promise is made public.`,
})

const actOf = (record: RecordRow) => ({
  degree: record.degree as Degree,
  decidedOn: record.decided_on,
  termMonths: record.term_months,
  mustPublish: record.must_publish,
})

export async function repairOutlook(ctx: Ctx, id: string): Promise<RepairOutlook> {
  const { record, subject } = await ownRecord(ctx, id, false)
  if (!record.degree) throw notAdverse()
  const rule = ruleOn(record.decided_on)
  const { repairFrom, endsOn } = publicationOf(actOf(record), rule)
  const facts = {
    today: todayOf(ctx),
    corrected: false,
    dutyDone: record.duty_done_on !== null,
    committed: false,
    materials: 0,
    state: record.state,
  }
  const [view] = await recordViews(ctx, [record], true)
  return {
    record: view as RepairOutlook['record'],
    rule: { id: rule.id, title: rule.title, basis: rule.basis },
    degree: record.degree,
    repairFrom,
    endsOn,
    conditions: conditionViews(repairConditions(actOf(record), facts, rule)),
    commitment: commitmentOf(subject),
  }
}

/** 修复申请: taken only when every condition of the rule is met, and otherwise refused with those that are not, and from when. */
export async function askRepair(ctx: Ctx, asked: NewRepair): Promise<{ id: string; number: string }> {
  const { record, subject } = await ownRecord(ctx, asked.record, true)
  if (!record.degree || !isActing({ ...record, publish_until: null }, todayOf(ctx))) throw notAdverse()
  await refuseTwo(ctx, record.id)
  const rule = ruleOn(record.decided_on)
  const facts = {
    today: todayOf(ctx),
    state: record.state,
    corrected: asked.corrected,
    dutyDone: asked.dutyDone,
    committed: asked.committed,
  }
  const conditions = repairConditions(actOf(record), { ...facts, materials: asked.materials.length }, rule)
  if (!mayRepair(conditions))
    throw repairNotYet({ missing: missingWords(ctx, conditions) }, { current: conditionViews(conditions) })
  const number = await numberOf(ctx, 'repair')
  const made = await insertRepair(ctx, {
    number,
    record_id: record.id,
    subject_id: subject.id,
    source: record.source,
    rule: rule.id,
    statement: asked.statement,
    commitment: commitmentOf(subject)[ctx.locale],
    conditions,
  })
  if (!made) throw matterOpen({ what: words.repair[ctx.locale], number: '' })
  await begin(ctx, 'repair', made, { number, record, materials: asked.materials })
  return { id: made, number }
}

const missingWords = (ctx: Ctx, conditions: readonly Condition[]): string =>
  conditions
    .filter(({ met }) => !met)
    .map(
      ({ id, from }) =>
        conditionTitles[id][ctx.locale] + (from ? (ctx.locale === 'en' ? ` (from ${from})` : `（${from} 起）`) : ''),
    )
    .join(ctx.locale === 'en' ? '; ' : '；')

const needsWhy = new Set(['refuse', 'keep', 'remove', 'correct'])

/** An officer's answer. Of two who answer at once one wins; the other sees what was decided. */
export async function decide(
  ctx: Ctx,
  kind: MatterKind,
  id: string,
  { version, outcome, why, correct }: Decision,
): Promise<void> {
  if (!(await visibleMatter(ctx, kind, id))) throw none(ctx, '这件事项', 'This matter')
  const row = await lockMatter(ctx, kind, id)
  if (!row || row.ended_at) throw notDeciding({}, { current: row && { state: row.state, answer: row.answer } })
  if (row.version !== version) throw staleVersion({}, { current: { state: row.state, version: row.version } })
  if (needsWhy.has(outcome) && why.length < 2) throw reasonMissing()
  const task = (await processOf(ctx, matterRef(kind, id)))?.tasks.find(({ state }) => state === 'open')
  if (!task) throw notDeciding()
  await completeTask(ctx, { task: task.id, outcome, ...(why && { comment: why }), data: { ...(correct && { correct }) } })
}
