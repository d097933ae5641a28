import type { Ctx, User } from '#kernel'
import { deliver, legalEntities, subjectFacts } from '#engines/registry'
import { daysBefore } from './dates.ts'
import { demoEnterprise, demoSubject } from './demo-data.ts'
import { type Move, move, asAccount, asOffice, clerkId, tellOf, unitPath } from './demo-stage.ts'
import { askAsAgencyIn } from './agency.ts'
import { answerBatch, batchFile, makeBatch, plan } from './exchange.ts'
import { claim, consent, decideClaim, withdrawConsent } from './own.ts'
import type { AgencyAsk } from './schema.ts'
import { batches } from './store-exchange.ts'
import { consentsOf, representativesOfAccount } from './store-people.ts'
import { subjectBy } from './store-subjects.ts'
import { todayOf } from './views.ts'

const AGENCY = 'puxin_credit'
const inMonths = (ctx: Ctx, months: number) => daysBefore(todayOf(ctx), -30 * months)

/** The subject that this account acts for first. */
async function subjectOf(ctx: Ctx): Promise<string> {
  const [first] = (await representativesOfAccount(ctx)).filter(({ state }) => state === 'confirmed')
  if (!first) throw new Error('The account acts for nobody')
  return first.subject_id
}

interface Given {
  purpose: string
  months: number
  kinds?: string[]
  /** Of a firm of the demo; default: the one that the account acts for first. */
  firm?: number
}
const consents = (ago: number, who: 'enterprise' | 'resident', { purpose, months, kinds, firm }: Given): Move =>
  move(ago, `consent of ${who}`, async (ctx) => {
    const holder = await asAccount(ctx, who)
    const given = { agency: unitPath(ctx, AGENCY), purpose, until: inMonths(ctx, months), ...(kinds && { kinds }) }
    const other = firm === undefined ? undefined : await subjectBy(ctx, demoSubject(firm).code as string)
    return consent(holder, { subject: other?.id ?? (await subjectOf(holder)), ...given })
  })

const takesBack = (ago: number, who: 'enterprise' | 'resident'): Move =>
  move(ago, `${who} takes consents back`, async (ctx) => {
    const holder = await asAccount(ctx, who)
    for (const { id, withdrawn_at } of await consentsOf(holder, await subjectOf(holder)))
      if (!withdrawn_at) await withdrawConsent(holder, id)
  })

const asks = (ago: number, who: (ctx: Ctx) => Promise<AgencyAsk>): Move =>
  move(ago, 'the agency asks', async (ctx) => askAsAgencyIn(await asAccount(ctx, 'agency'), await who(ctx)))

const firm =
  (purpose: string, code = demoEnterprise.code) =>
  async (): Promise<AgencyAsk> => ({ code, purpose })

/** Who the resident's account is, as the population registry has it. */
async function self(ctx: Ctx): Promise<{ name: string; number: string }> {
  const { answers } = await (await asAccount(ctx, 'resident')).ask(subjectFacts, {
    kind: 'person',
    fields: ['name', 'id_number'],
  })
  const facts = new Map(answers.flatMap(({ value }) => value).map(({ field, value }) => [field, value]))
  const [name, number] = [facts.get('name'), facts.get('id_number')]
  if (!name || !number) throw new Error('The registry does not know the resident')
  return { name, number }
}
const resident =
  (purpose: string) =>
  async (ctx: Ctx): Promise<AgencyAsk> => ({ ...(await self(ctx)), purpose })

const honoured: Move = move(400, 'the resident is honoured', async (ctx) => {
  const person = await self(ctx)
  const common = { ...person, field: 'social', basis: '《上海市社会信用条例》第三十条' }
  await tellOf(
    ctx,
    'civil_affairs',
    'demo-person-1',
    [],
    [
      {
        ...common,
        documentNumber: '青民奖〔2025〕第 17 号',
        kind: 'honour',
        title: '优秀志愿者',
        decidedOn: todayOf(ctx),
        content: '年度志愿服务 210 小时',
      },
      {
        ...common,
        documentNumber: '青民承〔2025〕第 203 号',
        kind: 'commitment',
        title: '养老助餐点食品安全承诺',
        decidedOn: daysBefore(todayOf(ctx), 30),
        outcome: 'kept',
        content: '承诺期一年，抽查 4 次均符合',
      },
    ],
  )
})

/** What the market bureau and the tax office hold of the demo's enterprises: the registry of legal entities knows them by the same code. */
const BATCH = 20
const REGISTERED = 120
const kinds: Record<string, string> = { enterprise: 'company', 'self-employed': 'sole', social: 'civil' }
const representatives = ['沈建国', '陆丽华', '顾志强', '朱晓燕', '徐文杰', '蔡雅琴', '周俊峰', '吴秀英']

const registers = (from: number): Move =>
  move(14 - from / 1000, `registered from ${from}`, async (ctx) => {
    const firms = Array.from({ length: BATCH }, (_, at) => from + at).flatMap((n) => {
      const { kind, code, name, industry, registeredOn, address } = demoSubject(n)
      return code && registeredOn && address ? [{ n, kind, code, name, industry, registeredOn, address }] : []
    })
    const observedOn = daysBefore(todayOf(ctx), 5)
    const carried = ({ n, code, name, address }: (typeof firms)[number]) => ({
      name,
      credit_code: code,
      address,
      representative: representatives[n % representatives.length] as string,
    })
    const market = firms.map((one) => ({
      key: `credit-demo-${one.n}`,
      observedOn,
      values: {
        ...carried(one),
        kind: kinds[one.kind] ?? 'company',
        state: one.n % 41 === 22 ? 'revoked' : 'open',
        founded: one.registeredOn,
        industry: one.industry,
        capital: String([50, 100, 200, 500, 1000][one.n % 5]),
      },
    }))
    const tax = firms.map((one) => ({
      key: `credit-demo-${one.n}`,
      observedOn,
      values: { ...carried(one), taxpayer: one.n % 3 === 0 ? '小规模纳税人' : '一般纳税人' },
    }))
    const told = [
      ['market', market],
      ['tax', tax],
    ] as const
    for (const [source, records] of told)
      await deliver(ctx.as(sourceUser(unitPath(ctx, source))), legalEntities, source, records, 'generated')
  })

/** A department's system, with the right to deliver for its own unit. */
const sourceUser = (path: string): User => ({
  id: clerkId(path),
  kind: 'staff',
  name: '登记系统',
  organisation: path,
  grants: [{ capability: 'registry.deliver', tree: 'organisation', path }],
})

const claims = (ago: number, who: 'resident' | 'enterprise', subject: number): Move =>
  move(ago, `${who} asks to act`, async (ctx) => {
    const { code, name } = demoSubject(subject)
    return claim(await asAccount(ctx, who), { code: code as string, name })
  })

const refusesClaim: Move = move(44, 'the office refuses a claim', async (ctx) => {
  const office = await asOffice(ctx)
  const subject = await subjectBy(ctx, demoSubject(41).code as string)
  const asked = (await representativesOfAccount(await asAccount(ctx, 'resident'))).find(
    ({ subject_id }) => subject_id === subject?.id,
  )
  if (asked) await decideClaim(office, asked.id, { confirm: false, why: '未提供企业授权委托书，请补充后再次申请。' })
})

/** 上报: made, fetched, answered; some rows come back with a reason and go again. */
const sends = (ago: number): Move =>
  move(ago, 'batches', async (ctx) => {
    for (const part of await plan(ctx)) await makeBatch(await asOffice(ctx), part)
  })

const answered = (ago: number): Move =>
  move(ago, 'answers from above', async (ctx) => {
    const office = await asOffice(ctx)
    const open = (await batches(ctx, undefined, 50)).filter(({ state }) => state !== 'answered')
    for (const [n, { id, rows }] of open.entries()) {
      if (n % 4 === 3) continue
      await batchFile(office, id, 'csv')
      if (n % 4 === 2) continue
      const told = new Set(Array.from({ length: rows }, (_, line) => line + 1))
      const rejected = n % 4 === 1 && rows > 1 ? [{ line: rows, why: '处罚类别代码不在上级目录内' }] : []
      await answerBatch(office, id, { told, rejected })
    }
  })

export const plotPeople: readonly Move[] = [
  ...Array.from({ length: REGISTERED / BATCH }, (_, n) => registers(n * BATCH)),
  honoured,
  move(380, 'the resident is verified', async (ctx) => claim(await asAccount(ctx, 'resident'), { self: true })),
  consents(120, 'enterprise', { purpose: '向银行申请流动资金贷款', months: 4 }),
  asks(119, firm('流动资金贷款审批')),
  asks(96, firm('贷后检查')),
  takesBack(62, 'enterprise'),
  asks(61, firm('贷后检查')),
  consents(33, 'enterprise', { purpose: '供应商入围资信审查', months: 6 }),
  asks(32, firm('供应商入围资信审查')),
  asks(15, firm('尽职调查', demoSubject(20).code as string)),
  asks(7, firm('供应商年度复审')),
  // What this firm's agency received is later removed and repaired: it is told to use it no longer.
  consents(72, 'enterprise', { purpose: '融资租赁资信审查', months: 6, firm: 2 }),
  asks(71, firm('融资租赁资信审查', demoSubject(2).code as string)),
  consents(48, 'resident', { purpose: '助餐点小额贷款', months: 1, kinds: ['honour', 'commitment'] }),
  asks(47, resident('助餐点小额贷款审批')),
  takesBack(27, 'resident'),
  asks(26, resident('贷后检查')),
  consents(10, 'resident', { purpose: '申请助餐点装修贷款', months: 3, kinds: ['honour', 'commitment', 'licence'] }),
  asks(8, resident('装修贷款审批')),
  claims(46, 'resident', 41),
  refusesClaim,
  claims(2.5, 'enterprise', 42),
  claims(1.2, 'resident', 40),
  sends(29),
  answered(27),
  sends(5),
  answered(3.5),
  sends(1.1),
]
