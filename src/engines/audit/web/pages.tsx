import { type Page, page } from '#kit/page.ts'

export const pages: Page[] = [
  {
    front: 'work',
    path: '/work/audit',
    title: { zh: '审计日志', en: 'Audit' },
    may: 'audit.read',
    menu: { group: 'system', order: 30, icon: 'scroll' },
    component: page(() => import('./audit-page.tsx'), 'AuditPage'),
  },
]
