import { type Ctx, system } from '#kernel'
import { accountIdByName } from '#engines/identity'
import { daysBefore } from './dates.ts'
import { demoEnterprise } from './demo-data.ts'
import { demoSubjectRow, fillDemo, fillStep } from './demo.ts'
import { playDemo } from './demo-play.ts'
import { at } from './demo-stage.ts'
import { derive } from './derive.ts'
import { nobody } from './persons.ts'
import { creditOf, kindOf } from './settings.ts'
import { queueRows } from './store-exchange.ts'
import { insertMeasure } from './store-lists.ts'
import { askToRepresent } from './store-people.ts'
import { insertRecords, type NewRecord } from './store-records.ts'
import { insertSubjects, subjectBy } from './store-subjects.ts'
import { todayOf } from './views.ts'

export { demoEnterprise }

interface Told {
  number: string
  source: string
  field: string
  kind: string
  title: string
  daysAgo: number
  degree?: 'minor' | 'general' | 'serious'
  outcome?: 'kept' | 'broken'
  basis?: string
  content?: string
}

const told: Told[] = [
  { number: '青市监许〔2021〕第 88 号', source: 'market', field: 'food', kind: 'licence', title: '食品经营许可', daysAgo: 900 },
  { number: '青税信〔2026〕第 12 号', source: 'tax', field: 'tax', kind: 'honour', title: '纳税信用 A 级', daysAgo: 200 },
  {
    number: '青环承〔2026〕第 7 号',
    source: 'environment',
    field: 'environment',
    kind: 'commitment',
    title: '排污登记告知承诺',
    daysAgo: 150,
    outcome: 'kept',
    basis: '《排污许可管理条例》第二十四条',
  },
  {
    number: '青市监处〔2026〕第 310 号',
    source: 'market',
    field: 'food',
    kind: 'penalty',
    title: '经营标签不符合规定的食品',
    daysAgo: 130,
    degree: 'general',
    basis: '《中华人民共和国食品安全法》第一百二十五条',
    content: '罚款 8000 元，没收违法所得',
  },
  {
    number: '青应急罚〔2026〕第 41 号',
    source: 'emergency',
    field: 'safety',
    kind: 'penalty',
    title: '未按规定进行安全生产教育培训',
    daysAgo: 60,
    degree: 'serious',
    basis: '《中华人民共和国安全生产法》第九十七条',
    content: '罚款 60000 元',
  },
  {
    number: '青消罚〔2026〕第 19 号',
    source: 'fire',
    field: 'fire',
    kind: 'penalty',
    title: '占用疏散通道（已当场改正）',
    daysAgo: 40,
    degree: 'minor',
    basis: '《中华人民共和国消防法》第六十条',
    content: '警告',
  },
]

function rowOf(ctx: Ctx, act: Told): NewRecord {
  const today = todayOf(ctx)
  const facts = {
    subject_code: demoEnterprise.code,
    kind: act.kind,
    degree: act.degree ?? null,
    decided_on: daysBefore(today, act.daysAgo),
    term_months: null,
    must_publish: false,
    basis: act.basis ?? '',
  }
  return {
    ...facts,
    ...nobody,
    degree: act.degree ?? null,
    outcome: act.outcome ?? null,
    subject_name: demoEnterprise.name,
    source: `${creditOf(ctx).office.split('.')[0]}.${act.source}`,
    document_number: act.number,
    field: act.field,
    title: act.title,
    valid_until: null,
    content: act.content ?? '',
    duty_done_on: null,
    ...derive(facts, kindOf(ctx, act.kind), today),
  }
}

async function represented(ctx: Ctx, account: string): Promise<void> {
  const [id, subject] = [await accountIdByName(ctx, account), await subjectBy(ctx, demoEnterprise.code)]
  if (id && subject) await askToRepresent(ctx, { account: id, subject: subject.id, role: 'agent', confirmed: true })
}

/** After the start, so that the first page is not kept waiting. */
const LATER_MS = 3000
const STORY_MS = 600 * 86_400_000

/** A few hundred records at once; the rest follows in the background. */
export async function plantDemo(ctx: Ctx): Promise<void> {
  const { demo } = creditOf(ctx)
  const first = { subjects: Math.min(demo.subjects, 1000), records: demo.first }
  await insertSubjects(ctx, [demoSubjectRow(ctx, 0)])
  while (await fillStep(ctx, first));
  const rows = told.map((act) => rowOf(ctx, act))
  const ids = await insertRecords(ctx, rows)
  await queueRows(
    ctx,
    rows.flatMap(({ source, document_number, field }) => {
      const record = ids.get(`${source} ${document_number}`)
      return record ? [{ record, field, what: 'add' as const }] : []
    }),
  )
  // Since before the story begins: its own firm stands first among those it acts for.
  await represented(at(ctx, new Date(ctx.now.getTime() - STORY_MS)), 'enterprise')
  if (ctx.config.demoRecords !== 0) await ctx.enqueue(playDemo, {}, { at: new Date(ctx.now.getTime() + LATER_MS) })
  await ctx.enqueue(fillDemo, {})
}

/** The district's measures, each with its basis, on the first day. */
export async function plantMeasures(ctx: Ctx): Promise<void> {
  for (const { code, kind, title, basis, appliesTo, department, from } of creditOf(ctx).measures)
    await insertMeasure(ctx.as(system), {
      code,
      kind,
      title,
      basis,
      applies_to: appliesTo,
      department,
      from_on: from,
      until: null,
    })
}
