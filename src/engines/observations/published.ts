import { dataset } from '#kernel'

/** What of this room everybody may know: sums and lists, as their views publish them. */
export const published = [
  dataset({
    view: 'published.observations_daily_v1',
    title: { zh: '环境监测日均值（近一年）', en: 'Daily means of monitoring (last year)' },
    owner: 'observations',
    access: 'open',
    columns: {
      station: { zh: '站点名称', en: 'Station' },
      measure: { zh: '监测因子', en: 'Measure' },
      unit: { zh: '单位', en: 'Unit' },
      day: { zh: '日期', en: 'Day' },
      mean: { zh: '日均值', en: 'Daily mean' },
      lowest: { zh: '最小值', en: 'Lowest' },
      highest: { zh: '最大值', en: 'Highest' },
      readings: { zh: '有效读数个数', en: 'Usable readings' },
      lon: { zh: '经度', en: 'Longitude' },
      lat: { zh: '纬度', en: 'Latitude' },
    },
  }),
  dataset({
    view: 'published.observations_exceedance_v1',
    title: { zh: '环境监测超标告警日报', en: 'Limits passed, by day and station' },
    owner: 'observations',
    access: 'open',
    columns: {
      day: { zh: '日期', en: 'Day' },
      station: { zh: '站点名称', en: 'Station' },
      measure: { zh: '监测因子', en: 'Measure' },
      unit: { zh: '单位', en: 'Unit' },
      alarms: { zh: '超标告警次数', en: 'Alarms' },
      threshold: { zh: '限值', en: 'Limit' },
      peak: { zh: '最高值', en: 'Peak' },
      mean_minutes: { zh: '平均持续（分钟）', en: 'Mean minutes' },
      lon: { zh: '经度', en: 'Longitude' },
      lat: { zh: '纬度', en: 'Latitude' },
    },
  }),
]
