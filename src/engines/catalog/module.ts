import { defineModule, job, migrations, permissions, protectedType, seed, service, settings, system, ticker } from '#kernel'
import { searchType } from '#engines/search'
import { acts } from './acts.ts'
import { demoJob, demoSeed } from './demo.ts'
import { countDeclared, enterDeclared } from './declared.ts'
import { applicationType, correctionType, databaseType, exchangeType, resourceType, shareType } from './protected.ts'
import { sweepQuality } from './quality.ts'
import { exchangeJob, sweepExchanges } from './exchange-run.ts'
import { databaseRoutes } from './routes-databases.ts'
import { exchangeRoutes } from './routes-exchange.ts'
import { routes } from './routes.ts'
import { qualityRoutes } from './routes-quality.ts'
import { sharingRoutes } from './routes-sharing.ts'
import { catalogSettings } from './settings.ts'
import { plantStandards } from './standards.ts'
import { shareProcess } from './share-process.ts'
import { placed } from './placed.ts'

/** The district's directory of information resources 信息资源目录, and sharing by it. */
export const catalog = defineModule({
  id: 'catalog',
  title: { zh: '信息资源目录', en: 'Data directory' },
  contributes: [
    placed,
    migrations(new URL('./migrations/', import.meta.url)),
    permissions({
      'catalog.read': { zh: '查看信息资源目录', en: 'See the data directory' },
      'catalog.steward': { zh: '编目和维护本单位信息资源', en: 'Keep a unit’s information resources' },
      'catalog.apply': { zh: '代表本单位申请数据', en: 'Apply for data for one’s unit' },
      'catalog.approve': { zh: '审批本单位数据的共享', en: 'Decide who shares a unit’s data' },
      'catalog.arbitrate': { zh: '裁定共享申诉', en: 'Decide appeals about sharing' },
      'catalog.exchange': { zh: '管理定时交换', en: 'Run exchanges with partners' },
      'catalog.call': { zh: '按授权调用共享数据（系统）', en: 'Call shared data (systems)' },
    }),
    settings(catalogSettings),
    acts,
    protectedType(resourceType),
    protectedType(applicationType),
    protectedType(shareType),
    protectedType(correctionType),
    protectedType(exchangeType),
    protectedType(databaseType),
    job(exchangeJob),
    job(demoJob),
    demoSeed,
    shareProcess,
    searchType({
      type: 'catalog.resource',
      title: { zh: '信息资源', en: 'Information resource' },
      href: (id) => `/work/catalog/${id}`,
    }),
    seed({ id: 'catalog.standards', when: 'first', run: plantStandards }),
    seed({ id: 'catalog.declared', when: 'first', run: enterDeclared }),
    // What the rooms declare may have changed with the program: looked at again at every start.
    service({
      id: 'catalog.declared',
      role: 'worker',
      start: async (platform) => {
        await platform.transact({ user: system, origin: { kind: 'seed', name: 'catalog.declared' } }, 'write', enterDeclared)
        return { stop: async () => {} }
      },
    }),
    ticker({ id: 'catalog.counts', everySeconds: 3600, tx: 'none', run: countDeclared }),
    ticker({ id: 'catalog.exchanges', everySeconds: 30, run: sweepExchanges }),
    ticker({ id: 'catalog.quality', everySeconds: 600, tx: 'none', run: sweepQuality }),
    routes,
    sharingRoutes,
    qualityRoutes,
    exchangeRoutes,
    databaseRoutes,
  ],
})
