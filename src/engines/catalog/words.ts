import type { Text } from '#kernel'

/** Value sets of the 2017 guide 政务信息资源目录编制指南（试行）, as they are said on pages, files and interfaces. */
export const sharingTitles: Record<number, Text> = {
  1: { zh: '无条件共享', en: 'Shared without condition' },
  2: { zh: '有条件共享', en: 'Shared on condition' },
  3: { zh: '不予共享', en: 'Not shared' },
}
export const openingTitles: Record<number, Text> = {
  1: { zh: '无条件开放', en: 'Open' },
  2: { zh: '有条件开放', en: 'Open on condition' },
  3: { zh: '不予开放', en: 'Not open' },
}
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
/** How old data of a cycle may be, in hours, before it is late; null: no promise. */
export const cycleHours: Record<number, number | null> = {
  1: 1,
  2: 24,
  3: 24 * 7,
  4: 24 * 31,
  5: 24 * 92,
  6: 24 * 184,
  7: 24 * 366,
  8: null,
  9: null,
}
export const formatTitles: Record<string, Text> = {
  '0100': { zh: '结构化数据', en: 'Structured data' },
  '0200': { zh: '库表', en: 'Database table' },
  '0310': { zh: '文件', en: 'File' },
  '0320': { zh: '文件夹', en: 'Folder' },
  '0400': { zh: '接口', en: 'API' },
  '0500': { zh: '链接', en: 'Link' },
}
export const sourceTitles: Record<string, Text> = {
  dataset: { zh: '平台数据集', en: 'Dataset of the platform' },
  register: { zh: '平台台账', en: 'Register of the platform' },
  upload: { zh: '上传文件', en: 'Uploaded file' },
  database: { zh: '部门数据库', en: 'Department’s database' },
  link: { zh: '外部接口', en: 'API elsewhere' },
}
export const typeTitles: Record<string, Text> = {
  text: { zh: '文本', en: 'Text' },
  integer: { zh: '整数', en: 'Integer' },
  decimal: { zh: '小数', en: 'Decimal' },
  boolean: { zh: '是否', en: 'Yes or no' },
  date: { zh: '日期', en: 'Date' },
  instant: { zh: '时间', en: 'Time' },
  json: { zh: '结构', en: 'Structure' },
  point: { zh: '点位', en: 'Point' },
}
export const maskTitles: Record<string, Text> = {
  name: { zh: '姓名只留姓', en: 'Family name only' },
  phone: { zh: '电话隐去中间四位', en: 'Middle of the number hidden' },
  'id-number': { zh: '证件号隐去中间', en: 'Middle of the id number hidden' },
  address: { zh: '地址只到路名', en: 'Address up to the road' },
  all: { zh: '全部隐去', en: 'Hidden entirely' },
}
export const howTitles: Record<string, Text> = {
  api: { zh: '接口', en: 'API' },
  dataset: { zh: '数据集下载', en: 'Dataset download' },
  exchange: { zh: '定时交换', en: 'Scheduled exchange' },
}
export const operatorTitles: Record<string, Text> = {
  eq: { zh: '等于', en: 'is' },
  in: { zh: '属于', en: 'is one of' },
  gt: { zh: '大于', en: 'is over' },
  gte: { zh: '不小于', en: 'is at least' },
  lt: { zh: '小于', en: 'is under' },
  lte: { zh: '不大于', en: 'is at most' },
  null: { zh: '为空', en: 'is empty' },
}
export const applicationTitles: Record<string, Text> = {
  deciding: { zh: '提供方审核中', en: 'With the provider' },
  revising: { zh: '待申请方答复', en: 'Answer to an offer' },
  refused: { zh: '未同意，可申诉', en: 'Refused; appeal possible' },
  appealed: { zh: '申诉裁定中', en: 'Under appeal' },
  granted: { zh: '已授权', en: 'Granted' },
  ended: { zh: '不予共享', en: 'Not shared' },
  withdrawn: { zh: '已放弃', en: 'Given up' },
}
export const shareStateTitles: Record<string, Text> = {
  active: { zh: '有效', en: 'In force' },
  expired: { zh: '已到期', en: 'Ended' },
  revoked: { zh: '已收回', en: 'Revoked' },
}
export const useTitles: Record<string, Text> = {
  'open-api': { zh: '开放接口', en: 'Open API' },
  'open-download': { zh: '开放下载', en: 'Open download' },
  'shared-api': { zh: '共享接口', en: 'Shared API' },
  'shared-dataset': { zh: '共享下载', en: 'Shared download' },
  exchange: { zh: '定时交换', en: 'Scheduled exchange' },
  sample: { zh: '查看样例', en: 'Sample' },
  indicator: { zh: '指标计算', en: 'Indicator' },
}
export const qualityTitles: Record<string, Text> = {
  completeness: { zh: '完整性', en: 'Completeness' },
  uniqueness: { zh: '唯一性', en: 'Uniqueness' },
  validity: { zh: '规范性', en: 'Validity' },
  consistency: { zh: '一致性', en: 'Consistency' },
  timeliness: { zh: '及时性', en: 'Timeliness' },
}
export const lineageTitles: Record<string, Text> = {
  declared: { zh: '自动编目', en: 'declared' },
  loaded: { zh: '装载', en: 'loaded' },
  derived: { zh: '加工', en: 'made from' },
  distributed: { zh: '形成库表', en: 'kept as' },
  shared: { zh: '共享', en: 'shared' },
  opened: { zh: '开放', en: 'opened' },
  exchanged: { zh: '交换', en: 'exchanged' },
  counted: { zh: '计入指标', en: 'counted' },
}
export const faultTitles: Record<string, Text> = {
  unreachable: { zh: '连不上对方', en: 'The partner cannot be reached' },
  slow: { zh: '对方超时未答', en: 'The partner was too slow' },
  status: { zh: '对方报错', en: 'The partner answered with an error' },
  half: { zh: '对方只给了一部分', en: 'The partner answered half' },
  wrong: { zh: '内容与约定或摘要不符', en: 'The content is not what was agreed or announced' },
  total: { zh: '总数对不上', en: 'The totals differ' },
  stuck: { zh: '对方的翻页标记不前进', en: 'The partner’s cursor does not move' },
  share: { zh: '共享授权已失效', en: 'The share has ended' },
  host: { zh: '对方主机不在名单内', en: 'The host is not among the partners' },
  lost: { zh: '上次运行中断', en: 'The run was lost with its process' },
}
