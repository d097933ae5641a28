import { defineError } from '#kernel'

export const noFile = defineError('invalid', 'import_no_file', {
  zh: '没有收到文件。请选择一个 .xlsx 或 csv 文件，以 multipart/form-data 的 file 字段提交。',
  en: 'No file arrived. Choose an .xlsx or csv file and send it as the field "file" of multipart/form-data.',
})
export const oneFile = defineError('invalid', 'import_one_file', {
  zh: '一次导入一个文件，请分开提交。',
  en: 'Import one file at a time.',
})
export const cutOff = defineError('invalid', 'import_cut_off', {
  zh: '文件没有传完，没有保存任何内容。请检查网络后重新上传。',
  en: 'The file did not arrive whole and nothing of it was kept. Please send it again.',
})
export const fileTooLarge = defineError('too_large', 'import_file_too_large', {
  zh: '文件超过 {gigabytes} GB。请拆成几个文件分别导入。',
  en: 'The file has more than {gigabytes} GB. Split it and import the parts one by one.',
})
export const underWay = defineError('conflict', 'import_under_way', {
  zh: '同一个文件正在导入这个台账，不能重复提交。请打开那一次导入，或先停止它。',
  en: 'The same file is being imported into this register already. Open that import, or stop it first.',
})
export const importedBefore = defineError('conflict', 'imported_before', {
  zh: '这个文件已经导入过，而这个台账没有可以识别同一条记录的编号，再导入一次会全部重复。',
  en: 'This file was imported before, and this register has no key to know an entry by: every row would be there twice.',
})
export const noColumns = defineError('invalid', 'import_no_columns', {
  zh: '文件第一行的列标题与台账的栏目都对不上（{titles}）。请使用导入模板，或把列标题改成：{wanted}。',
  en: 'None of the titles in the first row is a column of this register ({titles}). Use the template, or name them: {wanted}.',
})
export const columnsMissing = defineError('invalid', 'import_columns_missing', {
  zh: '文件缺少必填的列：{missing}。请补上后再导入。',
  en: 'The file lacks columns that are required: {missing}. Add them and import again.',
})
export const columnsTwice = defineError('invalid', 'import_columns_twice', {
  zh: '文件里有重复的列：{twice}。同一栏目只能有一列，请删去多余的。',
  en: 'The file has a column twice: {twice}. Keep one column for each.',
})
export const notRunnable = defineError('conflict', 'import_not_runnable', {
  zh: '这次导入现在不能执行：还在检查、已经执行完，或没有可导入的行。',
  en: 'This import cannot be run now: it is still being checked, has been run, or holds no row that could be taken.',
})
export const notStoppable = defineError('conflict', 'import_not_stoppable', {
  zh: '这次导入已经结束，没有可停止的。',
  en: 'This import has ended; there is nothing to stop.',
})
export const fileGone = defineError('gone', 'import_file_gone', {
  zh: '原文件已按保存期限删除。请重新上传。',
  en: 'The file has been deleted at the end of its time. Please send it again.',
})
export const tooManyFaults = defineError('invalid', 'import_too_many_faults', {
  zh: '超过 {most} 行有误，检查已停止：文件大概不是为这个台账准备的。请对照问题清单修改后再传。',
  en: 'More than {most} rows are wrong and the check was stopped: the file was hardly made for this register. See the list of faults.',
})
export const stalled = defineError('unavailable', 'import_stalled', {
  zh: '处理中断，没有继续。已导入的行保留，可以从断点继续执行。',
  en: 'Work on it ended and did not go on. Rows taken so far stay; it can go on from where it stopped.',
})
export const purposeNeeded = defineError('invalid', 'purpose_needed', {
  zh: '导出未脱敏的个人信息须说明用途（至少 4 个字），用途会记入审计。',
  en: 'To export personal fields in clear, state a purpose (at least 4 characters); it stays in the audit.',
})
export const mayNotUnmask = defineError('forbidden', 'may_not_unmask', {
  zh: '您没有查看这个台账未脱敏内容的权限。请去掉“不脱敏”后导出。',
  en: 'You may not see this register’s masked fields in clear. Export it masked.',
})
export const noPlace = defineError('invalid', 'export_no_place', {
  zh: '这个台账没有位置，不能导出 GeoJSON。请选择 csv 或 xlsx。',
  en: 'This register has no places, so it cannot be exported as GeoJSON. Choose csv or xlsx.',
})
export const mappingUnfit = defineError('invalid', 'import_mapping_unfit', {
  zh: '列的对应关系写法有误（{what}）：按文件列的顺序给出栏目名，或按列标题给出；不导入的列写 null。',
  en: 'The mapping is not right ({what}): give the column’s name for each column of the file, by place or by title; null leaves one out.',
})
export const notMappable = defineError('conflict', 'import_not_mappable', {
  zh: '这次导入已经执行或正在处理，不能再改列的对应关系。请重新上传文件。',
  en: 'This import has been run or is being worked on, so its columns cannot be mapped any more. Send the file again.',
})
