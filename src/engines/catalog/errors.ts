import { defineError } from '#kernel'

export const columnUnknown = defineError('invalid', 'column_unknown', {
  zh: '没有“{column}”这个信息项。可用的信息项见该资源的字段说明。',
  en: 'There is no item “{column}”. The resource’s page lists its items.',
})
export const valueWrong = defineError('invalid', 'value_wrong', {
  zh: '“{column}”是{type}，“{value}”不是这种值。请按字段类型填写。',
  en: '“{column}” holds {type}; “{value}” is no such value. Give one of its type.',
})
export const cursorWrong = defineError('invalid', 'cursor_wrong', {
  zh: '翻页标记已不适用，请从第一页重新开始。',
  en: 'This place in the list is no longer valid; begin with the first page again.',
})
export const noRows = defineError('conflict', 'no_rows', {
  zh: '该资源没有可逐行读取的库表，只能下载或访问原地址。',
  en: 'This resource has no table that can be read by rows; download it or go to its address.',
})
export const basisMissing = defineError('invalid', 'basis_missing', {
  zh: '有条件共享须写明共享条件，不予共享须写明法律、行政法规或党中央、国务院政策依据。',
  en: 'Say the condition of conditional sharing, or the legal basis of refusing to share.',
})
export const classUnknown = defineError('invalid', 'class_unknown', {
  zh: '没有分类“{code}”。请从信息资源分类中选择。',
  en: 'There is no class “{code}”. Choose one of the directory’s classes.',
})
export const declaredElsewhere = defineError('conflict', 'declared_elsewhere', {
  zh: '该资源由系统自动编目，名称和信息项随系统更新；这里只能改共享、开放、周期、标签和说明。',
  en: 'The platform declares this resource itself; only sharing, opening, cycle, tags and description are changed here.',
})
export const relatedCircular = defineError('conflict', 'related_circular', {
  zh: '不能这样关联：“{from}”本来就来自“{to}”，会形成循环。请去掉其中一个方向。',
  en: 'This cannot be linked: “{from}” already comes from “{to}”, so the chain would close on itself. Remove one direction.',
})
export const relatedUnknown = defineError('invalid', 'related_unknown', {
  zh: '目录中没有代码为“{code}”的资源。',
  en: 'The directory holds no resource with the code “{code}”.',
})
export const tableEmpty = defineError('invalid', 'table_empty', {
  zh: '文件里没有数据行。请检查第一行是否为表头、其后是否有数据。',
  en: 'The file holds no rows. Check that the first line is the header and that rows follow.',
})
export const headerWrong = defineError('invalid', 'header_wrong', {
  zh: '表头有误：{why}。请修改文件第一行后重新上传。',
  en: 'The header is not right: {why}. Correct the file’s first line and send it again.',
})
export const fileMissing = defineError('invalid', 'file_missing', {
  zh: '没有收到文件。请选择一个 csv 或 xlsx 文件。',
  en: 'No file arrived. Choose a csv or xlsx file.',
})
export const openForbidden = defineError('conflict', 'open_forbidden', {
  zh: '该资源的开放属性是“不予开放”。请先按规定调整开放属性，再发布。',
  en: 'This resource is marked as not open. Change that first, by the rules, then publish.',
})
