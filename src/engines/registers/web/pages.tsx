import { type Page, page } from '#kit/page.ts'
import { screen } from './mounts.tsx'

const title = { zh: '台账', en: 'Registers' }
const common = { front: 'work', title, may: 'signed-in' } as const

export const pages: Page[] = [
  {
    ...common,
    path: '/work/registers',
    menu: { group: 'records', order: 5, icon: 'table' },
    component: page(() => import('./registers-page.tsx'), 'RegistersPage'),
  },
  { ...common, path: '/work/registers/$register', component: screen('rows') },
  { ...common, path: '/work/registers/$register/imports', component: screen('imports') },
  { ...common, path: '/work/registers/$register/imports/$import', component: screen('imports') },
  { ...common, path: '/work/registers/$register/$id', component: screen('rows') },
]
