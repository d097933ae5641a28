import { searchType } from '#engines/search'
import { defineModule, migrations, permissions, protectedType, seed, service, settings, ticker } from '#kernel'
import { acts } from './acts.ts'
import { openAtStart, sweep } from './demo.ts'
import { heads } from './heads.ts'
import { datasetType } from './protected.ts'
import { ckanRoutes } from './routes-ckan.ts'
import { deskRoutes } from './routes-desk.ts'
import { routes } from './routes.ts'
import { openDataSettings } from './settings.ts'
import { startCounting } from './usage.ts'
import { placed } from './placed.ts'

/** 公共数据开放: what the district knows and everybody may use, by page, by file and by CKAN's and DCAT's interfaces. */
export const openData = defineModule({
  id: 'open-data',
  title: { zh: '数据开放', en: 'Open data' },
  contributes: [
    placed,
    migrations(new URL('./migrations/', import.meta.url)),
    acts,
    permissions({
      'open-data.publish': { zh: '开放本单位的数据', en: 'Open their unit’s data' },
      'open-data.review': {
        zh: '审核企业提交的数据、作品和数据需求',
        en: 'Review what enterprises hand in, reuses and requests',
      },
    }),
    settings(openDataSettings),
    protectedType(datasetType),
    routes,
    ckanRoutes,
    deskRoutes,
    heads,
    searchType({ type: datasetType.type, title: { zh: '开放数据', en: 'Open dataset' }, href: (id) => `/data/${id}` }),
    ticker({ id: 'open-data.refresh', everySeconds: 60, tx: 'none', run: sweep }),
    service({ id: 'open-data.usage', role: 'api', start: startCounting }),
    seed({ id: 'open-data.demo', when: 'demo', run: openAtStart }),
  ],
})
