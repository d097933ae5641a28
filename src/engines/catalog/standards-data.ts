import type { Text } from '#kernel'

export interface StandardData {
  code: string
  edition: string
  title: Text
  pattern?: string
  rule?: 'identity-number' | 'credit-code'
  codes?: Readonly<Record<string, string>>
}

/** National standards that most tables need; more, and newer editions, are entered on the page. Codes are public facts. */
export const standards: readonly StandardData[] = [
  { code: 'GB 11643', edition: '1999', title: { zh: '公民身份号码', en: 'Identity number' }, rule: 'identity-number' },
  {
    code: 'GB 32100',
    edition: '2015',
    title: { zh: '法人和其他组织统一社会信用代码', en: 'Unified social credit code' },
    rule: 'credit-code',
  },
  {
    code: 'GB/T 2261.1',
    edition: '2003',
    title: { zh: '人的性别代码', en: 'Sex' },
    codes: { 0: '未知的性别', 1: '男性', 2: '女性', 9: '未说明的性别' },
  },
  {
    code: 'GB/T 2261.2',
    edition: '2003',
    title: { zh: '婚姻状况代码', en: 'Marital status' },
    codes: { 10: '未婚', 20: '已婚', 21: '初婚', 22: '再婚', 23: '复婚', 30: '丧偶', 40: '离婚', 90: '未说明的婚姻状况' },
  },
  {
    code: 'GB/T 4754',
    edition: '2017',
    title: { zh: '国民经济行业门类', en: 'Sections of economic activity' },
    codes: {
      A: '农、林、牧、渔业',
      B: '采矿业',
      C: '制造业',
      D: '电力、热力、燃气及水生产和供应业',
      E: '建筑业',
      F: '批发和零售业',
      G: '交通运输、仓储和邮政业',
      H: '住宿和餐饮业',
      I: '信息传输、软件和信息技术服务业',
      J: '金融业',
      K: '房地产业',
      L: '租赁和商务服务业',
      M: '科学研究和技术服务业',
      N: '水利、环境和公共设施管理业',
      O: '居民服务、修理和其他服务业',
      P: '教育',
      Q: '卫生和社会工作',
      R: '文化、体育和娱乐业',
      S: '公共管理、社会保障和社会组织',
      T: '国际组织',
    },
  },
  {
    code: 'GB/T 2260',
    edition: '2007',
    title: { zh: '行政区划代码（区、街镇、村居）', en: 'Administrative area codes' },
    pattern: '^[1-9][0-9]{5}([0-9]{3}([0-9]{3})?)?$',
  },
  {
    code: 'GB/T 7408.1',
    edition: '2023',
    title: { zh: '日期（年-月-日）', en: 'Calendar date' },
    pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  },
  { code: 'YD 手机号', edition: '2020', title: { zh: '移动电话号码', en: 'Mobile number' }, pattern: '^1[3-9][0-9]{9}$' },
]
