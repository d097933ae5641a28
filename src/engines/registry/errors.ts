import { defineError } from '#kernel'

export const duplicateCollection = defineError('conflict', 'duplicate_collection', {
  zh: '“{field}”已由{holder}依职采集，不得重复采集。请在“共享申请”中申请使用，经同意后即可按目的读取。',
  en: '“{field}” is collected by {holder} by its duty and must not be collected a second time. Apply to share it; once granted it can be read for your purpose.',
})
export const sourceTaken = defineError('conflict', 'source_taken', {
  zh: '编号“{id}”的来源已经存在，请换一个编号。',
  en: 'There is a source “{id}” already; choose another id.',
})
export const noSuchField = defineError('invalid', 'no_such_field', {
  zh: '“{registry}”没有名为“{field}”的数据项。请按该库的数据项清单填写。',
  en: '“{registry}” has no field “{field}”. Use the fields the registry declares.',
})
export const notThisWay = defineError('invalid', 'not_this_way', {
  zh: '不能按这些条件查询。可用的组合：{ways}。',
  en: 'It cannot be looked up by these. Possible: {ways}.',
})
export const purposeNotYours = defineError('forbidden', 'purpose_not_yours', {
  zh: '“{purpose}”这一用途不适用于您的岗位，请选择与所办事项相符的用途。',
  en: '“{purpose}” is not a purpose of your post. Choose the one your task is for.',
})
export const alreadyDecided = defineError('conflict', 'already_decided', {
  zh: '这一对刚刚已由{by}处理，请看最新结果，不必重复处理。',
  en: '{by} has just decided this pair. See the result; there is nothing left to do.',
})
export const needsAnother = defineError('conflict', 'needs_another', {
  zh: '需要另一位数据管理员复核；提出意见的人不能复核自己的意见。',
  en: 'Another steward must confirm; nobody confirms their own proposal.',
})
export const alreadyMerged = defineError('conflict', 'already_merged', {
  zh: '其中一条已并入别的记录，请打开现在的记录再操作。',
  en: 'One of the two has been merged into another already. Open the one that is there now.',
})
export const mergeUndone = defineError('conflict', 'merge_undone', {
  zh: '这次合并已经撤销，无需再次撤销。',
  en: 'This merge has been undone already.',
})
export const mergeMovedOn = defineError('conflict', 'merge_moved_on', {
  zh: '合并后的记录又被并入另一条。请先撤销后一次合并。',
  en: 'The merged one has itself been merged into another since. Undo that merge first.',
})
export const keptApart = defineError('conflict', 'kept_apart', {
  zh: '有人已认定其中的记录不是同一对象（{why}）。如确有新依据，请先在该对复核中改判。',
  en: 'Somebody decided that records of these are not the same ({why}). With new evidence, revise that decision first.',
})
export const notAllOfIt = defineError('invalid', 'not_all_of_it', {
  zh: '拆分时至少要留下一条来源记录，并且只能拆出属于它的记录。',
  en: 'A split must leave at least one record, and can only take records that belong to it.',
})
export const shareNotYours = defineError('forbidden', 'share_not_yours', {
  zh: '这份共享授权不属于您的单位，或尚未同意、已经到期。',
  en: 'This share is not your unit’s, or it is not granted, or has ended.',
})
export const notShown = defineError('invalid', 'not_shown', {
  zh: '姓名、证件号码与账号预留的手机号须与登记信息一致。请核对后再试，或持证件到窗口办理。',
  en: 'Name, number and the telephone number of your account must agree with what is registered. Check them, or come to a counter with your document.',
})
export const notLinked = defineError('not_found', 'not_linked', {
  zh: '您的账号尚未与本人信息关联。请先完成实名核验。',
  en: 'Your account is not linked to a person yet. Show who you are first.',
})
export const alreadyLinked = defineError('conflict', 'already_linked', {
  zh: '您的账号已完成实名核验。',
  en: 'Your account is linked already.',
})
export const asked = defineError('conflict', 'already_asked', {
  zh: '您已提出过，正在处理。',
  en: 'You have asked already; it is being dealt with.',
})
