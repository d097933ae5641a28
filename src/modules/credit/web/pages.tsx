import { type Page, page } from '#kit/page.ts'
import { registerPage } from '../../../engines/registers/web/mounts.tsx'

const subject = page(() => import('./subjects-page.tsx'), 'SubjectsPage')
const matters = page(() => import('./matters-page.tsx'), 'MattersPage')
const workers = ['credit.office', 'credit.decide']

export const group = { zh: '公共信用', en: 'Public credit' }

export const pages: Page[] = [
  {
    front: 'portal',
    path: '/credit',
    title: { zh: '信用查询', en: 'Credit' },
    menu: {
      group: 'open',
      order: 60,
      icon: 'shield-check',
      hint: { zh: '查企业的许可、处罚和名单', en: 'Licences, penalties and lists of an enterprise' },
    },
    component: page(() => import('./query-page.tsx'), 'QueryPage'),
  },
  {
    front: 'portal',
    path: '/credit/$code',
    title: { zh: '企业信用', en: 'An enterprise’s credit' },
    component: page(() => import('./public-page.tsx'), 'PublicPage'),
  },
  {
    front: 'portal',
    path: '/my/credit',
    title: { zh: '我的信用', en: 'My credit' },
    may: 'signed-in',
    menu: {
      group: 'mine',
      order: 40,
      icon: 'shield',
      hint: { zh: '报告、异议、修复、谁查过我', en: 'Report, objections, repair, who asked' },
    },
    component: page(() => import('./mine-page.tsx'), 'MinePage'),
  },
  {
    front: 'portal',
    path: '/my/credit/$subject',
    title: { zh: '我的信用', en: 'My credit' },
    may: 'signed-in',
    component: page(() => import('./my-subject-page.tsx'), 'MySubjectPage'),
  },
  {
    front: 'portal',
    path: '/my/credit/$subject/repair/$record',
    title: { zh: '申请信用修复', en: 'Apply for repair' },
    may: 'signed-in',
    component: page(() => import('./repair-page.tsx'), 'RepairPage'),
  },
  {
    front: 'portal',
    path: '/my/credit/$subject/objection/$record',
    title: { zh: '提出异议', en: 'Object' },
    may: 'signed-in',
    component: page(() => import('./objection-page.tsx'), 'ObjectionPage'),
  },
  ...registerPage({
    register: 'credit.records',
    path: '/work/credit/records',
    title: { zh: '信用信息', en: 'Credit records' },
    may: 'credit.read',
    menu: { group: 'credit', order: 20, icon: 'list' },
  }),
  {
    front: 'work',
    path: '/work/credit/subjects',
    title: { zh: '信用主体', en: 'Credit subjects' },
    may: 'credit.read',
    menu: { group: 'credit', order: 10, icon: 'shield' },
    component: subject,
  },
  {
    front: 'work',
    path: '/work/credit/subjects/$id',
    opens: 'credit.subjects',
    title: { zh: '信用主体', en: 'Credit subject' },
    may: 'credit.read',
    component: subject,
  },
  {
    front: 'work',
    path: '/work/credit/matters',
    title: { zh: '异议与修复', en: 'Objections and repairs' },
    may: workers,
    menu: { group: 'credit', order: 5, icon: 'inbox' },
    component: matters,
  },
  {
    front: 'work',
    path: '/work/credit/objection/$id',
    opens: 'credit.objection',
    title: { zh: '异议', en: 'Objection' },
    may: workers,
    component: matters,
  },
  {
    front: 'work',
    path: '/work/credit/repair/$id',
    opens: 'credit.repair',
    title: { zh: '修复申请', en: 'Repair' },
    may: workers,
    component: matters,
  },
  {
    front: 'work',
    path: '/work/credit/lists',
    title: { zh: '严重失信名单', en: 'Lists of serious breaches' },
    may: ['credit.read', 'credit.list'],
    menu: { group: 'credit', order: 30, icon: 'warning' },
    component: page(() => import('./lists-page.tsx'), 'ListsPage'),
  },
  {
    front: 'work',
    path: '/work/credit/measures',
    title: { zh: '联合奖惩', en: 'Incentives and penalties' },
    may: ['credit.read', 'credit.execute'],
    menu: { group: 'credit', order: 40, icon: 'star' },
    component: page(() => import('./measures-page.tsx'), 'MeasuresPage'),
  },
  {
    front: 'work',
    path: '/work/credit/exchange',
    title: { zh: '上级交换', en: 'Exchange upward' },
    may: 'credit.exchange',
    menu: { group: 'credit', order: 50, icon: 'send' },
    component: page(() => import('./exchange-page.tsx'), 'ExchangePage'),
  },
  {
    front: 'work',
    path: '/work/credit/statistics',
    title: { zh: '信用统计', en: 'Credit statistics' },
    may: 'credit.read',
    menu: { group: 'numbers', order: 40, icon: 'chart' },
    component: page(() => import('./statistics-page.tsx'), 'StatisticsPage'),
  },
  {
    front: 'work',
    path: '/work/credit/agency',
    title: { zh: '授权查询', en: 'Ask with consent' },
    may: 'credit.ask',
    menu: { group: 'credit', order: 60, icon: 'search' },
    component: page(() => import('./agency-page.tsx'), 'AgencyPage'),
  },
]
