import { treeColumn } from '#kernel'

const resources = { zh: '信息资源', en: 'Information resources' }
const shares = { zh: '数据共享', en: 'Data shares' }
const applications = { zh: '共享申请', en: 'Applications for data' }
const databases = { zh: '接入的数据库', en: 'Connected databases' }
const exchanges = { zh: '数据交换', en: 'Data exchanges' }

/** Which unit answers for what in the data directory. */
export const placed = [
  treeColumn('organisation', 'catalog.resource', 'provider', { title: resources }),
  treeColumn('organisation', 'catalog.application', 'provider', { title: applications }),
  treeColumn('organisation', 'catalog.application', 'consumer', { title: applications }),
  treeColumn('organisation', 'catalog.share', 'provider', { title: shares }),
  treeColumn('organisation', 'catalog.share', 'consumer', { title: shares }),
  treeColumn('organisation', 'catalog.exchange', 'owner', { title: exchanges }),
  treeColumn('organisation', 'catalog.database', 'owner', { title: databases }),
  treeColumn('organisation', 'catalog.correction', 'provider'),
  treeColumn('organisation', 'catalog.correction', 'sender_unit', { past: true }),
]
