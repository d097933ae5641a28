/** One spelling for names, numbers and dates of a record. What cannot be used is undefined, never guessed. */
import { pinyin } from 'pinyin-pro'

/** Characters of names in the old script and their common variants. */
const old =
  '陳張劉楊黃趙吳孫馬羅鄭謝韓許鄧馮蕭葉閻蔣餘蘇盧賈鍾譚陸範廖鄒龍萬錢湯賀賴龔龐顧莊樊嚴溫藍聶齊倫喬魯紀單畢鄔潔蘭鳳偉麗國華榮軍寶貴強傑誠議濤飛東興慶輝瑩瓊嬌穎靜婭嫻蓮娟燁錦鋒鋼銘鑫銀鳴鵬鶴麟齡豔艷澤潤滿漢濱灣煒煥爾環瑋璣畫盡禮穀積競節範約紅純紋綺綱維緒績繼織羣聖聯聰肅腎臨舉葦蔭藝薔虞補覽觀親規視訓記許訊詩詠詳語說課調談論諾謀證識譜讓豐貝貞賢賓質購賽贊趣躍軒載輔輕輝輩輪輯農連進運達遠遙適選遷還邁邊郵鄉鏡鐵長門開間閔關陽隊階隱雙雲電霧靈韋韻順頌領頓題願類顏風飄飲養駿騰驍驚驊髮鯉鮑鴻鵑鷹黨齋'
const today =
  '陈张刘杨黄赵吴孙马罗郑谢韩许邓冯萧叶阎蒋余苏卢贾钟谭陆范廖邹龙万钱汤贺赖龚庞顾庄樊严温蓝聂齐伦乔鲁纪单毕邬洁兰凤伟丽国华荣军宝贵强杰诚议涛飞东兴庆辉莹琼娇颖静娅娴莲娟烨锦锋钢铭鑫银鸣鹏鹤麟龄艳艳泽润满汉滨湾炜焕尔环玮玑画尽礼谷积竞节范约红纯纹绮纲维绪绩继织群圣联聪肃肾临举苇荫艺蔷虞补览观亲规视训记许讯诗咏详语说课调谈论诺谋证识谱让丰贝贞贤宾质购赛赞趣跃轩载辅轻辉辈轮辑农连进运达远遥适选迁还迈边邮乡镜铁长门开间闵关阳队阶隐双云电雾灵韦韵顺颂领顿题愿类颜风飘饮养骏腾骁惊骅发鲤鲍鸿鹃鹰党斋'
const modern = new Map([...old].map((character, at) => [character, [...today][at] as string]))
for (const pair of ['淩凌', '堯尧', '邨村', '啟启', '啓启', '峯峰', '彥彦', '恆恒', '璿璇', '衞卫']) {
  const [variant, usual] = [...pair] as [string, string]
  modern.set(variant, usual)
}

const compound = new Set(
  '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 司徒 司空 夏侯 端木 百里 南宫 轩辕 呼延 长孙 宇文 独孤 西门 东郭 公冶 钟离 闻人 赫连 澹台 濮阳 淳于 单于 太史 申屠 仲孙 完颜'.split(
    ' ',
  ),
)
const title = /^(.{1,2})(先生|女士|小姐|太太|师傅|某某|某|\*+|[XＸ]+)$/u

export const clean = (text: string | null | undefined): string => (text ?? '').normalize('NFKC').replace(/\s+/g, '').toUpperCase()
export const modernScript = (text: string): string => {
  let found = text
  for (const character of text) {
    const usual = modern.get(character)
    if (usual) found = found.replaceAll(character, usual)
  }
  return found
}

export interface PersonName {
  /** The full name; undefined for 周女士, whose family name is all that is known. */
  name?: string
  family?: string
  /** Toneless syllables, `liu juan xia`. */
  sound?: string
  familySound?: string
  sex?: 'male' | 'female'
}

const familyOf = (name: string): string =>
  name.length > 2 && compound.has(name.slice(0, 2)) ? name.slice(0, 2) : name.slice(0, 1)
const spoken = (text: string, surname: boolean): string =>
  pinyin(text, { toneType: 'none', type: 'array', v: true, ...(surname && { surname: 'head' as const }) })
    .join(' ')
    .toLowerCase()

/** Names repeat: what was read once is kept, up to a bound. */
const known = new Map<string, PersonName>()

function readName(written: string): PersonName {
  const bare = modernScript(clean(written).replace(/[·•.。,，\-']/g, ''))
  if (!bare || /^(无|未知|不详|NULL|N\/A|-+)$/.test(bare)) return {}
  const titled = title.exec(bare)
  if (titled) {
    const family = titled[1] as string
    const sex = titled[2] === '先生' ? 'male' : /女士|小姐|太太/.test(titled[2] as string) ? 'female' : undefined
    return { family, familySound: spoken(family, true), ...(sex && { sex }) }
  }
  const sound = spoken(bare, true)
  const family = familyOf(bare)
  return { name: bare, family, sound, familySound: sound.split(' ').slice(0, family.length).join(' ') }
}

export function personName(written: string | null | undefined): PersonName {
  if (!written) return {}
  const found = known.get(written)
  if (found) return found
  const read = readName(written)
  if (known.size > 400_000) known.clear()
  known.set(written, read)
  return read
}

/** Numbers that people write where they have none. */
const filler = /^(\d)\1+$|^1(\d)\2{9}$|^12345678|^1380{8}$|^0+$/

/** Mobile numbers as 11 digits, land lines as `L` and their last 8 (or 7) digits; masked numbers are missing. */
export function phoneNumber(written: string | null | undefined): string | undefined {
  const bare = clean(written)
    .replace(/[-()—–.,/]/g, '')
    .replace(/^(\+|00)?86(?=1\d{10}$|0\d{9,11}$)/, '')
  const digits = bare.replace(/^0(?=1[3-9]\d{9}$)/, '')
  if (!/^\d{7,12}$/.test(digits) || filler.test(digits)) return undefined
  if (/^1[3-9]\d{9}$/.test(digits)) return digits
  return digits.length === 11 && digits[0] === '1' ? undefined : `L${digits.slice(/^0\d{9,11}$/.test(digits) ? -8 : 0).slice(-8)}`
}

const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isDay = (month: number, day: number) => day >= 1 && day <= (days[month - 1] ?? 0)

/** Eight digits; 1999年8月3日 and 20062109 (month and day exchanged beyond doubt) are brought into form. */
export function calendarDay(written: string | null | undefined): string | undefined {
  const parts = /^(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})日?$/.exec(clean(written))
  const digits = parts
    ? `${parts[1]}${parts[2]?.padStart(2, '0')}${parts[3]?.padStart(2, '0')}`
    : clean(written).replace(/T.*$/, '')
  if (!/^(18|19|20)\d{6}$/.test(digits)) return undefined
  const [month, day] = [Number(digits.slice(4, 6)), Number(digits.slice(6, 8))]
  if (isDay(month, day)) return digits
  return isDay(day, month) ? `${digits.slice(0, 4)}${digits.slice(6, 8)}${digits.slice(4, 6)}` : undefined
}

export const sexOf = (written: string | null | undefined): 'male' | 'female' | undefined => {
  const bare = clean(written)
  if (/^(男|男性|M|MALE|1)$/.test(bare)) return 'male'
  return /^(女|女性|F|FEMALE|2)$/.test(bare) ? 'female' : undefined
}
