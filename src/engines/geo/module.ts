import { dataset, defineModule, migrations, settings } from '#kernel'
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
    dataset({
      view: 'published.geo_area_v1',
      title: { zh: '行政区划与网格', en: 'Administrative areas and grids' },
      owner: 'geo',
      access: 'open',
      columns: {
        code: { zh: '代码', en: 'Code' },
        kind: { zh: '级别', en: 'Kind' },
        name: { zh: '名称', en: 'Name' },
        name_en: { zh: '英文名称', en: 'English name' },
        parent: { zh: '上级代码', en: 'Code of the area above' },
        km2: { zh: '面积（平方公里）', en: 'Area (km²)' },
        lon: { zh: '经度', en: 'Longitude' },
        lat: { zh: '纬度', en: 'Latitude' },
        schematic: { zh: '示意边界', en: 'Schematic outline' },
      },
    }),
  ],
})
