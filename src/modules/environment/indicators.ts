import { defineIndicator } from '#engines/indicators'
import type { Dataset } from '#kernel'

/** Each pollution source with the monitors that watch it; a monitor belongs to the source whose name it was registered with. */
export const sourcesWatched: Dataset = {
  view: 'published.environment_source_v1',
  title: { zh: '污染源单位及其在线监测', en: 'Pollution sources and their monitors' },
  owner: 'environment',
  access: 'internal',
  columns: {
    id: { zh: '标识', en: 'Id' },
    name: { zh: '单位名称', en: 'Name' },
    credit_code: { zh: '统一社会信用代码', en: 'Unified credit code' },
    kind: { zh: '监管类别', en: 'Kind' },
    industry: { zh: '行业', en: 'Industry' },
    area: { zh: '所在区域', en: 'Area' },
    monitors: { zh: '在用监测设备数', en: 'Monitors in use' },
    heard_at: { zh: '最近一次有效数据', en: 'Last usable reading' },
  },
}

/** 重点污染源监控比例. */
export const sourcesMonitored = defineIndicator({
  id: 'environment.sources-monitored',
  version: 1,
  title: { zh: '重点污染源监控比例', en: 'Key pollution sources monitored' },
  about: {
    zh: '名录内水、大气污染源单位中，最近 24 小时内有在线监测设备传回有效数据的比例。',
    en: 'Of the listed sources of water and air pollution, those whose monitors sent usable readings within the last 24 hours.',
  },
  unit: { zh: '%', en: '%' },
  digits: 1,
  better: 'more',
  dataset: sourcesWatched.view,
  measure: { share: [{ column: 'heard_at', withinHours: 24 }] },
  where: [{ column: 'kind', in: ['water', 'air'] }],
  area: 'area',
  row: { type: 'environment.sources', key: 'id', title: 'name' },
})
