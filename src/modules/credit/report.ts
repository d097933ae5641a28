import { type Ctx, districtOf, type Locale, type Text } from '#kernel'
import { type IssuedPaper, issuePaper, type Mark, type Paper, pdf } from '#engines/documents'
import { ownSubject } from './own.ts'
import { logQuery } from './queries.ts'
import { states } from './records.ts'
import { registeredFacts } from './registered.ts'
import type { IssuedReport, Registered, SubjectPage } from './schema.ts'
import { creditOf } from './settings.ts'
import { subjectPage } from './subject.ts'
import { todayOf } from './views.ts'

const title: Text = { zh: '公共信用信息报告', en: 'Public credit report' }
const words = {
  zh: {
    note: '本报告依据截至生成时归集的公共信用信息，仅供本人查阅和自行提供他人使用。未列入的信息不等于不存在。已修复和公示期满的失信信息不在本报告中列示。',
    basic: '一、主体信息',
    registered: '登记信息（取自法人库）',
    registeredColumns: ['项目', '内容', '来源', '截至'],
    summary: '二、信息概要',
    adverse: '三、失信信息（公示或共享期内）',
    lists: '四、严重失信主体名单',
    good: '五、许可、承诺与荣誉',
    score: '六、信用评分说明',
    scoreNote: '评分规则为本平台自行制定，逐条列明加减分依据，不作为行政决定的依据。',
    none: '无',
    name: '名称',
    code: '代码',
    status: '状态',
    industry: '行业',
    since: '成立日期',
    made: '生成日期',
    columns: ['文书号', '事项', '认定单位', '认定日期', '公示截止'],
    listColumns: ['名单', '依据', '列入日期', '期限至'],
    pointColumns: ['评分项', '分值', '说明'],
    skipped: { 'no-basis': '无法律依据，不计', disputed: '异议中，暂不计', over: '已修复、期满或过期，不计' },
    total: (value: number) => `合计 ${value} 分（基础分外按规则加减）`,
  },
  en: {
    note: 'This report shows the public credit information joined until now. It is for the subject and for those to whom the subject gives it. What is not listed may still exist. Acts that were repaired or whose publication is over are left out.',
    basic: '1. Subject',
    registered: 'Registered facts (from the registry of legal entities)',
    registeredColumns: ['Field', 'Value', 'Source', 'As of'],
    summary: '2. Summary',
    adverse: '3. Dishonest acts (published or shared)',
    lists: '4. Lists of serious breaches',
    good: '5. Licences, commitments, honours',
    score: '6. How the score is made',
    scoreNote: 'The rules of the score are this platform’s own; each point is named. No administrative decision rests on it.',
    none: 'None',
    name: 'Name',
    code: 'Code',
    status: 'Status',
    industry: 'Industry',
    since: 'Since',
    made: 'Made on',
    columns: ['Document', 'Matter', 'By', 'Decided on', 'Until'],
    listColumns: ['List', 'Basis', 'Since', 'Until'],
    pointColumns: ['Rule', 'Points', 'Note'],
    skipped: { 'no-basis': 'no legal basis', disputed: 'disputed', over: 'repaired, ended or too old' },
    total: (value: number) => `Sum: ${value}`,
  },
} as const

const MOST_GOOD = 60

/** 自己的信用报告: made now, kept, and genuine by its code for so many days. */
export async function ownReport(ctx: Ctx, key: string): Promise<IssuedReport> {
  const subject = await ownSubject(ctx, key)
  const page = await subjectPage(ctx, subject.id, '本人查询')
  const registered = await registeredFacts(ctx, subject.id)
  const today = todayOf(ctx)
  const paper = await issuePaper(ctx, {
    kind: 'credit.report',
    title,
    about: `credit.subjects:${subject.id}`,
    holder: ctx.user.id,
    facts: [
      [{ zh: '主体', en: 'Subject' }, subject.name],
      ...(subject.code ? [[{ zh: '代码', en: 'Code' }, subject.code] as [Text, string]] : []),
      [{ zh: '在期失信信息', en: 'Adverse records in force' }, String(adverse(page).length)],
      [
        { zh: '严重失信名单', en: 'Lists of serious breaches' },
        String(page.lists.filter(({ state }) => state === 'entered').length),
      ],
      [{ zh: '生成日期', en: 'Made on' }, today],
    ],
    body: (mark) => reportPdf(ctx, { page, registered, today }, mark),
    validUntil: new Date(ctx.now.getTime() + creditOf(ctx).reportDays * 86_400_000),
  })
  await logQuery(ctx, subject.id, { kind: 'subject', purpose: '本人信用报告', answered: true, records: page.records.length })
  return answer(paper)
}

const answer = ({ id, code, url, fileId }: IssuedPaper): IssuedReport => ({ id, code, url, file: `/api/files/${fileId}` })
const inForce = ({ state }: { state: string }) => state === 'published' || state === 'unpublished'
const adverse = (page: SubjectPage) => page.records.filter((record) => record.degree !== null && inForce(record))

interface Report {
  page: SubjectPage
  registered: Registered
  today: string
}

const reportPdf = (ctx: Ctx, { page, registered, today }: Report, mark: Mark): Promise<Buffer> =>
  pdf(
    (paper) => {
      paper.heading(title[ctx.locale], 1)
      paper.paragraph(words[ctx.locale].note, { quiet: true })
      basicPart(paper, ctx.locale, page, today)
      registeredPart(paper, ctx.locale, registered)
      summaryPart(paper, ctx.locale, page)
      recordsPart(paper, ctx.locale, page)
      scorePart(paper, ctx.locale, page)
      paper.signed([districtOf(ctx.house).title[ctx.locale], today])
      paper.verification(mark)
    },
    { title: title[ctx.locale], lang: ctx.locale, issuer: districtOf(ctx.house).title[ctx.locale], at: ctx.now },
  )

function basicPart(paper: Paper, locale: Locale, { subject }: SubjectPage, today: string): void {
  const say = words[locale]
  paper.heading(say.basic, 2)
  paper.facts(
    [
      [say.name, subject.name],
      [say.code, subject.code ?? subject.number ?? '—'],
      [say.industry, subject.industry ?? subject.occupation ?? '—'],
      [say.since, subject.registeredOn ?? '—'],
      [say.made, today],
    ],
    2,
  )
}

/** Where each fact comes from and of which day it is: the reader need not take the platform's word for it. */
function registeredPart(paper: Paper, locale: Locale, { fields }: Registered): void {
  const say = words[locale]
  if (fields.length === 0) return
  paper.heading(say.registered, 3)
  paper.table(
    say.registeredColumns.map((name, at) => ({ title: name, share: [3, 5, 3, 2][at] ?? 1 })),
    fields.map(({ title: name, says, from, observedOn }) => [name[locale], says[locale], from[locale], observedOn]),
  )
}

function summaryPart(paper: Paper, locale: Locale, { counts }: SubjectPage): void {
  const say = words[locale]
  paper.heading(say.summary, 2)
  const rows = counts
    .filter(inForce)
    .map(
      ({ title: kind, state, n }) =>
        [`${kind[locale]}（${states[state as keyof typeof states]?.[locale] ?? state}）`, String(n)] as const,
    )
  paper.facts(rows.length > 0 ? rows : [[say.none, '0']], 2)
}

function recordsPart(paper: Paper, locale: Locale, page: SubjectPage): void {
  const say = words[locale]
  const columns = say.columns.map((name, at) => ({ title: name, share: [3, 4, 3, 2, 2][at] ?? 1 }))
  const rowOf = (record: SubjectPage['records'][number]) => [
    record.documentNumber,
    record.title,
    record.department[locale],
    record.decidedOn,
    record.publishUntil ?? record.validUntil ?? '—',
  ]
  const bad = adverse(page)
  paper.heading(say.adverse, 2)
  if (bad.length > 0) paper.table(columns, bad.map(rowOf))
  else paper.paragraph(say.none)
  paper.heading(say.lists, 2)
  const lists = page.lists.filter(({ state }) => state === 'entered')
  if (lists.length > 0)
    paper.table(
      say.listColumns.map((name) => ({ title: name })),
      lists.map(({ title: list, basis, enteredOn, until }) => [list[locale], basis, enteredOn, until]),
    )
  else paper.paragraph(say.none)
  paper.heading(say.good, 2)
  const good = page.records.filter((record) => record.degree === null && record.state === 'published').slice(0, MOST_GOOD)
  if (good.length > 0) paper.table(columns, good.map(rowOf))
  else paper.paragraph(say.none)
}

function scorePart(paper: Paper, locale: Locale, { score }: SubjectPage): void {
  const say = words[locale]
  paper.heading(say.score, 2)
  paper.paragraph(`${score.title[locale]}。${say.scoreNote}`, { quiet: true })
  paper.table(
    say.pointColumns.map((name, at) => ({ title: name, share: [3, 1, 4][at] ?? 1 })),
    [
      [locale === 'en' ? 'Base' : '基础分', score.base, ''],
      ...score.lines.map((line) => [line.title[locale], line.points, line.skipped ? say.skipped[line.skipped] : '']),
    ],
  )
  paper.paragraph(say.total(score.value))
}
