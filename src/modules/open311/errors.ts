import { defineError } from '#kernel'

export const formatUnknown = defineError('invalid', 'format_unknown', {
  zh: '地址须以 .json 或 .xml 结尾。',
  en: 'The address must end in .json or .xml.',
})
export const formUnsupported = defineError('unsupported', 'form_unsupported', {
  zh: '请用 application/x-www-form-urlencoded、multipart/form-data 或 application/json 提交。',
  en: 'Post application/x-www-form-urlencoded, multipart/form-data or application/json.',
})
export const nothingHere = defineError('not_found', 'nothing_here', {
  zh: '没有这个地址。可用：services、requests、tokens、servicerequestupdates。',
  en: 'There is nothing at this address. There are services, requests, tokens and servicerequestupdates.',
})
export const jurisdictionUnknown = defineError('not_found', 'jurisdiction_unknown', {
  zh: 'jurisdiction_id “{given}”不由本系统受理；可省略该参数。',
  en: 'The jurisdiction_id “{given}” is not served here; you may leave it out.',
})
export const serviceUnknown = defineError('not_found', 'service_unknown', {
  zh: 'service_code “{code}”不存在或不接受上报。',
  en: 'There is no service_code “{code}”, or it takes no reports.',
})
export const requestUnknown = defineError('not_found', 'request_unknown', {
  zh: 'service_request_id “{id}”不存在或不公开。',
  en: 'There is no service_request_id “{id}”, or it is not public.',
})
export const tokenUnknown = defineError('not_found', 'token_unknown', {
  zh: 'token “{token}”不存在。',
  en: 'There is no token “{token}”.',
})
export const keyRefused = defineError('forbidden', 'key_refused', {
  zh: 'api_key 缺失、无效或无权上报。请在密钥页面申请。',
  en: 'The api_key is missing, unknown or may not report. Ask for one on the page for keys.',
})
export const argumentMissing = defineError('invalid', 'argument_missing', {
  zh: '缺少参数 {name}。',
  en: 'The argument {name} is missing.',
})
export const argumentWrong = defineError('invalid', 'argument_wrong', {
  zh: '参数 {name} 有误：{why}',
  en: 'The argument {name} is not right: {why}',
})
export const spanTooLong = defineError('invalid', 'span_too_long', {
  zh: 'start_date 与 end_date 最多相隔 90 天。',
  en: 'start_date and end_date may be 90 days apart at most.',
})
