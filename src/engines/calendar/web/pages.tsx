import { type Page, page } from '#kit/page.ts'

export const pages: Page[] = [
  {
    front: 'work',
    path: '/work/calendar',
    title: { zh: '工作日历', en: 'Working calendar' },
    may: 'signed-in',
    menu: { group: 'system', order: 70, icon: 'calendar' },
    component: page(() => import('./calendar-page.tsx'), 'CalendarPage'),
  },
]
