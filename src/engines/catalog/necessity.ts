import type { Text } from '#kernel'
import type { Flag, Item } from './schema.ts'

/**
 * 最小够用 (数据安全法 第三十八条, 个人信息保护法 第六条): does the stated purpose need what is asked for? No machine can
 * know; it can see that a field's own words, or words that go with it, stand nowhere in the purpose, and ask why.
 */
const goesWith: [RegExp, RegExp][] = [
  [/经度|纬度|坐标|位置|地址|住址|点位|lon|lat|address/i, /位置|地图|分布|现场|周边|附近|上门|辖区|选址|map|place|where/i],
  [
    /时间|日期|到期|时限|按期|_at$|_on$|date|time/i,
    /统计|时限|按期|趋势|时段|逾期|频次|时效|分析|监督|考核|trend|time|deadline/i,
  ],
  [/区域|街镇|街道|镇|村居|area|town/i, /辖区|街道|镇|村|区域|本地|属地|area|town/i],
  [/类别|分类|状态|结果|环节|等级|category|state|outcome|type/i, /问题|治理|统计|分类|办理|处置|分析|监督|考核|category|analys/i],
  [/单位|机构|部门|unit|organisation/i, /单位|机构|部门|责任|考核|企业|unit/i],
  [/姓名|联系人|name$/i, /姓名|实名|身份|联系|核对|走访|回访|identity|contact/i],
  [/电话|手机|phone|mobile/i, /联系|回访|通知|走访|核实|电话|contact|call/i],
  [/证件|身份证|公民身份|id.?(number|card)/i, /核验|身份|比对|匹配|证件|verify|match/i],
  [/数量|数|量|率|值|金额|count|amount|value/i, /统计|分析|评估|监测|测算|规模|statistic|analys/i],
]
const IDENTIFIER = /^(id|_id|编号|序号|代码|number|code|case_id)$/i

const pairs = (text: string): string[] => {
  const han = text.match(/\p{Script=Han}{2,}/gu) ?? []
  return han.flatMap((run) => [...run].slice(0, -1).map((character, at) => character + [...run][at + 1]))
}

const words: Record<Flag['kind'], Text> = {
  personal: { zh: '含个人信息，用途中没有说明为何需要', en: 'Personal, and the purpose does not say why it is needed' },
  unnamed: { zh: '用途中没有提到与此项有关的内容', en: 'Nothing in the purpose has to do with it' },
  rows: {
    zh: '未限定数据范围，将得到全部记录；请说明是否只需本辖区或某段时间',
    en: 'No rows were excluded; say whether your own area or a period is enough',
  },
}

function isCovered({ name, title }: Item, purpose: string): boolean {
  if (IDENTIFIER.test(name) || IDENTIFIER.test(title.zh)) return true
  const said = purpose.toLowerCase()
  if (title.zh.length > 1 && said.includes(title.zh.toLowerCase())) return true
  if (pairs(title.zh).some((pair) => said.includes(pair))) return true
  return goesWith.some(([field, asked]) => (field.test(name) || field.test(title.zh)) && asked.test(purpose))
}

/** What the approver should look at twice: each field the purpose does not cover, with the applicant's own reason where there is one. */
export function flagsOf(
  items: readonly Item[],
  {
    fields,
    purpose,
    duty,
    reasons,
    filters,
  }: { fields: readonly string[]; purpose: string; duty: string; reasons: Record<string, string>; filters: readonly unknown[] },
): Flag[] {
  const flags: Flag[] = items
    .filter(({ name }) => fields.includes(name))
    .filter((item) => !isCovered(item, `${purpose} ${duty}`))
    .map(({ name, personal }) => {
      const kind = personal ? 'personal' : 'unnamed'
      return { field: name, kind, text: words[kind], reason: reasons[name]?.trim() || null }
    })
  return filters.length === 0
    ? [...flags, { field: null, kind: 'rows', text: words.rows, reason: reasons['*']?.trim() || null }]
    : flags
}

/** Personal fields that neither the purpose nor a reason accounts for: these cannot even be applied for. */
export const unaccounted = (flags: readonly Flag[]): Flag[] => flags.filter(({ kind, reason }) => kind === 'personal' && !reason)
