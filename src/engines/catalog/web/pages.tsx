import { type Page, page } from '#kit/page.ts'

const READ = 'catalog.read'
const SHARE = ['catalog.apply', 'catalog.approve', 'catalog.arbitrate', 'catalog.steward']

export const group = { zh: '数据共享', en: 'Data sharing' }

export const pages: Page[] = [
  {
    front: 'work',
    path: '/work/catalog',
    title: { zh: '资源目录', en: 'Data directory' },
    may: READ,
    menu: { group: 'catalog', order: 10, icon: 'database' },
    component: page(() => import('./directory-page.tsx'), 'DirectoryPage'),
  },
  {
    front: 'work',
    path: '/work/catalog/$id',
    opens: 'catalog.resource',
    title: { zh: '信息资源', en: 'Information resource' },
    may: READ,
    component: page(() => import('./resource-page.tsx'), 'ResourcePage'),
  },
  {
    front: 'work',
    path: '/work/catalog/$id/apply',
    title: { zh: '申请数据', en: 'Apply for data' },
    may: 'catalog.apply',
    component: page(() => import('./apply-page.tsx'), 'ApplyPage'),
  },
  {
    front: 'work',
    path: '/work/data-applications',
    title: { zh: '共享申请', en: 'Applications' },
    may: SHARE,
    menu: { group: 'catalog', order: 20, icon: 'inbox' },
    component: page(() => import('./applications-page.tsx'), 'ApplicationsPage'),
  },
  {
    front: 'work',
    path: '/work/data-applications/$id',
    opens: 'catalog.application',
    title: { zh: '共享申请', en: 'Application' },
    may: SHARE,
    component: page(() => import('./applications-page.tsx'), 'ApplicationsPage'),
  },
  {
    front: 'work',
    path: '/work/data-shares',
    title: { zh: '共享授权', en: 'Shares' },
    may: SHARE,
    menu: { group: 'catalog', order: 30, icon: 'key-round' },
    component: page(() => import('./shares-page.tsx'), 'SharesPage'),
  },
  {
    front: 'work',
    path: '/work/data-shares/$id',
    opens: 'catalog.share',
    title: { zh: '共享授权', en: 'Share' },
    may: SHARE,
    component: page(() => import('./shares-page.tsx'), 'SharesPage'),
  },
  {
    front: 'work',
    path: '/work/data-exchanges',
    title: { zh: '数据交换', en: 'Exchanges' },
    may: 'catalog.exchange',
    menu: { group: 'catalog', order: 40, icon: 'refresh' },
    component: page(() => import('./exchanges-page.tsx'), 'ExchangesPage'),
  },
  {
    front: 'work',
    path: '/work/data-exchanges/new',
    title: { zh: '新建接入', en: 'New intake' },
    may: 'catalog.exchange',
    component: page(() => import('./new-exchange-page.tsx'), 'NewExchangePage'),
  },
  {
    front: 'work',
    path: '/work/data-databases',
    title: { zh: '部门数据库', en: 'Databases' },
    may: 'catalog.exchange',
    menu: { group: 'catalog', order: 45, icon: 'layers' },
    component: page(() => import('./databases-page.tsx'), 'DatabasesPage'),
  },
  {
    front: 'work',
    path: '/work/data-databases/$id',
    opens: 'catalog.database',
    title: { zh: '部门数据库', en: 'Database' },
    may: 'catalog.exchange',
    component: page(() => import('./databases-page.tsx'), 'DatabasesPage'),
  },
  {
    front: 'work',
    path: '/work/data-exchanges/$id',
    opens: 'catalog.exchange',
    title: { zh: '数据交换', en: 'Exchange' },
    may: 'catalog.exchange',
    component: page(() => import('./exchanges-page.tsx'), 'ExchangesPage'),
  },
  {
    front: 'work',
    path: '/work/data-quality',
    title: { zh: '数据质量', en: 'Data quality' },
    may: READ,
    menu: { group: 'catalog', order: 50, icon: 'gauge' },
    component: page(() => import('./quality-page.tsx'), 'QualityPage'),
  },
  {
    front: 'work',
    path: '/work/data-standards',
    title: { zh: '数据标准', en: 'Data standards' },
    may: READ,
    menu: { group: 'catalog', order: 60, icon: 'book' },
    component: page(() => import('./standards-page.tsx'), 'StandardsPage'),
  },
]
