import { type Page, page } from '#kit/page.ts'

const organisations = page(() => import('./organisations-page.tsx'), 'OrganisationsPage')
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
    path: '/work/organisations',
    title: { zh: '机构', en: 'Organisations' },
    may: 'identity.manage',
    menu: { group: 'system', order: 12, icon: 'building' },
    component: organisations,
  },
  {
    front: 'work',
    path: '/work/organisations/$code',
    title: { zh: '机构', en: 'Organisations' },
    may: 'identity.manage',
    component: organisations,
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
  {
    front: 'portal',
    path: '/register',
    title: { zh: '注册账号', en: 'Make an account' },
    component: page(() => import('./register-page.tsx'), 'RegisterPage'),
  },
  {
    front: 'portal',
    path: '/account/profile',
    title: { zh: '我的资料与密码', en: 'My details and password' },
    may: 'signed-in',
    menu: {
      group: 'mine',
      order: 90,
      icon: 'account',
      hint: { zh: '姓名、联系电话、登录密码', en: 'Name, telephone, password' },
    },
    component: page(() => import('./profile-page.tsx'), 'ProfilePage'),
  },
]
