import { type Page, page } from '#kit/page.ts'

export const pages: Page[] = [
  {
    front: 'portal',
    path: '/data',
    title: { zh: '数据开放', en: 'Open data' },
    menu: {
      group: 'open',
      order: 80,
      icon: 'database',
      hint: { zh: '看得懂、拿得走、能调用的公共数据', en: 'Public data to look at, take away and call' },
    },
    component: page(() => import('./home-page.tsx'), 'HomePage'),
  },
  {
    front: 'portal',
    path: '/data/search',
    title: { zh: '查找数据', en: 'Find data' },
    component: page(() => import('./search-page.tsx'), 'SearchPage'),
  },
  {
    front: 'portal',
    path: '/data/requests',
    title: { zh: '数据需求', en: 'Requests for data' },
    component: page(() => import('./requests-page.tsx'), 'RequestsPage'),
  },
  {
    front: 'portal',
    path: '/data/developers',
    title: { zh: '开发者', en: 'Developers' },
    component: page(() => import('./developers-page.tsx'), 'DevelopersPage'),
  },
  {
    front: 'portal',
    path: '/data/publish',
    title: { zh: '企业开放数据', en: 'Publish as an enterprise' },
    may: 'signed-in',
    component: page(() => import('./publish-page.tsx'), 'PublishPage'),
  },
  {
    front: 'portal',
    path: '/data/publish/$id',
    title: { zh: '我提交的数据', en: 'What I handed in' },
    may: 'signed-in',
    component: page(() => import('./publish-page.tsx'), 'DraftPage'),
  },
  {
    front: 'portal',
    path: '/data/$id',
    opens: 'open-data.dataset',
    title: { zh: '数据集', en: 'Dataset' },
    component: page(() => import('./dataset-page.tsx'), 'DatasetPage'),
  },
  {
    front: 'work',
    path: '/work/open-data',
    title: { zh: '数据开放', en: 'Open data' },
    may: ['open-data.publish', 'open-data.review'],
    menu: { group: 'records', order: 60, icon: 'globe', count: '/api/open-data/desk/inbox/count' },
    component: page(() => import('./desk-page.tsx'), 'DeskPage'),
  },
  {
    front: 'work',
    path: '/work/open-data/$id',
    title: { zh: '开放数据集', en: 'Open dataset' },
    may: ['open-data.publish', 'open-data.review'],
    component: page(() => import('./desk-page.tsx'), 'DeskDraftPage'),
  },
]
