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
