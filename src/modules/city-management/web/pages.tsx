import { type Page, page } from '#kit/page.ts'

const cases = page(() => import('./cases-page.tsx'), 'CasesPage')

export const pages: Page[] = [
  {
    front: 'work',
    path: '/work/cases',
    title: { zh: '案件', en: 'Cases' },
    may: 'cases.read',
    menu: { group: 'matters', order: 10, icon: 'clipboard' },
    component: cases,
  },
  {
    front: 'work',
    path: '/work/cases/$id',
    opens: 'cases.case',
    title: { zh: '案件', en: 'Case' },
    may: 'cases.read',
    component: cases,
  },
  {
    front: 'work',
    path: '/work/report',
    title: { zh: '巡查上报', en: 'Report' },
    may: 'city-management.report',
    menu: { group: 'field', order: 10, icon: 'camera' },
    component: page(() => import('./patrol-page.tsx'), 'PatrolPage'),
  },
  {
    front: 'work',
    path: '/work/calls',
    title: { zh: '12345 受理', en: '12345 calls' },
    may: 'city-management.take-calls',
    menu: { group: 'matters', order: 5, icon: 'phone' },
    component: page(() => import('./calls-page.tsx'), 'CallsPage'),
  },
  {
    front: 'portal',
    path: '/report',
    title: { zh: '我要报问题', en: 'Report a problem' },
    menu: {
      group: 'report',
      order: 10,
      icon: 'megaphone',
      hint: { zh: '路灯、垃圾、占道、异味……拍张照片就行', en: 'Lamps, litter, blocked ways, smells: a photo will do' },
    },
    component: page(() => import('./report-page.tsx'), 'ReportPage'),
  },
  {
    front: 'portal',
    path: '/report/follow',
    title: { zh: '查进度', en: 'Follow a report' },
    menu: {
      group: 'report',
      order: 20,
      icon: 'search',
      hint: { zh: '凭编号和查询码，不用登录', en: 'By number and code, without signing in' },
    },
    component: page(() => import('./follow-page.tsx'), 'FollowPage'),
  },
  {
    front: 'portal',
    path: '/my/reports',
    title: { zh: '我的上报', en: 'My reports' },
    may: 'signed-in',
    menu: { group: 'mine', order: 10, icon: 'list', hint: { zh: '我报过的问题办到哪一步了', en: 'How far my reports are' } },
    component: page(() => import('./my-reports-page.tsx'), 'MyReportsPage'),
  },
  {
    front: 'portal',
    path: '/my/reports/$id',
    title: { zh: '我的上报', en: 'My report' },
    may: 'signed-in',
    component: page(() => import('./my-reports-page.tsx'), 'MyReportPage'),
  },
  {
    front: 'portal',
    path: '/near/problems',
    title: { zh: '附近的问题', en: 'Problems nearby' },
    menu: {
      group: 'near',
      order: 40,
      icon: 'map-pinned',
      hint: { zh: '别人已经报了什么，办到哪一步', en: 'What others reported, and where it stands' },
    },
    component: page(() => import('./near-page.tsx'), 'NearPage'),
  },
]
