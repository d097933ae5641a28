import { treeColumn } from '#kernel'

const datasets = { zh: '开放数据集', en: 'Open datasets' }

/** Which unit publishes what. */
export const placed = [treeColumn('organisation', 'open_data.dataset', 'publisher_path', { title: datasets })]
