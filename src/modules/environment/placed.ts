import { treeColumn } from '#kernel'

const monitors = { zh: '监测设备', en: 'Monitors' }

/** Where monitors stand in the two trees. */
export const placed = [
  treeColumn('organisation', 'environment.monitor', 'organisation_path', { title: monitors }),
  treeColumn('area', 'environment.monitor', 'area_path', { title: monitors }),
]
