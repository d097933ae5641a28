import { type Page, page } from '#kit/page.ts'
import { registerPage } from '../../registers/web/mounts.tsx'

export const pages: Page[] = [
  ...registerPage({
    register: 'cases.responsibilities',
    path: '/work/responsibilities',
    title: { zh: '派遣责任表', en: 'Dispatch table' },
    may: 'cases.read',
    menu: { group: 'records', order: 20, icon: 'list-checks' },
  }),
  {
    front: 'work',
    path: '/work/scores',
    title: { zh: '考核评价', en: 'Scores' },
    may: 'cases.read',
    menu: { group: 'numbers', order: 20, icon: 'chart-column' },
    component: page(() => import('./scores-page.tsx'), 'ScoresPage'),
  },
]
