import { noticeEntered } from '#engines/calendar'
import { accountDisabled } from '#engines/identity'
import { announces, defineModule, job, migrations, on, protectedType, service, settings, ticker } from '#kernel'
import { loadAll } from './definitions.ts'
import { limitPassed, limitWarned, processEnded, taskCompleted, taskOpened } from './events.ts'
import { releaseAllOf } from './instances.ts'
import { processSettings } from './limits.ts'
import { routes } from './routes.ts'
import { serviceJob } from './services.ts'
import { protectedTask } from './store-rights.ts'
import { countUnknown, sweep } from './sweep.ts'
import { placed } from './placed.ts'

export const process = defineModule({
  id: 'process',
  title: { zh: '流程', en: 'Processes' },
  contributes: [
    placed,
    migrations(new URL('./migrations/', import.meta.url)),
    settings(processSettings),
    announces(taskOpened, taskCompleted, limitWarned, limitPassed, processEnded),
    protectedType(protectedTask),
    job(serviceJob),
    ticker({ id: 'process.deadlines', everySeconds: 5, tx: 'none', run: sweep }),
    on(noticeEntered, 'count-unknown', countUnknown),
    on(accountDisabled, 'release-claimed', releaseAllOf),
    ticker({ id: 'process.calendar', everySeconds: 3600, run: countUnknown }),
    // A drawing that cannot run, or does not fit its code, stops the start, not a case at three in the morning.
    service({
      id: 'process.drawings',
      role: 'api',
      start: async ({ house }) => (await loadAll(house), { stop: async () => {} }),
    }),
    routes,
  ],
})
