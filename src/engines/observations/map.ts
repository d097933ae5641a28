import { mapLayer } from '#engines/geo'
import * as alarms from './store-alarms.ts'
import { stationsIn } from './stations.ts'

const read = 'observations.read'

/** Stations, told apart by whether something is wrong there. */
export const stationLayer = mapLayer({
  id: 'stations',
  title: { zh: '监测站点', en: 'Stations' },
  kind: 'point',
  may: read,
  minZoom: 0,
  features: async (ctx, { bbox, limit }) =>
    (await stationsIn(ctx, bbox, limit)).flatMap(({ ref, id, name, kind, source, point, openAlarms, state, online }) =>
      point
        ? [
            {
              ref,
              geometry: { type: 'Point' as const, coordinates: [point.lon, point.lat] },
              properties: { id, name, kind, source, openAlarms, state, online },
            },
          ]
        : [],
    ),
})

export const alarmLayer = mapLayer({
  id: 'alarms',
  title: { zh: '未解除的报警', en: 'Open alarms' },
  kind: 'point',
  may: read,
  minZoom: 0,
  features: async (ctx, { bbox, limit }) =>
    (await alarms.inBox(ctx, bbox, limit)).flatMap(({ id, ref, station, severity, status, title, value, raisedAt }) =>
      station.point
        ? [
            {
              ref,
              geometry: { type: 'Point' as const, coordinates: [station.point.lon, station.point.lat] },
              properties: { id, severity, status, zh: title.zh, en: title.en, station: station.name, value, raisedAt },
            },
          ]
        : [],
    ),
})
