import { defineError } from '#kernel'

export const categoryUnknown = defineError('invalid', 'category_unknown', {
  zh: '没有“{code}”这个类别，请从类别表中选择。',
  en: 'There is no category “{code}”. Please choose one from the list.',
})
export const categoryClosed = defineError('invalid', 'category_closed', {
  zh: '“{title}”不接受公众上报，请选择其他类别，或拨打 12345。',
  en: '“{title}” cannot be reported by the public. Please choose another category or call 12345.',
})
export const placeMissing = defineError('invalid', 'place_missing', {
  zh: '请在地图上标出位置，或写明地址，否则无法派人前往。',
  en: 'Please mark the place on the map or write its address, or nobody can be sent there.',
})
export const outsideDistrict = defineError('invalid', 'outside_district', {
  zh: '这个位置不在{district}范围内。请核对地图上的位置；区外的问题请拨打 12345。',
  en: 'This place is not in {district}. Please check the mark on the map; for places outside, call 12345.',
})
export const notJoinable = defineError('conflict', 'not_joinable', {
  zh: '您选择的那件事已经办结或撤销，请按新问题上报。',
  en: 'The case you chose has ended. Please report this as a new one.',
})
export const caseEnded = defineError('conflict', 'case_ended', {
  zh: '案件 {number} 已经{state}，不能再操作。',
  en: 'Case {number} has ended ({state}); nothing more can be done with it.',
})
export const mergeWithItself = defineError('invalid', 'merge_with_itself', {
  zh: '不能把案件并入它自己。',
  en: 'A case cannot be merged with itself.',
})
export const notMerged = defineError('conflict', 'not_merged', {
  zh: '案件 {number} 没有并入其他案件，或主案已经办结，无法撤销并案。',
  en: 'Case {number} is not merged with another, or that one has ended; there is nothing to undo.',
})
export const hasMerged = defineError('conflict', 'has_merged', {
  zh: '案件 {number} 已有其他案件并入。请反过来并案，或先撤销原来的并案。',
  en: 'Other cases are merged with {number}. Merge the other way round, or undo that first.',
})
export const areaUnknown = defineError('invalid', 'area_unknown', {
  zh: '没有“{area}”这个区域，请核对区域编码。',
  en: 'There is no area “{area}”. Please check its code.',
})
export const ratingClosed = defineError('conflict', 'rating_closed', {
  zh: '办结后 {days} 天内可以评价；这件事还没有办结，或评价期已过。',
  en: 'You can rate the result within {days} days after it is closed; this one is not closed yet, or the time has passed.',
})
export const callerMissing = defineError('invalid', 'caller_missing', {
  zh: '请输入来电号码。',
  en: 'Please enter the caller’s number.',
})
export const filterUnknown = defineError('invalid', 'filter_unknown', {
  zh: '筛选条件“{value}”无法识别。',
  en: 'The filter “{value}” is not known.',
})
