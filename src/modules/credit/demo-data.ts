import { creditCodeCheck, creditCodeCharacters, organisationCodeCheck } from '#protocols/credit-code'
import { nationalIdCheck } from '#protocols/national-id'
import type { Day } from './dates.ts'

/**
 * Demo records, the same ones every time: each is a function of its number. Codes carry right check characters in a series that
 * is given to nobody; persons' numbers stand in an area that does not exist (310199).
 */
export interface DemoSubject {
  kind: 'enterprise' | 'self-employed' | 'social' | 'person'
  code: string | null
  name: string
  industry: string | null
  registeredOn: Day | null
  address: string | null
  number: string | null
  employer: string | null
  occupation: string | null
}

/** A number from a number, well mixed (xorshift-multiply). */
export function mix(n: number, salt: number): number {
  let x = (n + 0x9e3779b9 * (salt + 1)) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b) >>> 0
  return (x ^ (x >>> 16)) >>> 0
}
const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T

const firsts = [...'青淀泖练金朱赵徐华重白夏盈香河湖溪桥塔荷柳竹松兰桂梅云星晨明瑞祥和泰安康永恒信诚义达通汇融']
const seconds = [...'溪山塘泽角湖浦园光源丰盛隆兴茂荣昌顺利佳美新元宏图远航腾飞润泉鑫宝']
const industries = [
  ['食品', '餐饮和食品'],
  ['物流', '交通运输'],
  ['建筑工程', '建筑业'],
  ['环保科技', '生态环保'],
  ['机械', '制造业'],
  ['商贸', '批发零售'],
  ['信息技术', '信息服务'],
  ['物业管理', '房地产'],
  ['生物医药', '医药制造'],
  ['文化传播', '文化旅游'],
  ['教育咨询', '教育'],
  ['人力资源', '人力资源'],
] as const
const towns = [
  '夏阳街道',
  '盈浦街道',
  '香花桥街道',
  '朱家角镇',
  '练塘镇',
  '金泽镇',
  '赵巷镇',
  '徐泾镇',
  '华新镇',
  '重固镇',
  '白鹤镇',
]
const streets = ['公园路', '淀山湖大道', '漕盈路', '沪青平公路', '北青公路', '新凤南路', '嘉松中路', '外青松公路']
const surnames = [...'沈陆顾朱徐蔡周吴钱何陈张王李许曹金姚邱薛']
const givens = ['建国', '丽华', '志强', '晓燕', '文杰', '雅琴', '俊峰', '秀英', '海涛', '静怡', '国平', '佳慧']
const occupations = ['注册建造师', '执业药师', '导游', '安全管理人员', '会计人员', '医师', '教师', '房地产经纪人']

const pad = (value: number, width: number) => String(value).padStart(width, '0')

/** 18 characters of a series that no office gives out (`ZZ` cannot stand in a real code; `YY` is not in use). */
export function demoCode(n: number, category = '91'): string {
  let rest = n
  let serial = ''
  for (let at = 0; at < 6; at++) {
    serial = creditCodeCharacters[rest % 31] + serial
    rest = Math.floor(rest / 31)
  }
  const organisation = `YY${serial}`
  const body = `${category}310118${organisation}${organisationCodeCheck(organisation)}`
  return body + creditCodeCheck(body)
}

export function demoNumber(n: number): string {
  const digits = `310199${1960 + (mix(n, 5) % 45)}${pad(1 + (mix(n, 6) % 12), 2)}${pad(1 + (mix(n, 7) % 28), 2)}${pad(n % 1000, 3)}`
  return digits + nationalIdCheck(digits)
}

const isPerson = (n: number) => n % 8 === 7

export function demoSubject(n: number): DemoSubject {
  if (isPerson(n)) {
    const employer = n - 7 + (mix(n, 9) % 7)
    return {
      kind: 'person',
      code: null,
      name: pick(surnames, mix(n, 1)) + pick(givens, mix(n, 2)),
      industry: null,
      registeredOn: null,
      address: null,
      number: demoNumber(n),
      employer: demoSubject(employer).code,
      occupation: pick(occupations, mix(n, 3)),
    }
  }
  const kind = n % 11 === 4 ? 'self-employed' : n % 29 === 3 ? 'social' : 'enterprise'
  const [word, industry] = pick(industries, Math.floor(n / 3))
  const trade = `${pick(firsts, n)}${pick(seconds, Math.floor(n / firsts.length) + n)}`
  const tail = { 'self-employed': '经营部', social: '服务中心', enterprise: '有限公司' }[kind]
  const round = Math.floor(n / 9600)
  return {
    kind,
    code: demoCode(n, { 'self-employed': '92', social: '52', enterprise: '91' }[kind]),
    name: `上海${trade}${word}${tail}${round > 0 ? `第${round}分公司` : ''}`,
    industry,
    registeredOn: `${1998 + (mix(n, 11) % 27)}-${pad(1 + (mix(n, 12) % 12), 2)}-${pad(1 + (mix(n, 13) % 28), 2)}`,
    address: `青浦区${pick(towns, mix(n, 14))}${pick(streets, mix(n, 15))} ${1 + (mix(n, 16) % 2000)} 号`,
    number: null,
    employer: null,
    occupation: null,
  }
}

/** The enterprise that the demo account acts for: one of everything, at the point where something can be done about it. */
export const demoEnterprise = { code: demoSubject(0).code as string, name: demoSubject(0).name }

export interface DemoRecord {
  subject: number
  /** Wrong check character, as some departments send them. */
  badCode: boolean
  fieldAt: number
  kind: string
  title: string
  daysAgo: number
  degree: 'minor' | 'general' | 'serious' | null
  outcome: 'kept' | 'broken' | null
  basis: string
  content: string
}

const shares: [string, number][] = [
  ['licence', 430],
  ['inspection', 190],
  ['penalty', 150],
  ['commitment', 110],
  ['honour', 40],
  ['evaluation', 35],
  ['contract', 20],
  ['abnormal', 10],
  ['judgment', 10],
  ['profession', 5],
]
const perMille = shares.flatMap(([kind, share]) => Array<string>(share).fill(kind))
const titles: Record<string, readonly string[]> = {
  licence: ['经营许可', '变更许可', '延续许可', '备案', '资质核准'],
  inspection: ['日常检查合格', '双随机检查合格', '专项检查发现问题已整改'],
  penalty: ['未按规定公示信息', '超范围经营', '未按规定进行安全培训', '未落实防治措施', '标签不符合规定', '擅自变更许可事项'],
  commitment: ['告知承诺', '信用修复承诺', '行业自律承诺'],
  honour: ['守合同重信用企业', '诚信示范单位', '纳税信用 A 级', '文明单位'],
  evaluation: ['年度信用评价'],
  contract: ['政府采购合同履约'],
  abnormal: ['未按期报送年度报告', '通过登记住所无法联系'],
  judgment: ['有履行能力而未履行生效裁判'],
  profession: ['执业注册'],
}
const bases = [
  '《中华人民共和国行政处罚法》第二十八条及行业法规相应条款',
  '《中华人民共和国食品安全法》第一百二十四条',
  '《中华人民共和国安全生产法》第九十七条',
  '《中华人民共和国大气污染防治法》第一百一十七条',
  '《企业信息公示暂行条例》第十七条',
]
const BENT = 1.3
const adverse = new Set(['penalty', 'contract', 'abnormal', 'judgment'])

export function demoRecord(n: number, subjects: number): DemoRecord {
  // A few subjects have many records, as in life: the power bends the even spread. The first one has its own story.
  const even = mix(n, 21) / 2 ** 32
  const subject = 1 + Math.floor(even ** BENT * (subjects - 1))
  const person = isPerson(subject)
  const drawn = person ? pick(['licence', 'profession', 'penalty', 'commitment'], mix(n, 22)) : pick(perMille, mix(n, 22))
  const weight = mix(n, 23) % 100
  const isAct = adverse.has(drawn)
  return {
    subject,
    badCode: !person && mix(n, 24) % 250 === 0,
    fieldAt: mix(n, 25) % 16,
    kind: drawn,
    title: pick(titles[drawn] as readonly string[], mix(n, 26)),
    daysAgo: 20 + (mix(n, 27) % 1300),
    degree: isAct ? (weight < 35 ? 'minor' : weight < 85 ? 'general' : 'serious') : null,
    outcome: drawn === 'commitment' ? (weight < 92 ? 'kept' : 'broken') : null,
    basis: isAct || drawn === 'commitment' ? pick(bases, mix(n, 28)) : '',
    content: isAct ? `罚款 ${(1 + (mix(n, 29) % 50)) * 1000} 元` : '',
  }
}
