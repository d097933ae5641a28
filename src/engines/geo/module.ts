import { defineModule, migrations, settings } from '#kernel'
import { geoCommand } from './command.ts'
import { routes } from './routes.ts'
import { ogcRoutes } from './routes-ogc.ts'
import { tileRoutes } from './routes-tiles.ts'
import { firstMap } from './seed.ts'
import { geoSettings } from './settings.ts'

export const geo = defineModule({
  id: 'geo',
  title: { zh: '地图与区划', en: 'Map and areas' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    settings(geoSettings),
    firstMap,
    routes,
    tileRoutes,
    ogcRoutes,
    geoCommand,
  ],
})
