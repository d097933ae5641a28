import {
  type Ctx,
  dataset,
  defineModule,
  migrations,
  permissions,
  protectedType,
  seed,
  service,
  settings,
  settingsOf,
  ticker,
} from '#kernel'
import { indicator } from '#engines/indicators'
import { intake } from '#engines/observations'
import { makeFindable, register } from '#engines/registers'
import { acts } from './acts.ts'
import { demoSources, plantSources } from './demo.ts'
import { devices } from './devices.ts'
import { factors } from './factors.ts'
import { Gateway, gatewaySettings } from './gateway.ts'
import { sourcesMonitored, sourcesWatched } from './indicators.ts'
import { published } from './published.ts'
import { routes } from './routes.ts'
import { sources } from './sources.ts'
import { monitors } from './store.ts'
import { forgetOld } from './store-ledger.ts'

const day = 86_400_000

export const environment = defineModule({
  id: 'environment',
  title: { zh: '生态环境', en: 'Environment' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    acts,
    permissions({
      'environment.read': {
        zh: '查看污染源监测设备及其数据接收情况',
        en: 'See pollution monitors and what becomes of their data',
      },
      'environment.manage': {
        zh: '登记、修改污染源监测设备和限值',
        en: 'Register and change pollution monitors and their limits',
      },
    }),
    settings(gatewaySettings),
    settings(demoSources),
    seed({ id: 'environment.demo-sources', when: 'demo', run: plantSources }),
    protectedType(monitors),
    routes,
    register(sources),
    register(devices),
    register(factors),
    seed({ id: 'environment.search-words', when: 'first', run: (ctx) => makeFindable(ctx, [devices, factors]) }),
    dataset(sourcesWatched),
    published,
    indicator(sourcesMonitored),
    ticker({
      id: 'environment.forget',
      everySeconds: 24 * 3600,
      run: (ctx: Ctx) => forgetOld(ctx, new Date(ctx.now.getTime() - 730 * day), new Date(ctx.now.getTime() - 90 * day)),
    }),
    service({
      id: 'environment.hj212',
      role: 'gateway',
      start: async (platform) => {
        const gateway = new Gateway(platform, intake(platform), settingsOf(platform.house, gatewaySettings))
        const port = await gateway.start(platform.config.hj212Port, platform.config.host)
        return { stop: () => gateway.stop(), says: `HJ 212 gateway 污染源数据接收: tcp/${port}` }
      },
    }),
  ],
})
