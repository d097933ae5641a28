import { type Page, page } from '#kit/page.ts'

const read = 'environment.read'
const manage = 'environment.manage'

export const pages: Page[] = [
  {
    front: 'work',
    path: '/work/monitors',
    title: { zh: '监测设备', en: 'Monitors' },
    may: read,
    menu: { group: 'records', order: 40, icon: 'gauge' },
    component: page(() => import('./monitors-page.tsx'), 'MonitorsPage'),
  },
  {
    front: 'work',
    path: '/work/monitors/new',
    title: { zh: '登记监测设备', en: 'Register a monitor' },
    may: manage,
    component: page(() => import('./register-page.tsx'), 'RegisterPage'),
  },
  {
    front: 'work',
    path: '/work/monitors/unregistered',
    title: { zh: '未登记的设备', en: 'Unregistered devices' },
    may: manage,
    component: page(() => import('./strangers-page.tsx'), 'StrangersPage'),
  },
  {
    front: 'work',
    path: '/work/monitors/$id',
    opens: 'environment.monitor',
    title: { zh: '监测设备', en: 'Monitor' },
    may: read,
    component: page(() => import('./monitor-page.tsx'), 'MonitorPage'),
  },
  {
    front: 'work',
    path: '/work/monitors/$id/edit',
    title: { zh: '修改监测设备', en: 'Change a monitor' },
    may: manage,
    component: page(() => import('./register-page.tsx'), 'EditPage'),
  },
]
