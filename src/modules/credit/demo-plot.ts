import type { Ctx } from '#kernel'
import { demoSubject } from './demo-data.ts'
import { plotLists } from './demo-plot-lists.ts'
import { plotPeople } from './demo-plot-people.ts'
import { type Act, answer, asFirm, objectTo, repairOf, tellOf, type Move, move } from './demo-stage.ts'
import { askToRepresent } from './store-people.ts'
import { subjectBy } from './store-subjects.ts'

/** Enterprises for which the demo's account acts besides its own; their acts are what the story is about. */
const firms = [1, 2, 6, 8, 9, 10]

const act = (
  unit: string,
  subject: number,
  number: string,
  ago: number,
  rest: Omit<Act, 'unit' | 'subject' | 'document' | 'ago'>,
) => ({
  unit,
  subject,
  document: number,
  ago,
  ...rest,
})

const general = (field: string, title: string, basis: string, content: string) =>
  ({ field, title, basis, content, degree: 'general' }) as const
const label = () =>
  general('food', '经营标签不符合规定的食品', '《中华人民共和国食品安全法》第一百二十五条', '没收违法所得，罚款 6000 元')
const licence = () => general('market', '超出核准范围经营', '《市场主体登记管理条例》第四十六条', '责令改正，罚款 10000 元')
const notice = () => general('market', '未按规定公示年度报告', '《企业信息公示暂行条例》第十七条', '责令限期公示，罚款 2000 元')
const dust = () =>
  general('environment', '未采取有效措施防治扬尘', '《中华人民共和国大气污染防治法》第一百一十五条', '罚款 20000 元')
const training = () =>
  general('safety', '未如实记录安全生产教育培训情况', '《中华人民共和国安全生产法》第九十七条', '罚款 15000 元')

/** Acts by document: first those that were objected to, then those whose repair was asked for. */
const acts: Act[] = [
  act('market', 1, '青市监处〔2026〕第 501 号', 110, label()),
  act('market', 2, '青市监处〔2026〕第 502 号', 100, licence()),
  act('market', 6, '青市监处〔2026〕第 503 号', 95, notice()),
  act('environment', 8, '青环罚〔2026〕第 61 号', 90, dust()),
  act('market', 9, '青市监处〔2026〕第 504 号', 60, label()),
  act('market', 10, '青市监处〔2026〕第 505 号', 40, notice()),
  act('emergency', 2, '青应急罚〔2026〕第 71 号', 50, training()),
  act('market', 1, '青市监处〔2026〕第 506 号', 30, licence()),
  act('fire', 6, '青消罚〔2026〕第 33 号', 45, {
    ...general('fire', '消防设施未保持完好有效', '《中华人民共和国消防法》第六十条', '罚款 8000 元'),
  }),
  act('market', 8, '青市监处〔2026〕第 507 号', 85, licence()),
  act('market', 1, '青市监处〔2026〕第 511 号', 230, licence()),
  act('market', 2, '青市监处〔2025〕第 512 号', 520, { ...label(), degree: 'serious' }),
  act('market', 6, '青市监处〔2026〕第 513 号', 190, notice()),
  act('transport', 8, '青交罚〔2026〕第 24 号', 180, {
    ...general('transport', '道路运输车辆未按规定维护', '《中华人民共和国道路运输条例》第七十条', '罚款 1000 元'),
  }),
  act('market', 9, '青市监处〔2026〕第 514 号', 170, label()),
  act('market', 10, '青市监处〔2026〕第 515 号', 160, licence()),
  act('environment', 1, '青环罚〔2026〕第 62 号', 150, dust()),
  act('market', 6, '青市监处〔2026〕第 516 号', 140, label()),
  act('construction', 9, '青建罚〔2026〕第 18 号', 145, {
    ...general('construction', '未按规定设置施工围挡', '《建设工程安全生产管理条例》第六十四条', '罚款 10000 元'),
  }),
  act('market', 2, '青市监处〔2026〕第 517 号', 135, notice()),
  act('market', 8, '青市监奖〔2026〕第 5 号', 75, {
    field: 'market',
    kind: 'honour',
    title: '守合同重信用企业',
    basis: '《上海市社会信用条例》第三十条',
    content: '2025 年度认定',
  }),
]

const told: Move[] = acts.map((one) => ({
  ago: one.ago,
  title: `told ${one.document}`,
  play: (ctx) => tellOf(ctx, one.unit, one.document, [{ ...one, ago: 0 }]),
}))

/** What departments send that is not in order: a wrong check character is kept and flagged, a date to come is refused by name. */
const doubtful: Move = {
  ago: 28,
  title: 'a batch with faults',
  play: (ctx) => {
    const { code, name } = demoSubject(12)
    const wrong = `${code?.slice(0, 17)}${code?.endsWith('7') ? '8' : '7'}`
    const one = { name, field: 'market', kind: 'penalty', degree: 'general', basis: '《广告法》第五十八条', content: '' } as const
    const next = new Date(ctx.now.getTime() + 40 * 86_400_000).toISOString().slice(0, 10)
    const day = ctx.now.toISOString().slice(0, 10)
    return tellOf(
      ctx,
      'market',
      '2026-批次-28',
      [],
      [
        { ...one, code: wrong, documentNumber: '青市监处〔2026〕第 521 号', title: '发布虚假广告', decidedOn: day },
        { ...one, code: code as string, documentNumber: '青市监处〔2026〕第 522 号', title: '发布虚假广告', decidedOn: next },
        {
          ...one,
          code: code as string,
          documentNumber: '青市监处〔2026〕第 523 号',
          title: '未明码标价',
          decidedOn: day,
          basis: '',
        },
      ],
    )
  },
}

const asks = (ago: number, document: string, wants: 'correct' | 'remove', reason: string): Move =>
  move(ago, `objection ${document}`, (ctx) => objectTo(ctx, document, wants, reason))
const repairs = (ago: number, document: string, statement: string): Move =>
  move(ago, `repair ${document}`, (ctx) => repairOf(ctx, document, statement))
const says = (ago: number, document: string, outcome: string, why = '', correct?: { content?: string; title?: string }): Move =>
  move(ago, `${outcome} ${document}`, (ctx) => answer(ctx, document, outcome, why, correct))

/** Of the objections some were right, some not, some were refused at the door; three wait, two of those for too long. */
const objections: Move[] = [
  asks(80, '青市监处〔2026〕第 501 号', 'correct', '决定书载明罚款 3000 元，公示为 6000 元，请更正。'),
  says(79, '青市监处〔2026〕第 501 号', 'accept'),
  says(75, '青市监处〔2026〕第 501 号', 'correct', '经核对决定书原件，罚款金额录入有误。', {
    content: '没收违法所得，罚款 3000 元',
  }),
  asks(70, '青市监处〔2026〕第 502 号', 'remove', '处罚对象为同名的另一家公司，统一社会信用代码填写错误。'),
  says(69, '青市监处〔2026〕第 502 号', 'accept'),
  says(64, '青市监处〔2026〕第 502 号', 'remove', '主体认定错误，撤销并向收到过该信息的机构发出停用通知。'),
  asks(60, '青市监处〔2026〕第 503 号', 'remove', '年报已经补报，认为不应再公示。'),
  says(59, '青市监处〔2026〕第 503 号', 'accept'),
  says(54, '青市监处〔2026〕第 503 号', 'keep', '处罚决定生效且记录无误。补报后满三个月可申请信用修复。'),
  asks(55, '青环罚〔2026〕第 61 号', 'remove', '认为罚款过重。'),
  says(54, '青环罚〔2026〕第 61 号', 'refuse', '对处罚轻重有异议的，应申请行政复议或提起诉讼，不属于信用异议。'),
  asks(35, '青市监处〔2026〕第 507 号', 'correct', '认定日期应为决定书送达日。'),
  says(33, '青市监处〔2026〕第 507 号', 'accept'),
  says(28, '青市监处〔2026〕第 507 号', 'keep', '认定日期以决定书落款日期为准，记录无误。'),
  asks(20, '青市监处〔2026〕第 504 号', 'correct', '所列商品批次与抽检报告不一致。'),
  says(18, '青市监处〔2026〕第 504 号', 'accept'),
  asks(17, '青应急罚〔2026〕第 71 号', 'correct', '培训记录检查当日已经补交，失信程度应为轻微。'),
  says(16, '青应急罚〔2026〕第 71 号', 'accept'),
  asks(9, '青消罚〔2026〕第 33 号', 'remove', '消防设施由物业单位负责维护，处罚对象有误。'),
  asks(3.2, '青市监处〔2026〕第 505 号', 'remove', '年度报告已按期公示，公示系统有截图为证。'),
  says(2.1, '青市监处〔2026〕第 505 号', 'accept'),
  asks(0.4, '青市监处〔2026〕第 506 号', 'correct', '核准范围已于检查前变更，见变更登记通知书。'),
]

const mended: Move[] = [
  repairs(90, '青市监处〔2026〕第 511 号', '罚款已缴清，已办理经营范围变更登记，组织全员学习登记管理条例。'),
  says(89, '青市监处〔2026〕第 511 号', 'accept'),
  says(86, '青市监处〔2026〕第 511 号', 'grant'),
  repairs(61, '青市监处〔2025〕第 512 号', '罚没款已缴清，问题批次全部召回销毁，已建立标签三级审核。'),
  says(60, '青市监处〔2025〕第 512 号', 'accept'),
  says(56, '青市监处〔2025〕第 512 号', 'grant'),
  repairs(50, '青市监处〔2026〕第 513 号', '年度报告已补报并公示。'),
  says(49, '青市监处〔2026〕第 513 号', 'accept'),
  says(45, '青市监处〔2026〕第 513 号', 'refuse', '罚款尚未缴纳，请缴清后凭缴款凭证再次申请。'),
  repairs(40, '青交罚〔2026〕第 24 号', '车辆已完成二级维护。'),
  says(38, '青交罚〔2026〕第 24 号', 'refuse', '维护记录未加盖维修企业印章，请补正材料。'),
  repairs(22, '青市监处〔2026〕第 514 号', '罚款已缴清，全部更换标签，第三方抽检合格。'),
  says(20, '青市监处〔2026〕第 514 号', 'accept'),
  repairs(16, '青市监处〔2026〕第 517 号', '年度报告已公示，罚款已缴清。'),
  says(15, '青市监处〔2026〕第 517 号', 'accept'),
  says(12, '青市监处〔2026〕第 517 号', 'grant'),
  repairs(9, '青建罚〔2026〕第 18 号', '围挡已按规范重做，附整改照片说明。'),
  repairs(4.3, '青市监处〔2026〕第 515 号', '已停止超范围经营并缴清罚款。'),
  says(2.2, '青市监处〔2026〕第 515 号', 'accept'),
  repairs(3.1, '青环罚〔2026〕第 62 号', '已安装喷淋和在线扬尘监测，罚款已缴清。'),
  says(1.9, '青环罚〔2026〕第 62 号', 'accept'),
  repairs(0.3, '青市监处〔2026〕第 516 号', '罚款已缴清，标签已全部更换。'),
]

/** The account acts for these firms since before the story begins. */
const represented: Move = move(530, 'who acts for whom', async (ctx) => {
  const { user } = await asFirm(ctx)
  for (const n of firms) {
    const subject = await subjectBy(ctx, demoSubject(n).code as string)
    if (subject) await askToRepresent(ctx, { account: user.id, subject: subject.id, role: 'agent', confirmed: true })
  }
})

export const plot: readonly Move[] = [
  represented,
  ...told,
  doubtful,
  ...objections,
  ...mended,
  ...plotLists,
  ...plotPeople,
].toSorted((a, b) => b.ago - a.ago)
