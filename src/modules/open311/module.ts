import { defineModule, migrations, permissions, settings } from '#kernel'
import { routes } from './routes.ts'
import { open311Settings } from './settings.ts'

/** Other systems report and read cases by Open311 GeoReport v2. */
export const open311 = defineModule({
  id: 'open311',
  title: { zh: 'Open311 接口', en: 'Open311' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    permissions({ 'open311.report': { zh: '通过 Open311 上报（系统）', en: 'Report by Open311 (systems)' } }),
    settings(open311Settings),
    routes,
  ],
})
