import {
  announces,
  authenticator,
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
import { acts } from './actions.ts'
import { accountDisabled } from './events.ts'
import { plantDemoAccounts } from './accounts.ts'
import { plantOrganisations } from './organisations.ts'
import { placed } from './placed.ts'
import { accountType, clientType } from './protected.ts'
import { roleCheckKind } from './roles.ts'
import { publicRoutes } from './routes.ts'
import { administrationRoutes, clientRoutes } from './routes-administration.ts'
import { organisationRoutes } from './routes-organisations.ts'
import { ownRoutes } from './routes-own.ts'
import { CHANGED, identify, sessionsIn } from './session.ts'
import { demoSettings, organisationSettings, platformSettings, roleSettings } from './settings.ts'
import { setupNotice } from './setup.ts'
import { sweep } from './store.ts'

const HOUR = 3600

export const identity = defineModule({
  id: 'identity',
  title: { zh: '账号与机构', en: 'Accounts and organisations' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    [organisationSettings, roleSettings, demoSettings, platformSettings].map(settings),
    permissions({
      'identity.manage': { zh: '管理账号、角色和机构', en: 'Manage accounts, roles and organisations' },
      'identity.reveal': { zh: '查看完整联系电话', en: 'See telephone numbers in full' },
      'identity.manage-clients': { zh: '管理接口密钥', en: 'Manage API keys' },
    }),
    protectedType(accountType),
    protectedType(clientType),
    acts,
    announces(accountDisabled),
    roleCheckKind.of('roles'),
    seed({
      id: 'identity.organisations',
      when: 'first',
      run: (ctx) => plantOrganisations(ctx, settingsOf(ctx.house, organisationSettings)),
    }),
    seed({ id: 'identity.demo-accounts', when: 'demo', run: plantDemoAccounts }),
    authenticator({ id: 'identity', run: (platform, { headers, route }) => identify(platform, headers, route) }),
    service({
      id: 'identity',
      role: 'api',
      start: async (platform) => {
        const stop = await platform.database.listen(CHANGED, (accountId) => sessionsIn(platform.house).forget(accountId))
        const says = await setupNotice(platform)
        return { stop, ...(says && { says }) }
      },
    }),
    ticker({ id: 'identity.sweep', everySeconds: HOUR, run: sweep }),
    publicRoutes,
    ownRoutes,
    administrationRoutes,
    organisationRoutes,
    placed,
    clientRoutes,
  ],
})
