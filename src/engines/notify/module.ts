import { byOwner, defineModule, migrations, type Platform, protectedType, service, ticker } from '#kernel'
import { startRelay } from './relay.ts'
import { routes } from './routes.ts'
import { forgetOld } from './store.ts'

/** Every process may change things, so every process relays; only those that serve pages have viewers. */
const relay = (role: 'api' | 'gateway' | 'worker') =>
  service({
    id: `notify.${role}`,
    role,
    start: async (platform: Platform) => ({
      stop: role === 'api' || platform.config.role === role ? await startRelay(platform) : async () => {},
    }),
  })

export const notify = defineModule({
  id: 'notify',
  title: { zh: '消息', en: 'Messages' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    protectedType({ type: 'notify.message', table: 'notify.message', key: 'id', visible: [byOwner('account_id')] }),
    relay('api'),
    relay('gateway'),
    relay('worker'),
    ticker({ id: 'notify.forget-old', everySeconds: 24 * 3600, run: forgetOld }),
    routes,
  ],
})
