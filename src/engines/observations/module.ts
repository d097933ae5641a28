import { searchType } from '#engines/search'
import { announces, defineModule, migrations, permissions, protectedType, service, settings, system, ticker } from '#kernel'
import { acts } from './acts.ts'
import { alarmSettings, escalateAlarms } from './alarms.ts'
import { alarmCleared, alarmEscalated, alarmRaised, thingType } from './events.ts'
import { intake } from './intake.ts'
import { alarmLayer, stationLayer } from './map.ts'
import { forgetOld, prepareMonths } from './months.ts'
import { alarmRows, things } from './protected.ts'
import { routes } from './routes.ts'
import { stationSettings } from './stations.ts'

export const observations = defineModule({
  id: 'observations',
  title: { zh: '监测数据', en: 'Observations' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    acts,
    permissions({
      'observations.read': { zh: '查看监测站点、数据和报警', en: 'See stations, readings and alarms' },
      'observations.acknowledge': { zh: '确认、搁置报警', en: 'Acknowledge and shelve alarms' },
    }),
    settings(alarmSettings),
    settings(stationSettings),
    protectedType(things),
    protectedType(alarmRows),
    announces(alarmRaised, alarmCleared, alarmEscalated),
    routes,
    searchType({ type: thingType, title: { zh: '监测站点', en: 'Station' }, href: (id) => `/work/stations/${id}` }),
    stationLayer,
    alarmLayer,
    ticker({ id: 'observations.months', everySeconds: 6 * 3600, run: prepareMonths }),
    ticker({ id: 'observations.forget', everySeconds: 24 * 3600, run: forgetOld }),
    ticker({ id: 'observations.escalate', everySeconds: 30, run: escalateAlarms }),
    service({
      id: 'observations.intake',
      role: 'gateway',
      start: async (platform) => {
        await platform.transact(
          { user: system, origin: { kind: 'gateway', name: 'observations.intake' } },
          'write',
          prepareMonths,
        )
        return { stop: () => intake(platform).close() }
      },
    }),
  ],
})
