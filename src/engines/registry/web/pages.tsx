import { type Page, page } from '#kit/page.ts'

const entity = page(() => import('./entity-page.tsx'), 'EntityPage')
const looking = ['registry.look-up', 'registry.review', 'registry.read']

export const group = { zh: '基础库', en: 'Base registries' }

export const pages: Page[] = [
  {
    front: 'work',
    path: '/work/registries',
    title: { zh: '基础库', en: 'Base registries' },
    may: 'registry.read',
    menu: { group: 'registry', order: 2, icon: 'database' },
    component: page(() => import('./registries-page.tsx'), 'RegistriesPage'),
  },
  {
    front: 'work',
    path: '/work/registry/look-up',
    title: { zh: '人员与企业查询', en: 'Look up' },
    may: looking,
    menu: { group: 'registry', order: 3, icon: 'search' },
    component: page(() => import('./look-up-page.tsx'), 'LookUpPage'),
  },
  {
    front: 'work',
    path: '/work/registry/reviews',
    title: { zh: '疑似重复复核', en: 'Doubtful pairs' },
    may: 'registry.review',
    menu: { group: 'registry', order: 4, icon: 'merge', count: '/api/registry/waiting' },
    component: page(() => import('./reviews-page.tsx'), 'ReviewsPage'),
  },
  {
    front: 'work',
    path: '/work/registry/addresses',
    title: { zh: '标准地址', en: 'Standard addresses' },
    menu: { group: 'registry', order: 5, icon: 'map-pinned' },
    may: 'signed-in',
    component: page(() => import('./addresses-page.tsx'), 'AddressesPage'),
  },
  {
    front: 'work',
    path: '/work/registry/answers',
    title: { zh: '更正与疑问', en: 'Corrections and questions' },
    may: 'registry.manage',
    component: page(() => import('./answers-page.tsx'), 'AnswersPage'),
  },
  {
    front: 'work',
    path: '/work/registry/list/$registry',
    title: { zh: '档案', en: 'Files' },
    may: 'registry.read',
    component: page(() => import('./entities-page.tsx'), 'EntitiesPage'),
  },
  {
    front: 'work',
    path: '/work/registry/sources/$registry',
    title: { zh: '来源与职责', en: 'Sources and duties' },
    may: 'registry.read',
    component: page(() => import('./sources-page.tsx'), 'SourcesPage'),
  },
  {
    front: 'work',
    path: '/work/registry/population/$id',
    opens: 'registry.population',
    title: { zh: '人员档案', en: 'Person' },
    may: looking,
    component: entity,
  },
  {
    front: 'work',
    path: '/work/registry/legal-entities/$id',
    opens: 'registry.legal-entities',
    title: { zh: '法人档案', en: 'Legal entity' },
    may: looking,
    component: entity,
  },
  {
    front: 'portal',
    path: '/my-information',
    title: { zh: '我的信息', en: 'My information' },
    may: 'signed-in',
    menu: {
      group: 'mine',
      order: 40,
      icon: 'shield-check',
      hint: { zh: '政府掌握我的哪些信息，谁查看过', en: 'What the administration knows of me, and who looked' },
    },
    component: page(() => import('./my-information-page.tsx'), 'MyInformationPage'),
  },
]
