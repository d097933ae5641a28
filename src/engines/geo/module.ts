import { actionTitles } from '#engines/audit'
import { dataset, defineModule, migrations, permissions, settings } from '#kernel'
import { geoCommand } from './command.ts'
import { routes } from './routes.ts'
import { keepingRoutes } from './routes-keeping.ts'
import { ogcRoutes } from './routes-ogc.ts'
import { tileRoutes } from './routes-tiles.ts'
import { firstMap } from './seed.ts'
import { geoSettings } from './settings.ts'

const acts = actionTitles({
  'geo.import': { zh: '导入地图', en: 'Imported the map' },
  'geo.rename-area': { zh: '区域更名', en: 'Renamed an area' },
  'geo.retire-area': { zh: '撤并区域', en: 'Retired an area' },
  'geo.restore-area': { zh: '恢复区域', en: 'Brought an area back' },
})

export const geo = defineModule({
  id: 'geo',
  title: { zh: '地图与区划', en: 'Map and areas' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    settings(geoSettings),
    permissions({ 'geo.manage': { zh: '维护行政区划', en: 'Keep administrative areas' } }),
    acts,
    firstMap,
    routes,
    keepingRoutes,
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
