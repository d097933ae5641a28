import type { Text } from '#kernel'

/** The same thing has the same name on every page. */
export const stateTitles = {
  draft: { zh: '准备中', en: 'Being prepared' },
  review: { zh: '审核中', en: 'Under review' },
  published: { zh: '已开放', en: 'Open' },
  withdrawn: { zh: '已撤下', en: 'Withdrawn' },
  returned: { zh: '退回修改', en: 'Returned' },
} as const satisfies Record<string, Text>

export const cycleTitles: Record<number, Text> = {
  1: { zh: '实时', en: 'Real time' },
  2: { zh: '每日', en: 'Daily' },
  3: { zh: '每周', en: 'Weekly' },
  4: { zh: '每月', en: 'Monthly' },
  5: { zh: '每季度', en: 'Quarterly' },
  6: { zh: '每半年', en: 'Half-yearly' },
  7: { zh: '每年', en: 'Yearly' },
  8: { zh: '不定期', en: 'Irregular' },
  9: { zh: '不更新', en: 'Not updated' },
}
/** How long data of a cycle stay fresh, in hours; null: no promise. */
export const cycleHours: Record<number, number | null> = {
  1: 1,
  2: 24,
  3: 168,
  4: 744,
  5: 2208,
  6: 4416,
  7: 8784,
  8: null,
  9: null,
}
/** How often the open table is made anew: a real-time resource each hour, the others by their cycle. */
export const refreshHours: Record<number, number | null> = cycleHours
/** EU frequency authority table. */
export const frequencies: Record<number, string> = {
  1: 'CONT',
  2: 'DAILY',
  3: 'WEEKLY',
  4: 'MONTHLY',
  5: 'QUARTERLY',
  6: 'ANNUAL_2',
  7: 'ANNUAL',
  8: 'IRREG',
  9: 'NEVER',
}
export const typeTitles: Record<string, Text> = {
  text: { zh: '文本', en: 'Text' },
  int8: { zh: '整数', en: 'Integer' },
  float8: { zh: '小数', en: 'Number' },
  bool: { zh: '是否', en: 'Yes or no' },
  date: { zh: '日期', en: 'Date' },
  timestamptz: { zh: '时间', en: 'Time' },
  json: { zh: '结构', en: 'Structure' },
}
export const kindTitles: Record<string, Text> = {
  'id-number': { zh: '身份证件号码', en: 'Identity number' },
  phone: { zh: '手机号码', en: 'Mobile number' },
  email: { zh: '电子邮箱', en: 'E-mail address' },
  plate: { zh: '机动车号牌', en: 'Number plate' },
  'person-name': { zh: '个人姓名', en: 'Person’s name' },
  'bank-card': { zh: '银行卡号', en: 'Bank card' },
}
export const requestStates: Record<string, Text> = {
  open: { zh: '等待答复', en: 'Waiting' },
  planned: { zh: '已列入计划', en: 'Planned' },
  fulfilled: { zh: '已开放', en: 'Open now' },
  declined: { zh: '不能开放', en: 'Cannot be opened' },
}
export const reuseKinds: Record<string, Text> = {
  app: { zh: '应用', en: 'App' },
  analysis: { zh: '分析', en: 'Analysis' },
  research: { zh: '研究', en: 'Research' },
  news: { zh: '报道', en: 'News' },
  other: { zh: '其他', en: 'Other' },
}

/** Rungs of the ladders, as they are called; the last says nothing any more. */
export const rungTitles: Record<string, readonly Text[]> = {
  date: [
    { zh: '原值', en: 'As it is' },
    { zh: '到月', en: 'Month' },
    { zh: '到季度', en: 'Quarter' },
    { zh: '到年', en: 'Year' },
    { zh: '到十年', en: 'Decade' },
    { zh: '不公开', en: 'Withheld' },
  ],
  number: [
    { zh: '原值', en: 'As it is' },
    { zh: '5 一段', en: 'Bands of 5' },
    { zh: '10 一段', en: 'Bands of 10' },
    { zh: '20 一段', en: 'Bands of 20' },
    { zh: '50 一段', en: 'Bands of 50' },
    { zh: '不公开', en: 'Withheld' },
  ],
  address: [
    { zh: '原值', en: 'As it is' },
    { zh: '到路', en: 'Road' },
    { zh: '到街镇', en: 'Town' },
    { zh: '不公开', en: 'Withheld' },
  ],
  point: [
    { zh: '原值', en: 'As it is' },
    { zh: '约 500 米格网', en: 'Cells of 500 m' },
    { zh: '约 1 公里格网', en: 'Cells of 1 km' },
    { zh: '约 5 公里格网', en: 'Cells of 5 km' },
    { zh: '不公开', en: 'Withheld' },
  ],
  category: [
    { zh: '原值', en: 'As it is' },
    { zh: '少见的并入“其他”', en: 'Rare ones become “其他”' },
    { zh: '不公开', en: 'Withheld' },
  ],
  code: [
    { zh: '原值', en: 'As it is' },
    { zh: '前 9 位', en: 'First 9' },
    { zh: '前 6 位', en: 'First 6' },
    { zh: '不公开', en: 'Withheld' },
  ],
}
