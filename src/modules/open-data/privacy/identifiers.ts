import { nationalIdCheck } from '#protocols/national-id'
import type { Text } from '#kernel'

/** What names one person directly: never published, whatever its column is called. */
export const identifierTitles = {
  'id-number': { zh: '身份证件号码', en: 'Identity number' },
  phone: { zh: '手机号码', en: 'Mobile number' },
  email: { zh: '电子邮箱', en: 'E-mail address' },
  plate: { zh: '机动车号牌', en: 'Number plate' },
  'person-name': { zh: '个人姓名', en: 'Person’s name' },
  'bank-card': { zh: '银行卡号', en: 'Bank card' },
} as const satisfies Record<string, Text>
export type Identifier = keyof typeof identifierTitles

/** GB 11643: the last character is the check of the seventeen before it. */
export const idNumberHolds = (text: string): boolean => nationalIdCheck(text) === text[17]?.toUpperCase()

/** ISO/IEC 7812-1: the digits of a bank card, doubled every second from the right, sum to a multiple of ten. */
function cardHolds(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]) * (at % 2 === 1 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

const SURNAMES = new Set(
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊甄曲封储靳糜松井段富巫乌焦巴弓车侯全班仰秋仲伊宫宁仇甘厉祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡劳姬申扶冉雍桑桂牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎慕连茹习艾鱼容向古易廖庾终居衡步耿满弘匡国文寇广东欧沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰巢关相查荆红游权盖益桓公岳楚付肖闫佟逯',
)
const COMPOUND =
  /^(欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐)/
/** Towns, roads and firms of the district begin with surnames too: 夏阳、金泽、白鹤、徐泾、华新. */
const NOT_A_PERSON =
  /[镇街道村路区桥河港站局院所园类型级店厂校湖里弄号楼室层湾浜塘荡库场馆厅处科委办司]$|^(夏阳|金泽|白鹤|徐泾|华新|盈浦|香花|练塘|朱家角|赵巷|重固|青浦|上海|良好|合格|水质|空气|公园|公交|东|西|南|北|中|安全|平安|明显|成立|经营|通过|连续|常规|时间|空气质量|终止|国有|国控|高|高温|广场|全部|全区|包装|乐器|文化|支持|管理|解决|计划|农业|水产|金融|安装|房屋|养老|车辆|荣誉|相关|温度|关闭|红色|黄色|白色|单位|古建|成品|连锁|强制)$/

export function looksLikeName(text: string): boolean {
  const bare = text.trim().replace(/(先生|女士|小姐|同志|阿姨|师傅)$/, '')
  const length = [...bare].length
  if (!/^[\p{Script=Han}·]+$/u.test(bare) || NOT_A_PERSON.test(bare)) return false
  if (COMPOUND.test(bare)) return length >= 3 && length <= 4
  return length >= 2 && length <= 3 && SURNAMES.has(bare[0] as string)
}

const ID_NUMBER = /(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])/g
const PHONE = /(?<![0-9.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9.])/
const EMAIL = /[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/
const PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•. ]?(?:[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Z0-9])/
const CARD = /(?<!\d)[3-6]\d{15,18}(?!\d)/
const CALLED = /(?:联系人|姓名|业主|户主|当事人|投诉人|负责人)[：:\s]{0,2}([\p{Script=Han}·]{2,4})(?![\p{Script=Han}])/u

/** Identifiers that one value holds, by their own check digits and forms; names only when they are said to be one. */
export function identifiersIn(value: string): Identifier[] {
  const found: Identifier[] = []
  if (value.match(ID_NUMBER)?.some(idNumberHolds)) found.push('id-number')
  if (PHONE.test(value)) found.push('phone')
  if (value.includes('@') && EMAIL.test(value)) found.push('email')
  if (PLATE.test(value)) found.push('plate')
  const card = CARD.exec(value)
  if (card && cardHolds(card[0])) found.push('bank-card')
  const called = CALLED.exec(value)
  if (called && looksLikeName(called[1] as string)) found.push('person-name')
  return found
}

const headings: readonly (readonly [Identifier, RegExp])[] = [
  ['id-number', /身份证|证件号|公民身份|\bid[_ -]?(card|number|no)\b|identity[_ -]?(card|number)/i],
  ['phone', /手机|联系电话|联系方式|移动电话|\bmobile|\bcell ?phone|contact[_ -]?phone/i],
  ['email', /邮箱|电子邮件|e-?mail/i],
  ['plate', /车牌|号牌|licen[cs]e[_ -]?plate|plate[_ -]?(no|number)/i],
  ['person-name', /姓名|联系人|户主|业主名|当事人|负责人|法定代表人|person[_ -]?name|full[_ -]?name|contact[_ -]?(name|person)/i],
  ['bank-card', /银行卡|银行账号|bank[_ -]?(card|account)/i],
]
/** What a column is called says what stands in it, until its contents say otherwise. */
export const identifierOfHeading = (heading: string): Identifier | undefined =>
  headings.find(([, form]) => form.test(heading))?.[0]
