import { defineError } from '#kernel'

export const notAtThisStep = defineError('conflict', 'not_at_this_step', {
  zh: '案件 {number} 现在是“{state}”，不能进行这项操作。请按最新状态办理。',
  en: 'Case {number} is now “{state}”; this cannot be done. Please go on from its latest state.',
})
export const reasonMissing = defineError('invalid', 'reason_missing', {
  zh: '请写明理由，上报人会看到。',
  en: 'Please give the reason; the reporter will see it.',
})
export const evidenceMissing = defineError('invalid', 'evidence_missing', {
  zh: '请至少上传一张处置后的照片，或写明处置情况。',
  en: 'Please add at least one photo of the result, or say what was done.',
})
export const unitMissing = defineError('invalid', 'unit_missing', {
  zh: '没有“{unit}”这个单位，或它已撤销。请从单位列表中选择。',
  en: 'There is no unit “{unit}”, or it was closed. Please choose one from the list.',
})
export const isSuspended = defineError('conflict', 'case_suspended', {
  zh: '案件 {number} 已挂账，计时已停止。恢复办理后才能继续。',
  en: 'Case {number} is suspended and its clock stands still. Resume it before going on.',
})
export const notSuspended = defineError('conflict', 'case_not_suspended', {
  zh: '案件 {number} 没有挂账，无需恢复。',
  en: 'Case {number} is not suspended; there is nothing to resume.',
})
export const untilPast = defineError('invalid', 'until_past', {
  zh: '挂账的截止时间应晚于现在。',
  en: 'The end of the suspension must lie ahead.',
})
export const observedAhead = defineError('invalid', 'observed_ahead', {
  zh: '发现时间晚于现在，请检查手机时间。',
  en: 'The time of observation lies ahead; please check the phone’s clock.',
})
