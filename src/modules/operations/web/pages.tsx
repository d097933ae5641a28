import { type Page, page } from '#kit/page.ts'

export const pages: Page[] = [
  {
    front: 'work',
    path: '/work/operations',
    title: { zh: '平台运维', en: 'Operations' },
    may: 'operations.read',
    menu: { group: 'system', order: 90, icon: 'activity' },
    component: page(() => import('./operations-page.tsx'), 'OperationsPage'),
  },
]
