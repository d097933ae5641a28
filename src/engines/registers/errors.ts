import { defineError } from '#kernel'

export const badQuery = defineError('invalid', 'bad_query', {
  zh: '筛选、排序或列的写法有误：{what}。请按台账的说明（shape）填写。',
  en: 'The filter, sort or columns are not right: {what}. The register’s shape says what there is.',
})
export const badCursor = defineError('invalid', 'bad_cursor', {
  zh: '翻页标记已失效，请从第一页重新打开。',
  en: 'This page mark is no longer good. Please start again from the first page.',
})
export const alreadyThere = defineError('conflict', 'already_there', {
  zh: '台账中已有相同的记录（{key}）。请打开那一条修改，或核对填写内容。',
  en: 'The register has this entry already ({key}). Open and change that one, or check what you filled in.',
})
export const bulkStale = defineError('conflict', 'bulk_stale', {
  zh: '所选记录中有 {count} 条在您打开之后被别人修改或删除，没有保存任何修改。请查看这些记录，或跳过它们再提交。',
  en: '{count} of the chosen entries were changed or removed by somebody since you opened them; nothing was saved. Look at them, or leave them out.',
})
export const bulkMoved = defineError('conflict', 'bulk_moved', {
  zh: '符合条件的记录现在是 {now} 条，不是您看到的 {seen} 条，没有保存任何修改。请刷新列表核对后再提交。',
  en: 'Now {now} entries fit the filters, not the {seen} you saw; nothing was saved. Reload the list, look, and try again.',
})
export const bulkTooMany = defineError('invalid', 'bulk_too_many', {
  zh: '一次最多修改 {most} 条，符合条件的更多。请缩小筛选范围，或用导入修改。',
  en: 'At most {most} entries are changed at once, and more fit. Narrow the filters, or change them by an import.',
})
export const bulkNothing = defineError('invalid', 'bulk_nothing', {
  zh: '没有要修改的记录或栏目。请选择记录（或给出筛选条件）和要修改的栏目。',
  en: 'There is no entry or no column to change. Give rows (or filters) and the values to set.',
})
export const bulkKey = defineError('invalid', 'bulk_key', {
  zh: '“{column}”用来识别记录，不能批量修改。请逐条修改。',
  en: '“{column}” tells entries apart and cannot be changed for many at once. Change them one by one.',
})
export const stillReferred = defineError('conflict', 'still_referred', {
  zh: '还有记录引用这一条，不能删除：{who}。请先修改或删除它们。',
  en: 'Other entries still refer to this one, so it cannot be removed: {who}. Change or remove those first.',
})
export const notRemoved = defineError('conflict', 'not_removed', {
  zh: '这条记录没有被删除，不需要恢复。',
  en: 'This entry has not been removed; there is nothing to restore.',
})
export const outOfReach = defineError('forbidden', 'out_of_reach', {
  zh: '这条记录（或修改后的归属）不在您负责的范围内，没有保存。请联系负责的单位。',
  en: 'This entry (or where your change would put it) is outside what you answer for; nothing was saved. Ask the unit that does.',
})
export const nothingMasked = defineError('invalid', 'nothing_masked', {
  zh: '这些栏目没有脱敏，可以直接查看。',
  en: 'These fields are not masked; they can be read as they are.',
})
export const viewTaken = defineError('conflict', 'view_taken', {
  zh: '本单位已有同名的共享视图，请换一个名称。',
  en: 'Your organisation has a shared view of that name already. Please choose another.',
})
export const tooManyViews = defineError('conflict', 'too_many_views', {
  zh: '每个台账最多保存 {most} 个视图，请先删除不用的。',
  en: 'At most {most} views can be kept for one register. Please delete some first.',
})
