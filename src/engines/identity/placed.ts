import { treeColumn } from '#kernel'

const account = { zh: '账号', en: 'Accounts' }
const grant = { zh: '授予的角色', en: 'Roles given' }
const key = { zh: '接口密钥', en: 'API keys' }

/** Where this room's rows stand in the two trees. */
export const placed = [
  treeColumn('organisation', 'identity.user_account', 'organisation', { title: account, live: { column: 'disabled_at' } }),
  treeColumn('organisation', 'identity.role_grant', 'path', { title: grant, only: { column: 'tree', is: 'organisation' } }),
  treeColumn('area', 'identity.role_grant', 'path', { title: grant, only: { column: 'tree', is: 'area' } }),
  treeColumn('organisation', 'identity.client', 'organisation', { title: key, live: { column: 'revoked_at' } }),
]
