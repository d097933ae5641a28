import { creditCodeCheck, organisationCodeCheck } from '#protocols/credit-code'
import { nationalIdCheck } from '#protocols/national-id'
import { type Chance, chanceOf } from './demo-chance.ts'
import type { Delivered } from './schema.ts'

export interface Sent {
  source: string
  record: Delivered
}

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎']
const boys = [...'伟强磊军洋勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢阳建亮成畅晨峰国']
const girls = [...'芳娜敏静丽艳娟霞秀燕玲桂红梅莉兰英洁萍云琴雪倩琳蓉颖璐婷慧佳怡梦瑶雯珍琪']
/** How a clerk hears a name: the same sound, another character. */
const heard: Readonly<Record<string, string>> = {
  伟: '炜',
  静: '婧',
  燕: '艳',
  丽: '莉',
  明: '铭',
  洁: '捷',
  英: '瑛',
  颖: '影',
  辉: '晖',
  杰: '捷',
}
const doctors = ['夏阳社区 林医生', '盈浦社区 俞医生', '朱家角社区 顾医生', '徐泾社区 戚医生', '华新社区 陆医生']
const visits = ['在家，情况无变化', '独居，每周探望', '出租房，已登记', '人户分离', '新入住，待核']

const two = (n: number) => String(n).padStart(2, '0')

/** Of an area code that was never given to anybody: no number of the demo is a living person's. */
function numberOf(chance: Chance, birth: string, isBoy: boolean): string {
  const digits = `310199${birth.replaceAll('-', '')}${String(chance.whole(0, 49) * 10 + chance.whole(0, 4) * 2 + (isBoy ? 1 : 0)).padStart(3, '0')}`
  return digits + nationalIdCheck(digits)
}

export interface Resident {
  name: string
  id_number: string
  sex: string
  birth: string
  phone: string
  address: string
  before: string
}

/** The first is an old woman of the name Chen, as the resident among the demo's accounts is. */
const firstResident = { name: '陈桂英', isBoy: false, birth: '1948-03-12' }

export function residentOf(n: number, homes: readonly string[]): Resident {
  const chance = chanceOf(n * 7919 + 17)
  const known = n === 0 ? firstResident : undefined
  const isBoy = known?.isBoy ?? chance.happens(0.5)
  const family = surnames[Math.floor(chance.next() ** 2 * surnames.length)] as string
  const letters = isBoy ? boys : girls
  const name = known?.name ?? family + chance.of(letters) + (chance.happens(0.7) ? chance.of(letters) : '')
  const birth = known?.birth ?? `${chance.whole(1936, 2018)}-${two(chance.whole(1, 12))}-${two(chance.whole(1, 28))}`
  return {
    name,
    sex: isBoy ? '1' : '2',
    birth,
    id_number: numberOf(chance, birth, isBoy),
    phone: `199${String(10_000_000 + ((n * 7919 + 4321) % 89_999_999)).padStart(8, '0')}`,
    address: chance.of(homes),
    before: chance.of(homes),
  }
}

type Values = Record<string, string | null>

const swapped = (birth: string) => {
  const [year, month, day] = birth.split('-') as [string, string, string]
  return Number(day) <= 12 ? `${year}-${day}-${month}` : `${year}-${month}-${two(Math.max(1, Number(day) - 1))}`
}
const slipped = (digits: string, at: number) => digits.slice(0, at) + ((Number(digits[at]) + 3) % 10) + digits.slice(at + 1)
const misheard = (name: string) => [...name].map((letter) => heard[letter] ?? letter).join('')

/** What departments get wrong: names by ear, days for months, old addresses and numbers, a digit of the identity number. */
function blurred(chance: Chance, resident: Resident, how: { old: number; wrong: number }): Values {
  const { before, ...values } = resident
  return {
    ...values,
    name: chance.happens(how.wrong) ? misheard(resident.name) : resident.name,
    birth: chance.happens(how.wrong * 0.6) ? swapped(resident.birth) : resident.birth,
    phone: chance.happens(how.old) ? slipped(resident.phone, 9) : resident.phone,
    address: chance.happens(how.old) ? before : resident.address,
    id_number: chance.happens(how.wrong * 0.5) ? slipped(resident.id_number, 16) : resident.id_number,
  }
}

const pick = (values: Values, fields: readonly string[]): Values =>
  Object.fromEntries(fields.map((field) => [field, values[field] ?? null]))

const habits = [
  {
    source: 'police',
    share: 0.95,
    old: 0.25,
    wrong: 0.01,
    noNumber: 0,
    fields: ['name', 'id_number', 'sex', 'birth', 'address'],
  },
  {
    source: 'health',
    share: 0.78,
    old: 0.12,
    wrong: 0.05,
    noNumber: 0.08,
    fields: ['name', 'id_number', 'sex', 'birth', 'phone', 'address'],
  },
  {
    source: 'social-insurance',
    share: 0.66,
    old: 0.2,
    wrong: 0.03,
    noNumber: 0,
    fields: ['name', 'id_number', 'sex', 'birth', 'phone'],
  },
  {
    source: 'civil-affairs',
    share: 0.3,
    old: 0.15,
    wrong: 0.04,
    noNumber: 0.03,
    fields: ['name', 'id_number', 'sex', 'birth', 'phone', 'address'],
  },
  {
    source: 'towns',
    share: 0.82,
    old: 0.04,
    wrong: 0.07,
    noNumber: 0.3,
    fields: ['name', 'id_number', 'sex', 'birth', 'phone', 'address'],
  },
] as const

function ownFields(chance: Chance, source: string, resident: Resident): Values {
  const age = 2026 - Number(resident.birth.slice(0, 4))
  if (source === 'police') return { household_address: chance.happens(0.7) ? resident.address : resident.before }
  if (source === 'health') return { doctor: chance.of(doctors) }
  if (source === 'social-insurance') return { insurance: age > 60 || age < 22 ? 'resident' : 'employee' }
  if (source === 'civil-affairs')
    return { marital: age < 22 ? '10' : chance.of(['20', '20', '20', '40', age > 65 ? '30' : '10']) }
  return { grid_note: chance.of(visits) }
}

/** What the five departments know of resident n; who is in none of the others stands in the police's data. */
export function toldOf(n: number, homes: readonly string[]): Sent[] {
  const resident = residentOf(n, homes)
  const chance = chanceOf(n * 104_729 + 3)
  return habits.flatMap(({ source, share, old, wrong, noNumber, fields }): Sent[] => {
    if (!chance.happens(share) && source !== 'police') return []
    const values = { ...pick(blurred(chance, resident, { old, wrong }), fields), ...ownFields(chance, source, resident) }
    if (chance.happens(noNumber)) values['id_number'] = null
    const observedOn = `2026-${two(chance.whole(1, 10))}-${two(chance.whole(1, 28))}`
    return [{ source, record: { key: `demo-${source}-${n}`, observedOn, values } }]
  })
}

const trades = [
  '电子科技',
  '环保科技',
  '物流',
  '餐饮管理',
  '建筑工程',
  '生物医药',
  '信息技术',
  '精密机械',
  '农业',
  '文化传播',
  '贸易',
  '新材料',
]
const words = [
  '青辰',
  '淀湖',
  '朱泾',
  '汇创',
  '盈港',
  '崧泽',
  '申泽',
  '恒远',
  '博纳',
  '华淞',
  '隆域',
  '迅达',
  '绿洲',
  '泰禾',
  '翔云',
  '金泓',
]
const industries = ['C39', 'N77', 'G59', 'H62', 'E48', 'C27', 'I65', 'C35', 'A01', 'R87', 'F51', 'C30']

function creditCodeOf(chance: Chance, registrar: string): string {
  const base = `MA1J${String(chance.whole(0, 9999)).padStart(4, '0')}`
  const seventeen = `${registrar}310118${base}${organisationCodeCheck(base)}`
  return seventeen + creditCodeCheck(seventeen)
}

/** What four departments know of enterprise n; its legal representative is one of the residents. */
export function enterpriseTold(n: number, homes: readonly string[], residents: number): Sent[] {
  const chance = chanceOf(n * 15_485_863 + 5)
  const representative = residentOf(chance.whole(0, Math.max(0, residents - 1)), homes)
  const trade = chance.whole(0, trades.length - 1)
  const isFarm = trade === 8
  const name = `上海${chance.of(words)}${chance.happens(0.4) ? chance.of(['源', '鼎', '瑞', '达']) : ''}${trades[trade]}${isFarm ? '专业合作社' : '有限公司'}`
  const code = creditCodeOf(chance, isFarm ? '93' : '91')
  const address = chance.of(homes).replace(/\d+室$/, '')
  const phone = `021-599${String(chance.whole(0, 99_999)).padStart(5, '0')}`
  const on = () => `2026-${two(chance.whole(1, 10))}-${two(chance.whole(1, 28))}`
  const core = { name, credit_code: code }
  const market: Values = {
    ...core,
    kind: isFarm ? 'farm' : 'company',
    state: chance.happens(0.93) ? 'open' : 'closed',
    founded: `${chance.whole(1998, 2024)}-${two(chance.whole(1, 12))}-${two(chance.whole(1, 28))}`,
    industry: industries[trade] as string,
    capital: String(chance.of([50, 100, 200, 500, 1000, 3000])),
    representative: representative.name,
    representative_id: representative.id_number,
    address,
    phone,
  }
  const short = name.replace('有限公司', '')
  const told: [string, Values, number][] = [
    ['market', market, 1],
    [
      'tax',
      {
        ...core,
        address: chance.happens(0.2) ? chance.of(homes) : address,
        phone,
        taxpayer: chance.of(['一般纳税人', '小规模纳税人']),
        representative: representative.name,
      },
      0.9,
    ],
    ['insured-units', { ...core, phone, insured: String(chance.whole(1, 400)) }, 0.75],
    [
      'town-visits',
      {
        name: chance.happens(0.3) ? short : name,
        credit_code: chance.happens(0.4) ? null : code,
        address,
        phone,
        representative: representative.name,
      },
      0.6,
    ],
  ]
  return told.flatMap(([source, values, share]) =>
    chance.happens(share) || source === 'market'
      ? [{ source, record: { key: `demo-${source}-${n}`, observedOn: on(), values } }]
      : [],
  )
}
