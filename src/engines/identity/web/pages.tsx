import { type Page, page } from '#kit/page.ts'

const accounts = page(() => import('./accounts-page.tsx'), 'AccountsPage')

export const pages: Page[] = [
  {
    front: 'work',
    path: '/work/accounts',
    title: { zh: '账号与角色', en: 'Accounts and roles' },
    may: 'identity.manage',
    menu: { group: 'system', order: 10, icon: 'users' },
    component: accounts,
  },
  {
    front: 'work',
    path: '/work/accounts/$id',
    opens: 'identity.account',
    title: { zh: '账号', en: 'Account' },
    may: 'identity.manage',
    component: accounts,
  },
  {
    front: 'work',
    path: '/work/api-keys',
    title: { zh: '接口密钥', en: 'API keys' },
    may: 'identity.manage-clients',
    menu: { group: 'system', order: 20, icon: 'key' },
    component: page(() => import('./keys-page.tsx'), 'KeysPage'),
  },
  {
    front: 'work',
    path: '/work/security',
    title: { zh: '我的账号安全', en: 'My account’s security' },
    may: 'signed-in',
    menu: { group: 'system', order: 80, icon: 'shield' },
    component: page(() => import('./security-page.tsx'), 'SecurityPage'),
  },
]
