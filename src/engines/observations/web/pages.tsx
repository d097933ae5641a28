import { type Page, page } from '#kit/page.ts'

const read = 'observations.read'
const alarms = page(() => import('./alarms-page.tsx'), 'AlarmsPage')

export const pages: Page[] = [
  {
    front: 'work',
    path: '/work/alarms',
    title: { zh: '报警', en: 'Alarms' },
    may: read,
    menu: { group: 'matters', order: 40, icon: 'bell', count: '/api/observations/alarms/counts' },
    component: alarms,
  },
  {
    front: 'work',
    path: '/work/alarms/$id',
    opens: 'observations.alarm',
    title: { zh: '报警', en: 'Alarm' },
    may: read,
    component: alarms,
  },
  {
    front: 'work',
    path: '/work/stations',
    title: { zh: '监测站点', en: 'Stations' },
    may: read,
    menu: { group: 'records', order: 30, icon: 'radio' },
    component: page(() => import('./stations-page.tsx'), 'StationsPage'),
  },
  {
    front: 'work',
    path: '/work/stations/$id',
    opens: 'observations.thing',
    title: { zh: '监测站点', en: 'Station' },
    may: read,
    component: page(() => import('./station-page.tsx'), 'StationPage'),
  },
]
