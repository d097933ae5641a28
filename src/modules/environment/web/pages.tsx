import { lazy } from 'react'
import { type Page, page } from '#kit/page.ts'
import { registerPage } from '../../../engines/registers/web/mounts.tsx'

const read = 'environment.read'
const manage = 'environment.manage'

const DeviceLine = lazy(async () => ({ default: (await import('./device-line.tsx')).DeviceLine }))
const SourceMonitors = lazy(async () => ({ default: (await import('./source-monitors.tsx')).SourceMonitors }))

export const pages: Page[] = [
  ...registerPage({
    register: 'environment.sources',
    path: '/work/sources',
    title: { zh: '污染源单位', en: 'Pollution sources' },
    may: read,
    menu: { group: 'records', order: 45, icon: 'factory' },
    panels: [{ id: 'monitors', title: { zh: '监测设备', en: 'Monitors' }, component: SourceMonitors }],
  }),
  ...registerPage({
    register: 'environment.devices',
    path: '/work/devices',
    title: { zh: '监测设备台账', en: 'Register of monitors' },
    may: read,
    panels: [{ id: 'line', title: { zh: '数据接收', en: 'Data received' }, component: DeviceLine }],
  }),
  ...registerPage({
    register: 'environment.factors',
    path: '/work/factors',
    title: { zh: '监测因子与限值', en: 'Factors and limits' },
    may: read,
  }),
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
