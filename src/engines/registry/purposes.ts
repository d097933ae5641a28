import type { Text } from '#kernel'
import type { Purpose } from './schema.ts'

/** For what a person's data may be looked at; each with the law it stands on. `needs`: a capability besides that of looking. */
export const purposes: Readonly<Record<Purpose, { title: Text; basis: Text; needs?: string }>> = {
  application: {
    title: { zh: '办理本人申请的事项', en: 'Handling what the person applied for' },
    basis: { zh: '个人信息保护法第十三条第一款第三项', en: 'PIPL art. 13(1)(3)' },
  },
  verification: {
    title: { zh: '核验身份', en: 'Verifying an identity' },
    basis: { zh: '个人信息保护法第十三条第一款第三项', en: 'PIPL art. 13(1)(3)' },
  },
  case: {
    title: { zh: '处置与本人有关的案件', en: 'Handling a case about the person' },
    basis: { zh: '个人信息保护法第三十四条', en: 'PIPL art. 34' },
  },
  emergency: {
    title: { zh: '突发事件、紧急救助与寻人', en: 'Emergency, rescue, a missing person' },
    basis: { zh: '个人信息保护法第十三条第一款第四项', en: 'PIPL art. 13(1)(4)' },
  },
  enforcement: {
    title: { zh: '依法调查取证', en: 'An investigation under the law' },
    basis: { zh: '个人信息保护法第三十四条', en: 'PIPL art. 34' },
  },
  'data-quality': {
    title: { zh: '核对数据（数据管理员）', en: 'Checking the data (steward)' },
    basis: { zh: '个人信息保护法第八条（保证个人信息质量）', en: 'PIPL art. 8 (quality of personal information)' },
    needs: 'registry.review',
  },
}
