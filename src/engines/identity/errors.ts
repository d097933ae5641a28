import { defineError } from '#kernel'

export const wrongPassword = defineError('unauthenticated', 'wrong_password', {
  zh: '账号或密码不正确。请检查后重试；忘记密码请联系本单位管理员重置。',
  en: 'The account or the password is not right. Check and try again; if you forgot it, ask your administrator for a new one.',
})
export const accountLocked = defineError('too_many', 'account_locked', {
  zh: '多次输入错误，该账号已暂时锁定，约 {minutes} 分钟后可再试，或请管理员解锁。',
  en: 'Too many wrong tries: this account is locked for about {minutes} more minutes. Wait, or ask an administrator to unlock it.',
})
export const totpRequired = defineError('unauthenticated', 'totp_required', {
  zh: '此账号已开启动态验证码，请输入验证器上的 6 位数字。',
  en: 'This account uses one-time codes. Enter the six digits shown in your authenticator.',
})
export const wrongTotp = defineError('unauthenticated', 'wrong_totp', {
  zh: '动态验证码不正确或已过期，请输入最新的 6 位数字。',
  en: 'The one-time code is wrong or too old. Enter the latest six digits.',
})
export const weakPassword = defineError('invalid', 'weak_password', {
  zh: '密码太弱：请用 10 个字符以上，不要包含账号名或同一字符的重复。',
  en: 'This password is too weak: use at least 10 characters, without the account name and not one character repeated.',
})
export const samePassword = defineError('invalid', 'same_password', {
  zh: '新密码与原密码相同，请换一个。',
  en: 'The new password is the old one. Choose another.',
})
export const passwordChangeRequired = defineError('forbidden', 'password_change_required', {
  zh: '账号是新开通的，或密码刚被重置：请先修改密码，之后即可继续。',
  en: 'This account is new or its password was reset: change the password first, then go on.',
})
export const accountTaken = defineError('conflict', 'account_taken', {
  zh: '账号名“{account}”已被使用，请换一个。',
  en: 'The account name “{account}” is taken. Please choose another.',
})
export const alreadySetUp = defineError('gone', 'already_set_up', {
  zh: '系统已完成初始化，不能再次创建首位管理员。请用已有账号登录。',
  en: 'The platform has been set up already; the first administrator cannot be made again. Sign in with an existing account.',
})
export const wrongSetupCode = defineError('forbidden', 'wrong_setup_code', {
  zh: '初始化码不正确。请查看服务启动时打印的初始化码。',
  en: 'This is not the set-up code. It is printed when the platform starts.',
})
export const noSuchRole = defineError('invalid', 'no_such_role', {
  zh: '没有角色“{role}”。',
  en: 'There is no role “{role}”.',
})
export const noSuchOrganisation = defineError('invalid', 'no_such_organisation', {
  zh: '没有代码为“{code}”的单位。',
  en: 'There is no organisation with code “{code}”.',
})
export const cannotGrant = defineError('forbidden', 'cannot_grant', {
  zh: '您在该范围内没有权限“{capability}”，不能把包含它的角色授予他人。',
  en: 'You do not hold “{capability}” over that part of the district, so you cannot give a role that includes it.',
})
export const organisationTaken = defineError('conflict', 'organisation_taken', {
  zh: '单位代码“{code}”已被使用。',
  en: 'The organisation code “{code}” is taken.',
})
export const rootStays = defineError('conflict', 'root_stays', {
  zh: '最上级单位不能移动或撤销。',
  en: 'The unit at the top can be neither moved nor closed.',
})
export const belowItself = defineError('invalid', 'below_itself', {
  zh: '单位不能移到它自己或它的下级之下，也不能并入它自己。',
  en: 'A unit cannot stand below itself or its own units, nor be merged into itself.',
})
export const closedUnit = defineError('conflict', 'unit_closed', {
  zh: '“{name}”已撤销，请选择在用的单位。',
  en: '“{name}” is closed; choose a unit that is in use.',
})
export const unitsBelow = defineError('conflict', 'units_below', {
  zh: '它下面还有 {count} 个在用的单位，请先把它们移走或撤销。',
  en: 'There are {count} units in use below it; move or close them first.',
})
export const unitStillUsed = defineError('conflict', 'unit_still_used', {
  zh: '还有事项挂在它下面：{what}。请选择由哪个单位接收，或先办结、移走。',
  en: 'Things still hang on it: {what}. Choose the unit that takes over, or finish and move them first.',
})
export const quotaExceeded = defineError('too_many', 'quota_exceeded', {
  zh: '该接口密钥每分钟的调用次数已用完，请 {seconds} 秒后再试。',
  en: 'This API key has used up its calls for this minute. Try again in {seconds} seconds.',
})
export const badKey = defineError('unauthenticated', 'bad_key', {
  zh: '接口密钥无效或已被撤销。请向平台管理员申请新的密钥。',
  en: 'The API key is unknown or has been revoked. Ask the platform’s administrator for a new one.',
})
export const demoAccount = defineError('forbidden', 'demo_account', {
  zh: '演示账号不能修改密码或验证方式，以免他人无法登录。',
  en: 'Demo accounts keep their password and sign-in method, so that others can still use them.',
})
export const notYourself = defineError('forbidden', 'not_yourself', {
  zh: '不能停用、重置或更改自己的账号权限，请由另一位管理员操作。',
  en: 'You cannot disable, reset or change the rights of your own account; ask another administrator.',
})
export const alreadyGranted = defineError('conflict', 'already_granted', {
  zh: '该账号在这一范围内已有此角色。',
  en: 'The account holds this role over that part of the district already.',
})
export const noPassword = defineError('forbidden', 'no_password', {
  zh: '接口密钥没有个人账号，不能进行这项操作。',
  en: 'An API key is not a person’s account; this cannot be done with it.',
})
