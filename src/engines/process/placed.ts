import { treeColumn } from '#kernel'

const tasks = { zh: '待办任务', en: 'Tasks' }
const open = { column: 'state', in: ['open'] }

/** Where processes and their tasks stand in the two trees. */
export const placed = [
  treeColumn('organisation', 'process.task', 'unit', { title: tasks, live: open }),
  treeColumn('organisation', 'process.task', 'organisation', { live: open }),
  treeColumn('area', 'process.task', 'area', { title: tasks, live: open }),
  treeColumn('organisation', 'process.instance', 'organisation', { live: { column: 'status', in: ['running', 'suspended'] } }),
  treeColumn('area', 'process.instance', 'area'),
]
