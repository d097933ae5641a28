/**
 * The grammar of a standard address: 省 · 市 · 区县 · 镇街道 · 村居 · 组 · 路 · 弄 · 支弄 · 号 · 小区 · 幢 · 单元 · 层 · 室.
 * Read from the left as far as the door number and from the right for the rooms; what stands between is the place's name (小区, 大厦).
 * Shanghai counts doors inside a lane (公园路99弄12号301室), others count buildings inside an estate (玫瑰园17号楼402).
 */
import { numeralCharacters, readNumeral } from './chinese-numeral.ts'

export const addressLevels = [
  'province',
  'city',
  'district',
  'town',
  'village',
  'group',
  'road',
  'lane',
  'sublane',
  'number',
  'estate',
  'building',
  'unit',
  'floor',
  'room',
] as const
export type AddressLevel = (typeof addressLevels)[number]
/** Names carry their suffix (朱家角镇, 公园路); numbers are bare, in Arabic digits (lane 99, building 3, room 1601). */
export type Address = Partial<Record<AddressLevel, string>>

/** What the reader may take for granted: the upper levels of the place, and names that people write without their suffix. */
export interface Surroundings {
  within?: Pick<Address, 'province' | 'city' | 'district'>
  towns?: readonly string[]
}

/** The characters of the old script that stand in addresses. */
const traditional = '號樓鎮區縣單層門棟鄉東華國陽橋園莊灣衖蓮龍興寶麗濱學員廣場長馬黃趙涇壽豐勝義慶環聯衛'
const simplified = '号楼镇区县单层门栋乡东华国阳桥园庄湾弄莲龙兴宝丽滨学员广场长马黄赵泾寿丰胜义庆环联卫'
const modern = new Map([...traditional].map((character, at) => [character, simplified[at] as string]))
const traditionalPattern = new RegExp(`[${traditional}]`, 'g')
const plain = /^[\u4e00-\u9fa5\dA-Z#-]*$/

/** One script, one width, one dash; no spaces, no remarks in brackets. */
export function cleanAddress(text: string): string {
  const clean = plain.test(text)
    ? text
    : text
        .normalize('NFKC')
        .replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '')
        .replace(/[\s,、。;:·"']+/g, '')
        .replace(/[\p{Pd}~_/]+|至(?=\d)/gu, '-')
        .toUpperCase()
  return clean.replace(traditionalPattern, (character) => modern.get(character) as string).replace(/^-+|-+$/g, '')
}

const numeral = `(?:\\d+|[${numeralCharacters}]+)`
const notRoad = '(?!路|街(?!道)|巷|弄|大道|公路|[东西南北中]路|[东西南北中]街)'
const estateWords = '花园|新村|小区|公寓|家园|苑'

const municipality = /^(北京|天津|上海|重庆)(?:市(?:市辖区|\1市)?|(?=[^路街村弄号小社园]{2,3}[区县]))/
const province = new RegExp(
  '^(河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)' +
    '(省|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|(?=[^路街]{2,6}市))',
)
const names: [AddressLevel, RegExp][] = [
  ['city', /^[^省市区县镇乡街路弄号\d]{2,6}?(?:市(?!场|辖|区|民|政|集)|自治州|地区|盟)/],
  [
    'district',
    /^[^省市区县镇乡街路弄号\d]{1,6}?(?:(?<!小|社|园|校|厂|景|住宅|居民|工业|别墅|生活|库)区(?!域)|县(?!城)|市(?!场|民|政|集)|旗)/,
  ],
  ['town', new RegExp(`^[^镇乡街路弄号村\\d]{1,6}?(?:街道办事处|街道|镇|乡(?!村)|苏木)${notRoad}`)],
  ['village', /^[^路街弄号\d]{1,10}?(?:村民委员会|居民委员会|村委会|居委会|社区)/],
  ['village', new RegExp(`^[^路街弄号幢栋室楼\\d]{1,6}?(?<!新|度假|文化)村${notRoad}`)],
]
const streets: [AddressLevel, RegExp][] = [
  ['group', new RegExp(`^第?(${numeral})(?:村民小组|小组|组|队)`)],
  ['road', /^([GSXY]?\d{1,4}(?:国道|省道|县道|乡道))/],
  [
    'road',
    new RegExp(
      `^([^弄号幢栋室楼\\d#-]{1,12}?(?:(?:路|街(?!道|坊)|大道|胡同)(?:[东西南北中](?=\\d))?(?:[东西南北中${numeralCharacters}]段)?|巷(?=${numeral}[弄号-])))(?!.{0,2}(?:${estateWords}))`,
    ),
  ],
  ['lane', new RegExp(`^(${numeral})弄堂?-?`)],
  ['sublane', new RegExp(`^(${numeral})支弄-?`)],
]
const doorNumber = new RegExp(`^(${numeral})((?:-\\d+|附\\d+)?[A-Z甲乙丙丁]?)号院?(?!楼|线|门|桥|房)([甲乙丙丁]|附\\d+)?号?-?`)

const block = `(?:\\d+[A-Z]?|[A-Z]\\d*|[甲乙丙丁]|[${numeralCharacters}]+)`
const tail = new RegExp(
  `^(.*?)(?:第?(${block})(?:幢|栋|座|号楼|#楼|#|-)|(\\d+)号(?!楼|线))?-?` +
    `(?:(${numeral})(?:单元|号门|门|-)-?)?(?:(地下${numeral}|B\\d|${numeral})(?:层|楼))?-?` +
    `(?:((?:[A-Z]区)?[A-Z]?\\d{1,5}[A-Z]?)(?:号?室|号?房|户|号)?|([${numeralCharacters}]+)(?:室|房|户))?$`,
)
const roomRange = /^(.*?)(?<![\dA-Z])(\d{3,4}-\d{3,4})室$/

const digitsOf = (text: string): string =>
  text.startsWith('地下') ? `地下${digitsOf(text.slice(2))}` : (readNumeral(text) ?? text.replace(/^0+(?=\d)/, ''))
const stem = (name: string) => name.replace(/(?:街道|镇|乡|区|县|市)$/, '')

function officialName(level: AddressLevel, name: string): string {
  if (level === 'town') return name.replace(/办事处$/, '')
  if (level !== 'village') return name
  const bare = name.replace(/(?:村民委员会|村委会)$/, '村').replace(/村村$/, '村')
  return bare.replace(/(社区|居民区)?(?:居民委员会|居委会)$/, (_, kind) => kind ?? '居委会')
}

/** 朱家角新风路: a town of the surroundings, written without its suffix, and not the beginning of a road's or an estate's name. */
function townByStem(rest: string, towns: readonly string[]): string | undefined {
  const follows = new RegExp(`^${notRoad}(?!${estateWords}|村|新城|镇|街道)`)
  return towns.find(
    (town) => rest.startsWith(stem(town)) && !rest.startsWith(town) && follows.test(rest.slice(stem(town).length)),
  )
}

function readUpper(address: Address, text: string, around: Surroundings): string {
  let rest = text
  const cut = (level: AddressLevel, pattern: RegExp, name: (found: RegExpExecArray) => string) => {
    const found = address[level] === undefined && pattern.exec(rest)
    if (!found) return
    address[level] = name(found)
    rest = rest.slice(found[0].length)
  }
  const own = `${stem(around.within?.province ?? '')}${stem(around.within?.district ?? '')}`
  if (around.within?.province && around.within.district && rest.startsWith(own)) {
    address.province = around.within.province
    rest = rest.slice(stem(around.within.province).length)
  }
  cut('province', municipality, (found) => `${found[1]}市`)
  cut('province', province, (found) => `${found[1]}${found[2] || '省'}`)
  for (const [level, pattern] of names) {
    if (level === 'city' && address.province && /^[北天上重][京津海庆]市$/.test(address.province)) continue
    if (level === 'town') rest = readBare(address, rest, around)
    cut(level, pattern, (found) => officialName(level, found[0]))
  }
  return rest
}

/** 青浦朱家角…: the district and the town of the surroundings by their stems. */
function readBare(address: Address, text: string, { within, towns = [] }: Surroundings): string {
  let rest = text
  const district = within?.district
  if (district && !address.district && rest.startsWith(stem(district))) {
    const after = rest.slice(stem(district).length)
    if (towns.some((town) => after.startsWith(town)) || townByStem(after, towns)) {
      address.district = district
      rest = after
    }
  }
  const town = townByStem(rest, towns)
  if (town) {
    address.town = town
    rest = rest.slice(stem(town).length)
  }
  return rest
}

function readStreet(address: Address, text: string): string {
  let rest = text
  for (const [level, pattern] of streets) {
    const found = address[level] === undefined && pattern.exec(rest)
    if (!found) continue
    address[level] = level === 'road' ? (found[1] as string) : digitsOf(found[1] as string)
    rest = rest.slice(found[0].length)
  }
  const door = doorNumber.exec(rest)
  const anchored = address.road ?? address.lane ?? address.village ?? address.group
  // 滨江一号 is a name: a door number in Chinese numerals needs a street before it.
  if (!door || !(anchored || /^\d/.test(rest))) return rest
  if (!anchored && door[0].length < rest.length && /^\d/.test(rest.slice(door[0].length))) return rest
  address.number = `${digitsOf(door[1] as string)}${door[2]}${door[3] ?? ''}`
  return rest.slice(door[0].length)
}

function readRooms(address: Address, text: string): void {
  const range = roomRange.exec(text)
  if (range) {
    readRooms(address, (range[1] as string).replace(/-$/, ''))
    address.room = range[2] as string
    return
  }
  const found = tail.exec(text)
  if (!found) {
    if (text) address.estate = text
    return
  }
  const [, estate, marked, numbered, unit, floor, room, spelledRoom] = found
  const building = marked ?? numbered
  const own = room ?? spelledRoom
  const set = (level: AddressLevel, value: string | undefined) => {
    if (value) address[level] = level === 'estate' ? value : digitsOf(value)
  }
  set('estate', estate)
  // 99弄12-301: the first of a lane's numbers is its door.
  const dashed = marked !== undefined && address.lane && !address.number && text.startsWith(`${estate}${marked}-`)
  set(dashed ? 'number' : 'building', building)
  set('unit', unit)
  set('floor', floor)
  const bareBlock = own && !building && !unit && !floor && estate && /\d{1,2}$/.test(text) && /^\d{1,2}$/.test(own)
  set(bareBlock ? 'building' : 'room', own)
}

/** Reads any text; what the grammar does not know stands in `estate`. An empty text gives an empty address. */
export function parseAddress(text: string, around: Surroundings = {}): Address {
  const address: Address = {}
  const street = readStreet(address, readUpper(address, cleanAddress(text), around))
  readRooms(address, street)
  return Object.keys(address).length > 0 ? placed(address, around.within) : address
}

/** In the order of the levels; the surroundings fill what is not contradicted by a level that was written. */
function placed(address: Address, within: Surroundings['within'] = {}): Address {
  const upper = ['province', 'city', 'district'] as const
  const elsewhere = upper.some((level) => address[level] !== undefined && address[level] !== within[level])
  const all = elsewhere ? address : { ...within, ...address }
  const ordered: Address = {}
  for (const level of addressLevels) if (all[level] !== undefined) ordered[level] = all[level]
  return ordered
}

const written: Partial<Record<AddressLevel, string>> = {
  group: '组',
  lane: '弄',
  sublane: '支弄',
  number: '号',
  building: '幢',
  unit: '单元',
  floor: '层',
  room: '室',
}

/** The one way to write it; `from` leaves out the levels above. */
export function canonicalAddress(address: Address, from: AddressLevel = 'province'): string {
  let text = ''
  for (const level of addressLevels.slice(addressLevels.indexOf(from))) {
    const value = address[level]
    if (value !== undefined) text += value + (written[level] ?? '')
  }
  return text
}
