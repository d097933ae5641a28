import { searchType } from '#engines/search'
import {
  announces,
  dataset,
  defineModule,
  job,
  migrations,
  permissions,
  protectedType,
  service,
  settings,
  system,
  ticker,
} from '#kernel'
import { acts } from './acts.ts'
import { alarmSettings, escalateAlarms } from './alarms.ts'
import { alarmCleared, alarmEscalated, alarmRaised, thingType } from './events.ts'
import { intake } from './intake.ts'
import { alarmLayer, stationLayer } from './map.ts'
import { forgetOld, prepareMonths } from './months.ts'
import { alarmRows, things } from './protected.ts'
import { askToRollUp, rollUpJob } from './rollups.ts'
import { published } from './published.ts'
import { routes } from './routes.ts'
import { stationSettings } from './stations.ts'
import { placed } from './placed.ts'

export const observations = defineModule({
  id: 'observations',
  title: { zh: '监测数据', en: 'Observations' },
  contributes: [
    placed,
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
    job(rollUpJob),
    ticker({ id: 'observations.roll-up', everySeconds: 300, run: askToRollUp }),
    ticker({ id: 'observations.forget', everySeconds: 24 * 3600, run: forgetOld }),
    ticker({ id: 'observations.escalate', everySeconds: 30, run: escalateAlarms }),
    published,
    dataset({
      view: 'published.observations_station_v1',
      title: { zh: '监测站点', en: 'Monitoring stations' },
      owner: 'observations',
      access: 'open',
      columns: {
        code: { zh: '站点编码', en: 'Code' },
        name: { zh: '站点名称', en: 'Name' },
        kind: { zh: '站点类型', en: 'Kind' },
        state: { zh: '状态', en: 'State' },
        lon: { zh: '经度', en: 'Longitude' },
        lat: { zh: '纬度', en: 'Latitude' },
        measures: { zh: '监测因子', en: 'What it measures' },
        created_at: { zh: '接入时间', en: 'Connected' },
      },
    }),
    dataset({
      view: 'published.observations_hourly_v1',
      title: { zh: '环境监测小时均值（近 30 天）', en: 'Hourly means of monitoring (last 30 days)' },
      owner: 'observations',
      access: 'open',
      columns: {
        station: { zh: '站点名称', en: 'Station' },
        measure: { zh: '监测因子', en: 'Measure' },
        unit: { zh: '单位', en: 'Unit' },
        hour: { zh: '时段', en: 'Hour' },
        mean: { zh: '均值', en: 'Mean' },
        highest: { zh: '最大值', en: 'Highest' },
        readings: { zh: '有效读数个数', en: 'Usable readings' },
        lon: { zh: '经度', en: 'Longitude' },
        lat: { zh: '纬度', en: 'Latitude' },
      },
    }),
    dataset({
      view: 'published.observations_heard_v1',
      title: { zh: '站点最近有效数据时间', en: 'When stations were last heard' },
      owner: 'observations',
      access: 'internal',
      columns: {
        id: { zh: '标识', en: 'Id' },
        source: { zh: '接入方', en: 'Source' },
        code: { zh: '站点编号', en: 'Code' },
        state: { zh: '状态', en: 'State' },
        area: { zh: '区域', en: 'Area' },
        heard_at: { zh: '最近一次有效数据', en: 'Last usable reading' },
      },
    }),
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
