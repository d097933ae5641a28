import { defineError } from '#kernel'

export const calendarNotPublished = defineError('unavailable', 'calendar_not_published', {
  zh: '{year} 年的节假日安排尚未录入，无法计算工作日。国务院办公厅公布后由管理员录入，再重新计算。',
  en: 'The holiday arrangement of {year} has not been entered, so working days cannot be counted. An administrator enters it once the State Council publishes it; then try again.',
})
export const limitNotWhole = defineError('invalid', 'limit_not_whole', {
  zh: '按“日”计算的期限须为整数，收到的是 {amount}。',
  en: 'A limit in days must be a whole number; {amount} was given.',
})
export const limitNegative = defineError('invalid', 'limit_negative', {
  zh: '期限不能小于零，收到的是 {amount}。',
  en: 'A limit cannot be less than zero; {amount} was given.',
})
export const limitTooFar = defineError('invalid', 'limit_too_far', {
  zh: '期限算到了公元 9999 年之后，请检查起始时间和天数。',
  en: 'This limit ends after the year 9999; please check its start and its length.',
})
