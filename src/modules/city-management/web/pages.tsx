import { type Page, page } from '#kit/page.ts'

const cases = page(() => import('./cases-page.tsx'), 'CasesPage')

export const pages: Page[] = [
  {
    front: 'work',
    path: '/work/cases',
    title: { zh: '案件', en: 'Cases' },
    may: 'cases.read',
    menu: { group: 'matters', order: 10, icon: 'clipboard' },
    component: cases,
  },
  {
    front: 'work',
    path: '/work/cases/$id',
    opens: 'cases.case',
    title: { zh: '案件', en: 'Case' },
    may: 'cases.read',
    component: cases,
  },
]
