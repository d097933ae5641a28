import { type Move, move, notify, onList, report, stateCase } from './demo-stage.ts'

interface Listing {
  unit: string
  list: string
  subject: number
  document: string
  facts: string
}
const tells = (ago: number, { unit, document, ...told }: Listing): Move =>
  move(ago, `notice ${document}`, (ctx) => notify(ctx, unit, { ...told, documentNumber: document }))
const does = (ago: number, document: string, what: 'enter' | 'exit' | 'drop', why = ''): Move =>
  move(ago, `${what} ${document}`, (ctx) => onList(ctx, document, what, why))
const reports = (ago: number, document: string, done: boolean, text: string): Move =>
  move(ago, `report ${document}`, (ctx) => report(ctx, document, done, text))

const market = { unit: 'market', list: 'market-serious' }
const wages = { unit: 'social_security', list: 'wage-arrears' }
const safety = { unit: 'emergency', list: 'safety-serious' }

/** 严重失信主体名单 with notice, hearing, entry, exit; two of the measures that follow wait, one of them for long. */
export const plotLists: readonly Move[] = [
  tells(420, {
    unit: 'tax',
    list: 'tax-serious',
    subject: 30,
    document: '青税列〔2025〕第 2 号',
    facts: '虚开增值税专用发票，税额 120 万元，决定书已生效。',
  }),
  does(400, '青税列〔2025〕第 2 号', 'enter'),
  reports(397, '青民奖〔2025〕第 17 号', true, '已列入绿色通道名单，办证优先受理。'),
  tells(320, {
    ...market,
    subject: 20,
    document: '青市监列〔2026〕第 1 号',
    facts: '提交虚假材料取得食品经营许可，许可已被撤销。',
  }),
  does(300, '青市监列〔2026〕第 1 号', 'enter'),
  reports(296, '青市监列〔2026〕第 1 号', true, '已在审批系统标注，新申请一律不适用告知承诺。'),
  tells(220, {
    ...wages,
    subject: 25,
    document: '青人社列〔2026〕第 4 号',
    facts: '拖欠 23 名农民工工资 86 万元，经责令限期支付逾期未付。',
  }),
  does(200, '青人社列〔2026〕第 4 号', 'enter'),
  reports(190, '青人社列〔2026〕第 4 号', true, '已在财政补助申报系统限制，退回在途申报 1 件。'),
  tells(172, { ...safety, subject: 27, document: '青应急列〔2026〕第 3 号', facts: '发生一般生产安全事故，负主要责任且瞒报。' }),
  does(150, '青应急列〔2026〕第 3 号', 'enter'),
  reports(138, '青应急列〔2026〕第 3 号', false, '企业已停产，无法现场检查；复产后按季度检查。'),
  tells(140, {
    ...market,
    subject: 21,
    document: '青市监列〔2026〕第 6 号',
    facts: '两年内三次因同类食品安全违法行为受到处罚。',
  }),
  does(120, '青市监列〔2026〕第 6 号', 'enter'),
  reports(117, '青市监列〔2026〕第 6 号', true, '已在审批系统标注。'),
  does(19, '青市监列〔2026〕第 6 号', 'exit', '已履行义务并纠正违法行为，满足提前移出条件，经申请移出。'),
  tells(80, { ...wages, subject: 24, document: '青人社列〔2026〕第 9 号', facts: '拖欠 9 名农民工工资 21 万元。' }),
  does(58, '青人社列〔2026〕第 9 号', 'enter'),
  tells(55, { ...market, subject: 22, document: '青市监列〔2026〕第 8 号', facts: '涉嫌传销被立案调查。' }),
  does(38, '青市监列〔2026〕第 8 号', 'drop', '复议机关撤销了处罚决定，列入的事实依据不再成立。'),
  tells(16, {
    ...safety,
    subject: 28,
    document: '青应急列〔2026〕第 7 号',
    facts: '未取得安全生产许可证擅自从事危险化学品经营。',
  }),
  tells(6, { ...market, subject: 10, document: '青市监列〔2026〕第 11 号', facts: '一年内两次被处以较大数额罚款，拒不改正。' }),
  move(4, 'the subject states its case', (ctx) =>
    stateCase(
      ctx,
      '青市监列〔2026〕第 11 号',
      '第一次处罚已申请行政复议，尚未审结；第二次处罚已缴清罚款并完成整改，请求不予列入。',
    ),
  ),
  tells(2, { ...market, subject: 29, document: '青市监列〔2026〕第 12 号', facts: '伪造检验报告用于投标。' }),
]
