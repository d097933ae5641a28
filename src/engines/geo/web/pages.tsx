import { type Page, page } from '#kit/page.ts'

const areas = page(() => import('./areas-page.tsx'), 'AreasPage')
const title = { zh: '行政区划', en: 'Areas' }

export const pages: Page[] = [
  {
    front: 'work',
    path: '/work/areas',
    title,
    may: 'geo.manage',
    menu: { group: 'system', order: 14, icon: 'map' },
    component: areas,
  },
  { front: 'work', path: '/work/areas/$code', title, may: 'geo.manage', component: areas },
]
