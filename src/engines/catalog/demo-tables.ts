import { type Calendar, isWorkday } from '#engines/calendar'
import type { NewResource } from './resources.ts'

/** Deterministic: the same demo on every machine. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

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
const roads = [
  '公园路',
  '城中东路',
  '盈港路',
  '外青松公路',
  '沪青平公路',
  '课植园路',
  '章练塘路',
  '金商公路',
  '业文路',
  '京华路',
  '华腾路',
  '赵重公路',
  '外青松路',
]
const families = ['陈', '沈', '陆', '顾', '徐', '朱', '张', '王', '钱', '蔡', '周', '吴']
const givens = ['建国', '丽华', '志强', '秀英', '明', '芳', '伟', '敏', '国庆', '静']
const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T
const day = (base: string, days: number) => new Date(Date.parse(base) + days * 86_400_000).toISOString().slice(0, 10)

const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** A credit code with its true check digit (GB 32100), of nobody's enterprise: 主体标识 from a range never issued. */
function creditCode(serial: number): string {
  const body = `91310118MADEM${String(serial).padStart(4, '0')}`
  const sum = [...body].reduce((total, sign, at) => total + CREDIT.indexOf(sign) * (3 ** at % 31), 0)
  return body + CREDIT[(31 - (sum % 31)) % 31]
}

export interface DemoTable {
  resource: NewResource
  header: string[]
  rows: string[][]
  file: string
}

const ways = {
  sharingWays: ['api', 'dataset', 'exchange'] as ('api' | 'dataset' | 'exchange')[],
  related: [],
  source: 'upload' as const,
  format: '0200' as const,
}

function parking(): DemoTable {
  const roll = dice(7)
  return {
    file: '公共停车场名录.xlsx',
    resource: {
      ...ways,
      name: { zh: '公共停车场名录', en: 'Public car parks' },
      abstract: {
        zh: '全区公共停车场（库）的名称、位置、泊位数和收费标准。',
        en: 'Names, places, spaces and fees of the district’s public car parks.',
      },
      class: '204001',
      provider: 'qingpu.transport',
      sharing: 1,
      opening: 1,
      cycle: 4,
      tags: ['交通', '停车', '便民'],
    },
    header: ['停车场编号', '名称', '街镇', '地址', '泊位总数', '充电泊位', '首小时收费（元）', '经度', '纬度', '启用日期'],
    rows: Array.from({ length: 240 }, (_, at) => {
      const total = 30 + roll(400)
      return [
        `QPTC${String(at + 1).padStart(4, '0')}`,
        `${pick(roads, at)}${pick(['地面', '地下', '路侧', '公建'], roll(4))}停车场`,
        pick(towns, at),
        `${pick(roads, at)}${10 + roll(900)}号`,
        String(total),
        String(roll(Math.max(1, Math.floor(total / 5)))),
        String([0, 3, 5, 6, 8][roll(5)]),
        (121 + roll(20_000) / 100_000).toFixed(5),
        (31.05 + roll(18_000) / 100_000).toFixed(5),
        day('2015-01-01', roll(3900)),
      ]
    }),
  }
}

/** With the faults that such lists really have: empty ends, numbers torn, a code twice, a wrong check digit. */
function permits(): DemoTable {
  const roll = dice(11)
  return {
    file: '食品经营许可（沿街门店）.csv',
    resource: {
      ...ways,
      name: { zh: '沿街门店食品经营许可', en: 'Food permits of street shops' },
      abstract: {
        zh: '沿街餐饮和食品门店的许可编号、单位、负责人、联系电话、有效期，用于日常检查和到期提醒。',
        en: 'Permits of street restaurants and food shops: holder, person in charge, telephone, end; for inspections and reminders.',
      },
      class: '205001',
      provider: 'qingpu.market',
      sharing: 2,
      sharingBasis: '限街镇和监管部门在履行检查、核查职责时使用，联系人信息脱敏',
      opening: 2,
      openingBasis: '去除联系人信息后开放',
      cycle: 3,
      tags: ['市场监管', '许可', '食品安全'],
    },
    header: [
      '许可编号',
      '单位名称',
      '统一社会信用代码',
      '负责人姓名',
      '联系电话',
      '街镇',
      '经营地址',
      '主体业态',
      '发证日期',
      '有效期至',
    ],
    rows: Array.from({ length: 900 }, (_, at) => {
      const issued = roll(1500)
      const code = creditCode(at)
      return [
        `JY23101180${String(at % 300 === 299 ? at - 1 : at).padStart(6, '0')}`,
        `青浦${pick(['悦来', '水乡', '福满', '江南', '老街', '荷风', '聚丰'], roll(7))}${pick(['餐饮店', '食品店', '面馆', '便利店', '小吃店'], roll(5))}（${pick(roads, at)}店）`,
        at % 67 === 0 ? `${code.slice(0, 17)}${code.endsWith('0') ? '1' : '0'}` : code,
        `${pick(families, roll(12))}${pick(givens, roll(10))}`,
        at % 53 === 0 ? '021-' : `199${String(10_000_000 + roll(89_999_999)).slice(0, 8)}`,
        pick(towns, roll(11)),
        `${pick(roads, at)}${10 + roll(900)}号`,
        pick(['餐饮服务', '食品销售', '单位食堂'], roll(3)),
        day('2021-06-01', issued),
        at % 29 === 0 ? '' : day('2021-06-01', issued + (at % 101 === 0 ? -30 : 1825)),
      ]
    }),
  }
}

function care(): DemoTable {
  const roll = dice(23)
  return {
    file: '养老服务机构.csv',
    resource: {
      ...ways,
      name: { zh: '养老服务机构床位', en: 'Care homes and their beds' },
      abstract: {
        zh: '养老院、长者照护之家和日间照料中心的床位、入住和等级。',
        en: 'Beds, occupancy and grade of care homes and day centres.',
      },
      class: '203004',
      provider: 'qingpu.civil_affairs',
      sharing: 1,
      opening: 1,
      cycle: 5,
      tags: ['养老', '民政', '便民'],
    },
    header: ['机构名称', '机构类型', '街镇', '地址', '核定床位', '入住人数', '服务等级', '统计季度'],
    rows: Array.from({ length: 64 }, (_, at) => {
      const beds = 20 + roll(240)
      return [
        `${pick(towns, at).slice(0, 2)}第${1 + Math.floor(at / 11)}${pick(['养老院', '长者照护之家', '日间照料中心'], at)}`,
        pick(['养老院', '长者照护之家', '日间照料中心'], at),
        pick(towns, at),
        `${pick(roads, at)}${10 + roll(600)}号`,
        String(beds),
        String(Math.floor((beds * (55 + roll(45))) / 100)),
        pick(['一级', '二级', '三级', '未评定'], roll(4)),
        '2026年第三季度',
      ]
    }),
  }
}

function stock(): DemoTable {
  const roll = dice(31)
  return {
    file: '应急物资储备点.csv',
    resource: {
      ...ways,
      name: { zh: '应急物资储备点', en: 'Stores for emergencies' },
      abstract: {
        zh: '应急物资储备点的位置、品类、数量和管理人。',
        en: 'Where emergency stores stand, what they hold and who keeps them.',
      },
      class: '206001',
      provider: 'qingpu.emergency',
      sharing: 3,
      sharingBasis: '《保守国家秘密法》第十三条；储备点位和数量列为工作秘密，由区应急局按事件调用',
      opening: 3,
      cycle: 6,
      tags: ['应急'],
    },
    header: ['储备点编号', '街镇', '物资品类', '数量', '计量单位', '管理人姓名', '联系电话'],
    rows: Array.from({ length: 80 }, (_, at) => [
      `YJ${String(at + 1).padStart(3, '0')}`,
      pick(towns, at),
      pick(['编织袋', '排水泵', '发电机', '救生衣', '帐篷', '棉被'], roll(6)),
      String(10 + roll(2000)),
      pick(['只', '台', '台', '件', '顶', '条'], roll(6)),
      `${pick(families, roll(12))}${pick(givens, roll(10))}`,
      `199${String(10_000_000 + roll(89_999_999)).slice(0, 8)}`,
    ]),
  }
}

const weekdays = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六']

/** Every day of the years whose notice is published: what others' limits are reckoned by. */
function workingDays(calendar: Calendar): DemoTable {
  const years = [...calendar.notices.keys()].toSorted()
  const first = Date.UTC(years[0] ?? 2026, 0, 1) / 86_400_000
  const days = (Date.UTC((years.at(-1) ?? 2026) + 1, 0, 1) - Date.UTC(years[0] ?? 2026, 0, 1)) / 86_400_000
  return {
    file: '工作日历.csv',
    resource: {
      ...ways,
      name: { zh: '工作日历', en: 'Working days' },
      abstract: {
        zh: '逐日列出是否工作日、法定节假日和调休上班日，依据国务院办公厅节假日安排通知，供计算办理时限。',
        en: 'Each day: whether people work, public holidays and make-up workdays, by the State Council’s notices; for reckoning limits.',
      },
      class: '203001',
      provider: 'qingpu.social_security',
      sharing: 1,
      opening: 1,
      cycle: 7,
      tags: ['工作日', '节假日', '调休'],
    },
    header: ['日期', '年份', '星期', '是否工作日', '类型', '节日'],
    rows: Array.from({ length: days }, (_, at) => first + at).flatMap((day) => {
      const date = new Date(day * 86_400_000).toISOString().slice(0, 10)
      if (!calendar.notices.has(Number(date.slice(0, 4)))) return []
      const named = calendar.days.get(day)
      const works = isWorkday(calendar, day)
      const ordinary = works ? '工作日' : '周末'
      return [
        [
          date,
          date.slice(0, 4),
          weekdays[new Date(day * 86_400_000).getUTCDay()] as string,
          works ? 'true' : 'false',
          named ? (named.kind === 'holiday' ? '法定节假日' : '调休上班') : ordinary,
          named?.name.zh ?? '',
        ],
      ]
    }),
  }
}

/** Tables that departments keep outside this platform, as they would upload them. */
export const demoTables = (calendar: Calendar): DemoTable[] => [parking(), permits(), care(), stock(), workingDays(calendar)]
