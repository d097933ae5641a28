import { actionTitles } from '#engines/audit'

/** How this room's acts are called in the audit. */
export const acts = actionTitles({
  'identity.try-sign-in': { zh: '尝试登录', en: 'Tried to sign in' },
  'identity.sign-in': { zh: '登录', en: 'Signed in' },
  'identity.sign-out': { zh: '退出登录', en: 'Signed out' },
  'identity.lock': { zh: '多次输错，账号锁定', en: 'Locked after wrong tries' },
  'identity.unlock': { zh: '解除账号锁定', en: 'Unlocked an account' },
  'identity.set-up': { zh: '创建首位管理员', en: 'Made the first administrator' },
  'identity.register': { zh: '居民注册', en: 'A resident registered' },
  'identity.create-account': { zh: '新建账号', en: 'Made an account' },
  'identity.change-account': { zh: '修改账号资料', en: 'Changed an account' },
  'identity.change-own-account': { zh: '修改本人资料', en: 'Changed their own account' },
  'identity.disable-account': { zh: '停用账号', en: 'Disabled an account' },
  'identity.enable-account': { zh: '恢复账号', en: 'Enabled an account' },
  'identity.reset-password': { zh: '重置密码', en: 'Reset a password' },
  'identity.change-password': { zh: '修改本人密码', en: 'Changed their password' },
  'identity.enrol-totp': { zh: '申请动态验证码', en: 'Began with one-time codes' },
  'identity.confirm-totp': { zh: '开启动态验证码', en: 'Switched one-time codes on' },
  'identity.disable-totp': { zh: '关闭动态验证码', en: 'Switched one-time codes off' },
  'identity.end-session': { zh: '退出其他设备', en: 'Ended sessions' },
  'identity.grant-role': { zh: '授予角色', en: 'Gave a role' },
  'identity.revoke-role': { zh: '收回角色', en: 'Withdrew a role' },
  'identity.create-client': { zh: '新建接口密钥', en: 'Made an API key' },
  'identity.revoke-client': { zh: '撤销接口密钥', en: 'Revoked an API key' },
  'identity.add-organisation': { zh: '新增单位', en: 'Added an organisation' },
  'identity.change-organisation': { zh: '修改单位', en: 'Changed an organisation' },
})
