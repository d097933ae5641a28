import { defineError } from '#kernel'

export const datasetUnknown = defineError('not_found', 'dataset_unknown', {
  zh: '没有这个数据集。它可能已经撤下，或者尚未开放。',
  en: 'There is no such dataset. It may have been withdrawn, or is not open yet.',
})
export const resourceUnknown = defineError('not_found', 'resource_unknown', {
  zh: '没有这份数据。它可能已经撤下，或者尚未开放。',
  en: 'There are no such data. They may have been withdrawn, or are not open yet.',
})
export const formatUnknown = defineError('invalid', 'format_unknown', {
  zh: '没有这种格式“{format}”。可选：csv、json、xlsx、geojson。',
  en: 'There is no format “{format}”. There are csv, json, xlsx and geojson.',
})
export const noGeometry = defineError('invalid', 'no_geometry', {
  zh: '这份数据没有坐标，不能下载为 GeoJSON。请选择其他格式。',
  en: 'These data hold no coordinates and cannot be had as GeoJSON. Please choose another format.',
})
export const nothingLeft = defineError('conflict', 'nothing_left', {
  zh: '按现在的处理方案，所有字段都被去掉了，没有可以开放的内容。请至少保留一个字段。',
  en: 'By this plan every field is left out and nothing remains to be opened. Please keep at least one field.',
})
export const gateBlocked = defineError('conflict', 'gate_blocked', {
  zh: '隐私检查没有通过：{why}。请按建议去掉或概括相关字段后再提交。',
  en: 'The privacy gate does not let this through: {why}. Drop or generalise the columns named and try again.',
})
export const notInThisState = defineError('conflict', 'not_in_this_state', {
  zh: '这个数据集目前是“{state}”，不能进行这项操作。请刷新后再看。',
  en: 'This dataset is “{state}” now and this cannot be done. Please reload and look again.',
})
export const nameTaken = defineError('conflict', 'name_taken', {
  zh: '英文短名“{name}”已被使用，请换一个。',
  en: 'The short name “{name}” is taken; please choose another.',
})
export const tooManyRows = defineError('too_large', 'too_many_rows', {
  zh: '一次最多提交 {most} 行。请拆分，或联系数据开放主管部门用接口对接。',
  en: 'At most {most} rows can be handed in at once. Split them, or ask the open data office for an interface.',
})
export const noTable = defineError('invalid', 'no_table', {
  zh: '没有收到表格文件。请选择 csv 或 xlsx 文件。',
  en: 'No table arrived. Please choose a csv or xlsx file.',
})
export const columnUnknown = defineError('invalid', 'column_unknown', {
  zh: '这份数据没有字段“{column}”。',
  en: 'These data have no column “{column}”.',
})
export const keyLimit = defineError('conflict', 'key_limit', {
  zh: '每个账号最多 {most} 个在用密钥。请先停用不用的密钥。',
  en: 'An account may have {most} keys in use. Please revoke one first.',
})
export const quotaUsedUp = defineError('too_many', 'quota_used_up', {
  zh: '这个密钥的额度已用完，{seconds} 秒后恢复。',
  en: 'This key’s quota is used up; it comes back in {seconds} seconds.',
})
export const creditCodeWrong = defineError('invalid', 'credit_code_wrong', {
  zh: '统一社会信用代码有误，请核对后重填。',
  en: 'The unified social credit code is not right; please check it.',
})
export const alreadyAnswered = defineError('conflict', 'already_answered', {
  zh: '这一条已经答复过了。',
  en: 'This has been answered already.',
})
export const notYours = defineError('not_found', 'not_yours', {
  zh: '没有找到。它可能已被撤销，或者您没有查看的权限。',
  en: 'Not found. It may have been withdrawn, or you may not be allowed to see it.',
})
export const alreadyOpen = defineError('conflict', 'already_open', {
  zh: '这项目录资源已经开放或正在办理开放。',
  en: 'This resource of the catalogue is open already, or on its way.',
})
export const noTableInResource = defineError('conflict', 'no_table_in_resource', {
  zh: '这项目录资源没有可开放的数据表。',
  en: 'This resource of the catalogue has no table that could be opened.',
})
