import { type Page, page } from '../kit/page.ts'

/** The pages that belong to no room. */
export const shellPages: readonly Page[] = [
  {
    front: 'portal',
    path: '/',
    title: { zh: '首页', en: 'Home' },
    component: page(() => import('./portal/home-page.tsx'), 'HomePage'),
  },
  {
    front: 'portal',
    path: '/search',
    title: { zh: '搜索', en: 'Search' },
    component: page(() => import('./portal/search-page.tsx'), 'SearchPage'),
  },
  {
    front: 'portal',
    path: '/sign-in',
    title: { zh: '登录', en: 'Sign in' },
    component: page(() => import('./account/sign-in-page.tsx'), 'SignInPage'),
  },
  {
    front: 'portal',
    path: '/account',
    title: { zh: '我的账户', en: 'My account' },
    may: 'signed-in',
    component: page(() => import('./account/account-page.tsx'), 'AccountPage'),
  },
  {
    front: 'portal',
    path: '/change-password',
    title: { zh: '修改密码', en: 'Change your password' },
    may: 'signed-in',
    component: page(() => import('./account/change-password-page.tsx'), 'ChangePasswordPage'),
  },
  {
    front: 'portal',
    path: '/set-up',
    title: { zh: '首次设置', en: 'First set-up' },
    component: page(() => import('./account/set-up-page.tsx'), 'SetUpPage'),
  },
  {
    front: 'work',
    path: '/work',
    title: { zh: '待办', en: 'Inbox' },
    component: page(() => import('./work/inbox-page.tsx'), 'InboxPage'),
  },
  {
    front: 'work',
    path: '/work/outbox',
    title: { zh: '待发送', en: 'To be sent' },
    component: page(() => import('./work/outbox-page.tsx'), 'OutboxPage'),
  },
  {
    front: 'command',
    path: '/command',
    title: { zh: '运行大屏', en: 'Command centre' },
    component: page(() => import('./command/command-page.tsx'), 'CommandPage'),
  },
]
