/**
 * Residents of an invented district as five sources hold them: households, siblings, twins, shared phones, people who moved, slips,
 * numbers of 15 digits, gaps. Deterministic, in constant memory; for tests and benches. Whoever made the matcher knows this file, so a
 * score on it shows that nothing broke, not how good the matcher is.
 */
import { nationalIdCheck } from '#protocols/national-id'
import { writeNumeral } from '#protocols/chinese-numeral'
import type { Raw } from './spec.ts'

/** Per mille, roughly as in the 2020 census. */
const surnames =
  '王72李70张67刘51陈46杨30黄23赵22周21吴20徐15孙14朱13马12胡12郭12林11何11高10罗10郑9梁9谢8宋8唐8许8韩7邓7冯7曹7彭7曾6肖6田6董6潘6袁6蔡6蒋6余5于5杜5叶5程5苏5魏5吕5丁5任5卢5姚5沈5钟5姜4崔4谭4陆4范4汪4廖4石4金4韦3贾3夏3付3方3邹3熊3白3孟3秦3邱3侯3江3尹3薛2闫2段2雷2龙2黎2史2陶2贺2毛2郝2顾2龚2邵2万2覃2武2钱2戴2严2莫2孔2向2常1汤1欧阳1诸葛1上官1司徒1'
const male =
  '伟强磊军洋勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林阳建国志文海峰东晨轩子涵博睿嘉德福生根荣祥春江山成亮康良庆'
const female = '芳娜敏静秀丽艳娟霞燕玲桂英梅红萍兰莹雪琳慧洁颖婷玉珍凤素云莲雅欣怡诗涵梓萱佳思语晓妍倩露瑶琪蓉翠华春花香月'
const soundAlike: Record<string, string> = {
  伟: '玮',
  强: '墙',
  磊: '垒',
  军: '君',
  杰: '洁',
  涛: '滔',
  明: '名',
  辉: '晖',
  华: '桦',
  志: '智',
  芳: '方',
  静: '婧',
  丽: '莉',
  燕: '艳',
  玲: '铃',
  英: '瑛',
  红: '虹',
  佳: '嘉',
  文: '雯',
  晓: '小',
  建: '健',
  宁: '柠',
  王: '汪',
  张: '章',
  刘: '留',
  陈: '程',
  杨: '阳',
  林: '琳',
  何: '河',
  许: '徐',
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
const roadWords = '公园城中盈港华青淀山湖漕盈崧泽嘉松新丹北青沪青平外青松崧秀万寿青安环城沁园港俞章堂秀泉汇金康工'
const estateWords = '盈翠桂湖尚美佳和庆华宝宸清水苑荷塘月澜庭悦珑锦绣夏阳绿洲东方新城御景春晖学府'
export const residentSources = ['公安', '医保', '社区网格', '人社', '民政'] as const
const coverage = [0.99, 0.85, 0.6, 0.45, 0.2]

/** Mulberry32. */
export function dice(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    under: (limit: number) => Math.floor(next() * limit),
    chance: (share: number) => next() < share,
    pick: <T>(list: readonly T[] | string): T => list[Math.floor(next() * list.length)] as T,
  }
}
type Dice = ReturnType<typeof dice>

const surnameTable = [...surnames.matchAll(/(\D+)(\d+)/g)].flatMap(([, name, share]) =>
  Array<string>(Number(share)).fill(name as string),
)
const zipf = (roll: Dice, list: string) => list[Math.floor(roll.next() ** 1.7 * list.length)] as string

export interface Resident {
  name: string
  sex: '男' | '女'
  birth: string
  idNumber: string
  phone: string
  home: Home
  before: Home
}
interface Home {
  town: string
  road: string
  lane: number
  number: number
  estate: string
  building: number
  unit: number
  room: string
  kind: 'lane' | 'estate' | 'village'
  group: number
}

const mixed = (a: number, b: number) => (Math.imul(a ^ 0x5bd1e995, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca6b)) >>> 0
const two = (value: number) => String(value).padStart(2, '0')

/** Homes of one estate share its name, road and lane, as in life. */
function homeOf(place: number): Home {
  const estateNumber = Math.floor(place / 240)
  const roll = dice(mixed(estateNumber, 11))
  const kind = roll.chance(0.55) ? 'lane' : roll.chance(0.5) ? 'estate' : 'village'
  const word = () => `${roll.pick<string>(roadWords)}${roll.pick<string>(roadWords)}`
  const own: Home = {
    town: roll.pick(towns),
    road: `${word()}${kind === 'village' ? '村' : '路'}`,
    lane: 1 + roll.under(2400),
    number: 1 + roll.under(1800),
    estate: `${roll.pick<string>(estateWords)}${roll.pick<string>(estateWords)}${roll.pick(['花园', '新村', '苑', '家园', '小区', '名邸'])}`,
    building: 0,
    unit: 0,
    room: '',
    kind,
    group: 0,
  }
  const at = place % 240
  return {
    ...own,
    building: 1 + Math.floor(at / 12),
    unit: 1 + (at % 2),
    room: `${1 + Math.floor((at % 12) / 2)}0${1 + (at % 2)}`,
    group: 1 + Math.floor(at / 40),
  }
}

export function writeHome(home: Home, style: number): string {
  const top = ['上海市青浦区', '青浦区', '', '', '上海市青浦区'][style] as string
  const town = style === 3 ? '' : home.town
  if (home.kind === 'village')
    return `${top}${town}${home.road}${home.group}组${(home.building - 1) * 12 + Number(home.room.slice(0, 1)) * 2 + home.unit}号`
  if (home.kind === 'lane') {
    const door =
      style === 3
        ? `${home.building}-${home.room}`
        : style === 2
          ? `${writeNumeral(home.building)}号${home.room}`
          : `${home.building}号${home.room}室`
    return `${top}${town}${home.road}${home.lane}弄${door}`
  }
  const street = style === 2 || style === 3 ? '' : `${home.road}${home.number}号`
  if (style === 3) return `${home.estate}${home.building}-${home.room}`
  if (style === 2) return `${town}${home.estate} ${home.building}#${home.unit}-${home.room}`
  return `${top}${town}${street}${home.estate}${home.building}${style === 4 ? '号楼' : '幢'}${home.unit}单元${home.room}${style === 4 ? '' : '室'}`
}

/** Numbers are given in order, per area, day and sex, so that nobody has another's. */
export type Issue = (areaAndBirth: string, sex: string) => string
export function issuing(): Issue {
  const given = new Map<string, number>()
  return (areaAndBirth, sex) => {
    const key = areaAndBirth + sex
    const count = given.get(key) ?? 0
    given.set(key, count + 1)
    return String(((count * 37 + 11) % 498) * 2 + (sex === '男' ? 1 : 0)).padStart(3, '0')
  }
}

function person(
  roll: Dice,
  family: string,
  sex: '男' | '女',
  year: number,
  shared: { issue: Issue; middle?: string; birth?: string },
): Omit<Resident, 'home' | 'before' | 'phone'> {
  const list = sex === '男' ? male : female
  const given = shared.middle ? shared.middle + zipf(roll, list) : zipf(roll, list) + (roll.chance(0.78) ? zipf(roll, list) : '')
  const birth = shared.birth ?? `${year}${two(1 + roll.under(12))}${two(1 + roll.under(28))}`
  const area = roll.chance(0.7) ? '310118' : roll.pick(['320581', '340121', '411521', '330483', '360731', '321023'])
  const digits = `${area}${birth}${shared.issue(area + birth, sex)}`
  return { name: family + given, sex, birth, idNumber: digits + nationalIdCheck(digits) }
}

const mobile = (roll: Dice) =>
  `1${roll.pick(['38', '39', '36', '58', '59', '86', '89', '77', '50', '33'])}${String(roll.under(1e8)).padStart(8, '0')}`

/** One household: 1 to 6 persons of up to three generations. */
export function household(number: number, seed: number, issue: Issue): Resident[] {
  const roll = dice(mixed(number, seed))
  const [home, before] = [homeOf(number), homeOf(roll.under(Math.max(1, number)))]
  const family = roll.pick(surnameTable)
  const year = 1940 + roll.under(60)
  const moved = roll.chance(0.12)
  const found: Resident[] = []
  const add = (one: ReturnType<typeof person>, phone: string) =>
    found.push({ ...one, phone, home, before: moved ? before : home })
  const phone = mobile(roll)
  add(person(roll, family, roll.chance(0.6) ? '男' : '女', year, { issue }), phone)
  if (roll.chance(0.7))
    add(person(roll, roll.pick(surnameTable), '女', year + roll.under(6), { issue }), roll.chance(0.1) ? phone : mobile(roll))
  const children = year < 1995 && roll.chance(0.65) ? 1 + (roll.chance(0.3) ? 1 : 0) : 0
  const middle = roll.chance(0.35) ? zipf(roll, male) : undefined
  let birth: string | undefined
  for (let child = 0; child < children; child++) {
    const twin = child > 0 && roll.chance(0.03)
    const one = person(roll, family, roll.chance(0.52) ? '男' : '女', Math.min(2019, year + 24 + roll.under(10)), {
      issue,
      middle,
      ...(twin && { birth }),
    })
    birth = one.birth
    add(one, Number(one.birth.slice(0, 4)) > 2005 ? phone : mobile(roll))
  }
  if (roll.chance(0.15))
    add(
      person(roll, family, roll.chance(0.5) ? '男' : '女', Math.max(1922, year - 27), { issue }),
      roll.chance(0.4) ? phone : mobile(roll),
    )
  return found
}

const slipIn = (roll: Dice, digits: string) => {
  const at = roll.under(digits.length)
  return digits.slice(0, at) + ((Number(digits[at]) + 1 + roll.under(9)) % 10 || 1) + digits.slice(at + 1)
}

function writtenName(roll: Dice, { name, sex }: Resident): string {
  if (roll.chance(0.006)) return `${name.slice(0, 1)}${sex === '男' ? '先生' : '女士'}`
  if (!roll.chance(0.02)) return name
  const at = [...name].findIndex((character) => soundAlike[character])
  return at < 0 ? name : name.slice(0, at) + soundAlike[name[at] as string] + name.slice(at + 1)
}

function writtenBirth(roll: Dice, birth: string): string {
  const chance = roll.next()
  if (chance < 0.08) return ''
  if (chance < 0.09) return birth.slice(0, 4) + birth.slice(6) + birth.slice(4, 6)
  if (chance < 0.097) return slipIn(roll, birth)
  return chance < 0.3 ? `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}` : birth
}

/** How a source writes a person down; the police register has every number, the others do not. */
export function writtenBy(source: number, resident: Resident, roll: Dice): Raw {
  const police = source === 0
  const gap = [0, 0.08, 0.4, 0.1, 0.15][source] as number
  const id = roll.chance(gap)
    ? ''
    : !police && roll.chance(0.01)
      ? slipIn(roll, resident.idNumber.slice(0, 17)) + resident.idNumber[17]
      : resident.idNumber
  const old = !police && id && resident.birth < '1999' && roll.chance(0.03)
  const home = !police && roll.chance(0.5) ? resident.before : resident.home
  return {
    name: police ? resident.name : writtenName(roll, resident),
    sex: roll.chance(0.002) ? (resident.sex === '男' ? '女' : '男') : resident.sex,
    birth: police ? resident.birth : writtenBirth(roll, resident.birth),
    idNumber: old ? id.slice(0, 6) + id.slice(8, 17) : id,
    phone: roll.chance(0.2) ? '' : roll.chance(0.12) ? mobile(roll) : resident.phone,
    address: roll.chance(police ? 0.005 : 0.06) ? '' : writeHome(home, police ? 0 : roll.under(5)),
  }
}

export interface SourceRecord extends Raw {
  source: string
  /** Which resident it is; only tests may look. */
  person: string
}

/** Sources one after another, as they are delivered; batches of 5000. */
export function* residentRecords(persons: number, seed = 20160301): Generator<SourceRecord[]> {
  for (const [source, name] of residentSources.entries()) {
    const issue = issuing()
    let [made, number, batch] = [0, 0, [] as SourceRecord[]]
    for (; made < persons; number++)
      for (const resident of household(number, seed, issue)) {
        if (made++ >= persons) break
        const roll = dice(mixed(made, seed + source * 7919))
        if (!roll.chance(coverage[source] as number)) continue
        const copies = roll.chance(0.004) ? 2 : 1
        for (let copy = 0; copy < copies; copy++)
          batch.push({ ...writtenBy(source, resident, roll), source: name, person: String(made) })
        if (batch.length >= 5000) {
          yield batch
          batch = []
        }
      }
    yield batch
  }
}
