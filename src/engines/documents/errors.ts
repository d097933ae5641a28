import { defineError } from '#kernel'

export const emptyTable = defineError('invalid', 'table_empty', {
  zh: '文件里没有表格内容。请确认第一行是列标题，下面每行一条数据。',
  en: 'There is no table in the file. The first row must hold the column titles, each row below one record.',
})
export const notATable = defineError('unsupported', 'table_kind_not_taken', {
  zh: '这个文件既不是 .xlsx 工作簿也不是 csv 文本。请在表格软件中“另存为” .xlsx 或 csv 后再传。',
  en: 'This file is neither an .xlsx workbook nor csv text. Use “save as” .xlsx or csv in your spreadsheet program and send that.',
})
export const oldWorkbook = defineError('unsupported', 'table_old_workbook', {
  zh: '这是旧版 Excel 97-2003 工作簿（.xls），不能读取。请用表格软件打开，“另存为” .xlsx 后再传。',
  en: 'This is an Excel 97-2003 workbook (.xls), which cannot be read. Open it, use “save as” .xlsx and send that.',
})
export const encryptedWorkbook = defineError('unsupported', 'table_encrypted', {
  zh: '工作簿设有打开密码，无法读取。请去掉密码另存后再传。',
  en: 'The workbook is protected by a password and cannot be read. Save it without the password and send that.',
})
export const brokenWorkbook = defineError('invalid', 'table_broken', {
  zh: '工作簿不完整或已损坏（{part}），打不开。可能没有传完；请用表格软件打开、另存后再传。',
  en: 'The workbook is incomplete or damaged ({part}). Perhaps it was cut off on its way; open it, save it again and send that.',
})
export const workbookBomb = defineError('too_large', 'table_inflates_too_far', {
  zh: '工作簿解压后过大（{part}），已停止读取。正常的表格不会这样；请另存一份，或改用 csv。',
  en: 'Unpacked, the workbook is far too large ({part}); reading was stopped. No ordinary table does this: save it anew or use csv.',
})
export const noSheet = defineError('invalid', 'table_no_visible_sheet', {
  zh: '工作簿里没有可见的工作表。隐藏的工作表不会读取，请取消隐藏后再传。',
  en: 'The workbook has no visible sheet. Hidden sheets are not read: unhide it and send the file again.',
})
export const workbookTooLarge = defineError('too_large', 'table_file_too_large', {
  zh: '工作簿文件超过 {megabytes} MB。请拆开，或另存为 csv（csv 不限大小）。',
  en: 'The workbook has more than {megabytes} MB. Split it or save it as csv, which may have any size.',
})
export const tooManyRows = defineError('too_large', 'table_too_many_rows', {
  zh: '表格超过 {most} 行。请拆成几个文件，或另存为 csv（csv 不限行数）。',
  en: 'The table has more than {most} rows. Split it, or save it as csv, which may have any number.',
})
export const tooManyColumns = defineError('too_large', 'table_too_many_columns', {
  zh: '第 {line} 行超过 {most} 列。请删去右侧多余的列后再传。',
  en: 'Line {line} has more than {most} columns. Delete the columns that are not needed and try again.',
})
export const cellTooLong = defineError('too_large', 'table_cell_too_long', {
  zh: '第 {line} 行附近有一格超过 {most} 个字。常见原因是少了一个结尾的引号；请检查这一行。',
  en: 'Near line {line} a cell has more than {most} characters. Often a closing quotation mark is missing: look at that line.',
})
export const tooMuchText = defineError('too_large', 'table_too_much_text', {
  zh: '工作簿里的文字太多，无法一次读入。请另存为 csv 后再传。',
  en: 'The workbook holds too much text to be read at once. Save it as csv and send that.',
})
export const tooManyMerged = defineError('invalid', 'table_too_many_merged', {
  zh: '工作表里的合并单元格超过 {most} 处，不像一张数据表。请取消合并，每行写全后再传。',
  en: 'The sheet has more than {most} merged areas; this does not look like a table of records. Unmerge them and try again.',
})
export const unknownEncoding = defineError('invalid', 'table_encoding_unknown', {
  zh: '文字编码不是 UTF-8，也不是 GB18030（GBK、GB2312）{found}。请在表格软件中另存为“CSV UTF-8”后再传。',
  en: 'The text is neither UTF-8 nor GB18030 (GBK, GB2312){found}. Save it as “CSV UTF-8” in your spreadsheet program and try again.',
})
export const brokenEncoding = defineError('invalid', 'table_encoding_broken', {
  zh: '文件开头是 {encoding} 编码，但第 {byte} 字节附近不是：文件可能由两种编码拼接而成，或已损坏。请统一另存为“CSV UTF-8”。',
  en: 'The file begins as {encoding} but near byte {byte} it is not: two encodings were joined, or it is damaged. Save it as “CSV UTF-8”.',
})
export const brokenCsv = defineError('invalid', 'table_csv_broken', {
  zh: '第 {line} 行开始的引号没有结尾，后面的内容无法分行。文件可能没有传完；请检查这一行的引号。',
  en: 'A quotation mark opened near line {line} is never closed, so what follows cannot be read. The file may be cut off; look at that line.',
})
export const cutOff = defineError('invalid', 'table_cut_off', {
  zh: '文件没有传完，连接中途断开。请重新上传。',
  en: 'The file did not arrive whole: the connection ended on its way. Please send it again.',
})
