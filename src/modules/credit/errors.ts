import { defineError } from '#kernel'

export const notShaped = defineError('invalid', 'code_not_shaped', {
  zh: '统一社会信用代码应为 18 位数字或大写字母，请核对后重新输入。',
  en: 'A unified social credit code has 18 digits or capital letters. Please check it.',
})
export const tooVague = defineError('invalid', 'name_too_vague', {
  zh: '请输入更完整的名称（除“公司”“上海”等通用字外至少 3 个字），或直接输入统一社会信用代码。',
  en: 'Enter more of the name (at least three characters besides words such as “Company”), or the whole code.',
})
export const tooManyFound = defineError('invalid', 'too_many_found', {
  zh: '名称相近的主体超过 {most} 个，请输入更完整的名称或统一社会信用代码。',
  en: 'More than {most} subjects have such a name. Enter more of it, or the code.',
})
export const notProved = defineError('not_found', 'person_not_found', {
  zh: '没有姓名与证件号码都相符的公开信用信息。请核对姓名和 18 位证件号码。',
  en: 'Nothing public fits both this name and this number. Check the name and all 18 characters.',
})
export const notVerified = defineError('conflict', 'not_verified', {
  zh: '您的账户还没有与人口库核验。请先在“我的信息”核验身份，或填写姓名和证件号码由信用办确认。',
  en: 'Your account has not been verified against the population registry. Do that under “My information”, or give name and number and let the office confirm it.',
})
export const unknownKind = defineError('invalid', 'unknown_kind', {
  zh: '没有信息类别“{kind}”。请从列出的类别中选择授权范围。',
  en: 'There is no kind of record “{kind}”. Choose the scope from those listed.',
})
export const keyReused = defineError('conflict', 'key_reused', {
  zh: '批次号“{key}”已用于另一批内容（回执 {number}）。新的内容请换一个批次号。',
  en: 'The batch key “{key}” was used for other content (receipt {number}). Use a new key for new content.',
})
export const notYourSource = defineError('forbidden', 'not_your_source', {
  zh: '您只能报送本单位的信用信息。',
  en: 'You can hand in records of your own unit only.',
})
export const notRepresentative = defineError('forbidden', 'not_representative', {
  zh: '您还不是该主体经确认的办事人，请先申请绑定。',
  en: 'You are not confirmed to act for this subject. Ask for it first.',
})
export const alreadyAsked = defineError('conflict', 'already_asked', {
  zh: '您已申请过代表该主体，请等待信用办确认。',
  en: 'You have asked to act for this subject already; the office will decide.',
})
export const matterOpen = defineError('conflict', 'matter_open', {
  zh: '这条记录已有一件正在办理的{what}（{number}），请等待办结。',
  en: 'There is already {what} {number} about this record. Please wait for its answer.',
})
export const notAdverse = defineError('conflict', 'not_adverse', {
  zh: '这条记录不是失信信息，不需要修复。',
  en: 'This record is not an adverse one; there is nothing to repair.',
})
export const repairNotYet = defineError('conflict', 'repair_not_yet', {
  zh: '暂不符合修复条件：{missing}。',
  en: 'It cannot be repaired yet: {missing}.',
})
export const notDeciding = defineError('conflict', 'not_open', {
  zh: '这件事项已经办结或正在另一环节，请刷新查看最新结果。',
  en: 'This matter has been decided or is at another step. Look at it again.',
})
export const noConsent = defineError('forbidden', 'no_consent', {
  zh: '没有该主体对贵机构有效的查询授权。请主体在“我的信用 › 查询授权”中授权后再查。本次查询已记录。',
  en: 'This subject has given your agency no valid consent. Ask for it on the page “My credit”. This query has been logged.',
})
export const notAgency = defineError('forbidden', 'not_agency', {
  zh: '只有在册的征信机构可以查询。',
  en: 'Only registered credit agencies may ask.',
})
export const consentTooLong = defineError('invalid', 'consent_too_long', {
  zh: '授权截止日期须在今天之后，最长 {months} 个月。',
  en: 'A consent ends after today, within {months} months at most.',
})
export const unknownList = defineError('invalid', 'unknown_list', {
  zh: '没有名单“{list}”。名单须先有法律法规依据并在系统中登记。',
  en: 'There is no list “{list}”. A list needs its legal basis and must be declared first.',
})
export const notListing = defineError('forbidden', 'not_listing', {
  zh: '贵单位不是该名单的认定单位。',
  en: 'Your unit does not decide on this list.',
})
export const alreadyListed = defineError('conflict', 'already_listed', {
  zh: '该主体已在该名单内或已告知拟列入。',
  en: 'This subject is on the list already, or has been notified.',
})
export const hearingOpen = defineError('conflict', 'hearing_open', {
  zh: '陈述申辩期至 {until}，期满后才能列入。',
  en: 'The subject may state its case until {until}; it can be listed after that.',
})
export const basisMissing = defineError('invalid', 'basis_missing', {
  zh: '奖惩措施必须写明法律、法规或规章依据（名称与条款），没有依据不得设立。',
  en: 'A measure must name the law or regulation it rests on, with the article. Without one it cannot be made.',
})
export const measureCodeTaken = defineError('conflict', 'measure_code_taken', {
  zh: '措施代码“{code}”已被使用。',
  en: 'The code “{code}” is taken by another measure.',
})
export const wrongState = defineError('conflict', 'wrong_state', {
  zh: '当前状态不能进行这项操作。',
  en: 'This cannot be done in its present state.',
})
export const receiptUnreadable = defineError('invalid', 'receipt_unreadable', {
  zh: '回执第 {line} 行无法对应本批次的记录。',
  en: 'Line {line} of the receipt fits no row of this batch.',
})
export const receiptIncomplete = defineError('invalid', 'receipt_incomplete', {
  zh: '回执不完整：{rows} 条中有 {missing} 条没有结果。请向上级平台取得完整回执后再读入，本次未作任何改动。',
  en: 'The receipt is not whole: it says nothing of {missing} of {rows} rows. Get all of it and read it again; nothing was changed.',
})
export const reasonMissing = defineError('invalid', 'reason_missing', {
  zh: '请写明理由，申请人会看到。',
  en: 'Please give the reason; the applicant will read it.',
})
