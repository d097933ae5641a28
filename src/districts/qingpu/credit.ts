/**
 * 公共信用：the sixteen fields, kinds of record, lists, measures and limits of this district.
 * Fields and their codes are this project's own classification (`own`): no national table of codes is published for them.
 * Kinds follow 《全国公共信用信息基础目录》; their codes are ours. Limits in working days are the district's to set.
 */
const workingDays = (amount: number) => ({ amount, clock: 'working-days' as const })
const path = (code: string) => `qingpu.${code}`

const field = (code: string, zh: string, en: string, ...departments: string[]) => ({
  code,
  title: { zh, en },
  departments: departments.map(path),
  own: true,
})

const fields = [
  field('market', '市场监管', 'Market regulation', 'market'),
  field('tax', '税务', 'Taxation', 'tax'),
  field('environment', '生态环境', 'Environment', 'environment'),
  field('construction', '工程建设', 'Construction', 'construction'),
  field('transport', '交通运输', 'Transport', 'transport'),
  field('safety', '安全生产', 'Work safety', 'emergency'),
  field('fire', '消防安全', 'Fire safety', 'fire'),
  field('food', '食品药品', 'Food and drugs', 'market'),
  field('labour', '劳动保障', 'Labour and social security', 'social_security'),
  field('health', '医疗卫生', 'Health', 'health'),
  field('education', '教育培训', 'Education and training', 'education'),
  field('culture', '文化旅游', 'Culture and tourism', 'culture'),
  field('water', '水务', 'Water affairs', 'water'),
  field('housing', '房产物业', 'Housing and property management', 'housing'),
  field('social', '社会组织', 'Social organisations', 'civil_affairs'),
  field('research', '科研诚信', 'Research integrity', 'science'),
]

const kind = (code: string, zh: string, en: string, adverse: boolean, open: boolean) => ({
  code,
  title: { zh, en },
  adverse,
  open,
})

const kinds = [
  kind('licence', '行政许可', 'Licence', false, true),
  kind('penalty', '行政处罚', 'Administrative penalty', true, true),
  kind('inspection', '行政检查', 'Inspection', false, false),
  kind('judgment', '司法裁判及执行', 'Court ruling and enforcement', true, true),
  kind('profession', '职称和职业', 'Professional title', false, false),
  kind('abnormal', '经营异常名录', 'Abnormal operation', true, true),
  kind('list', '严重失信主体名单', 'List of serious breaches', true, true),
  kind('contract', '合同履行', 'Performance of contracts', true, false),
  kind('commitment', '信用承诺及履行', 'Commitment', false, true),
  kind('evaluation', '信用评价结果', 'Credit evaluation', false, false),
  kind('honour', '诚实守信荣誉', 'Honour for honesty', false, true),
]

const list = (
  code: string,
  zh: string,
  en: string,
  basis: string,
  department: string,
  consequenceZh: string,
  consequenceEn: string,
) => ({
  code,
  title: { zh, en },
  basis,
  departments: [path(department)],
  hearing: workingDays(5),
  months: 36,
  consequence: { zh: consequenceZh, en: consequenceEn },
})

const lists = [
  list(
    'market-serious',
    '市场监督管理严重违法失信名单',
    'Serious breaches in market regulation',
    '《市场监督管理严重违法失信名单管理办法》（市场监管总局令第 44 号）',
    'market',
    '列为重点监管对象；不适用告知承诺制；不予授予荣誉称号',
    'Supervised closely; no permit by mere declaration; no honours',
  ),
  list(
    'wage-arrears',
    '拖欠农民工工资失信联合惩戒对象名单',
    'Arrears of migrant workers’ wages',
    '《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》（人力资源社会保障部令第 45 号）',
    'social_security',
    '政府资金支持、政府采购、招投标、资质审核受限',
    'Limits on public funds, procurement, tenders and qualifications',
  ),
  list(
    'safety-serious',
    '安全生产严重失信主体名单',
    'Serious breaches of work safety',
    '《安全生产严重失信主体名单管理办法》（应急管理部令第 11 号）',
    'emergency',
    '加密执法检查频次；暂停或终止财政资金支持',
    'Inspected more often; public funds suspended',
  ),
  list(
    'tax-serious',
    '重大税收违法失信主体',
    'Major breaches of tax law',
    '《重大税收违法失信主体信息公布管理办法》（国家税务总局令第 54 号）',
    'tax',
    '纳税信用级别直接判为 D 级',
    'Tax credit graded D',
  ),
]

const measures = [
  {
    code: 'no-declaration',
    kind: 'penalty' as const,
    title: { zh: '不适用行政许可告知承诺制', en: 'No permit by mere declaration' },
    basis: '《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42 号）',
    appliesTo: 'market-serious',
    department: path('market'),
    from: '2021-09-01',
  },
  {
    code: 'no-public-funds',
    kind: 'penalty' as const,
    title: { zh: '限制享受财政资金支持', en: 'No public funds' },
    basis: '《保障农民工工资支付条例》（国务院令第 724 号）第四十八条',
    appliesTo: 'wage-arrears',
    department: path('construction'),
    from: '2022-01-01',
  },
  {
    code: 'more-inspections',
    kind: 'penalty' as const,
    title: { zh: '加密执法检查频次', en: 'More frequent inspections' },
    basis: '《安全生产严重失信主体名单管理办法》（应急管理部令第 11 号）第十一条',
    appliesTo: 'safety-serious',
    department: path('emergency'),
    from: '2023-10-01',
  },
  {
    code: 'green-channel',
    kind: 'incentive' as const,
    title: { zh: '行政审批绿色通道', en: 'Green channel for permits' },
    basis: '《国务院关于建立完善守信联合激励和失信联合惩戒制度加快推进社会诚信建设的指导意见》（国发〔2016〕33 号）第（五）条',
    appliesTo: 'honour',
    department: path('market'),
    from: '2016-06-12',
  },
]

export const credit = {
  fields,
  kinds,
  lists,
  measures,
  office: path('science'),
  agencyKind: 'credit-agency',
  limits: { accept: workingDays(2), check: workingDays(5), receive: workingDays(2), decide: workingDays(5) },
  consentMonths: 12,
  reportDays: 30,
  exchangeRows: 2000,
  demo: { first: 360, records: 155_008, subjects: 9600 },
}
