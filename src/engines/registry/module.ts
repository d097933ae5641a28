import { register } from '#engines/registers'
import { defineModule, job, migrations, permissions, port, seed, settings, ticker } from '#kernel'
import { legalEntities, population } from './base.ts'
import { registryCommand } from './command.ts'
import { registryOf, registrySettings } from './definition.ts'
import { fillDemo, plantDemo } from './demo.ts'
import { dwellings, occupants } from './housing.ts'
import { macroSeries } from './macro.ts'
import { answerFacts, subjectFacts } from './ports.ts'
import { published } from './published.ts'
import { routes } from './routes.ts'
import { addressRoutes } from './routes-addresses.ts'
import { ownRoutes } from './routes-own.ts'
import { stewardRoutes } from './routes-stewards.ts'
import { drawTogether } from './store-sources.ts'
import { subjectTies } from './subject-ties.ts'
import { subjectWarnings } from './warnings.ts'
import { placed } from './placed.ts'

/** 基础库: population, legal entities, addresses and housing, each joined from several departments' data, with the origin of every field. */
export const registry = defineModule({
  id: 'registry',
  title: { zh: '基础库', en: 'Base registries' },
  contributes: [
    placed,
    migrations(new URL('./migrations/', import.meta.url)),
    settings(registrySettings),
    port(subjectWarnings),
    permissions({
      'registry.read': { zh: '查看基础库概况与法人库', en: 'See the base registries and legal entities' },
      'registry.look-up': { zh: '按用途查询个人档案（脱敏）', en: 'Look persons up for a purpose (masked)' },
      'registry.unmask': { zh: '按用途查看个人信息原文', en: 'See personal data in clear for a purpose' },
      'registry.deliver': { zh: '向基础库报送数据', en: 'Deliver records to the base registries' },
      'registry.review': { zh: '复核疑似重复、合并与拆分', en: 'Decide doubtful pairs, merge and part' },
      'registry.join': { zh: '为本单位登记来源、申请共享', en: 'Register a source and ask for shares for one’s unit' },
      'registry.manage': { zh: '审批共享、答复更正与疑问', en: 'Decide shares, answer corrections and questions' },
    }),
    registryOf(population),
    registryOf(legalEntities),
    registryCommand,
    seed({ id: 'registry.demo', when: 'demo', run: plantDemo }),
    job(fillDemo),
    ticker({ id: 'registry.tally', everySeconds: 600, run: (ctx) => drawTogether(ctx) }),
    port(subjectFacts),
    port(subjectTies),
    answerFacts,
    register(dwellings),
    register(occupants),
    register(macroSeries),
    published,
    addressRoutes,
    ownRoutes,
    routes,
    stewardRoutes,
  ],
})
