import { treeColumn } from '#kernel'

const stations = { zh: '监测站点', en: 'Stations' }
const alarms = { zh: '告警', en: 'Alarms' }

/** Where stations and alarms stand in the two trees. */
export const placed = [
  treeColumn('organisation', 'observations.thing', 'organisation_path', { title: stations }),
  treeColumn('area', 'observations.thing', 'area_path', { title: stations }),
  treeColumn('organisation', 'observations.alarm', 'organisation_path', { title: alarms, live: { column: 'cleared_at' } }),
  treeColumn('area', 'observations.alarm', 'area_path', { title: alarms, live: { column: 'cleared_at' } }),
]
