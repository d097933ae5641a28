import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { Icon } from '#kit/icon.tsx'
import type { ListFilter } from '#kit/list-filters.tsx'
import { useAddress, useGo, usePathParams } from '#kit/navigate.tsx'
import { useApi, usePages } from '#kit/query.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Empty } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Account } from '../schema.ts'
import { AccountPane } from './account-pane.tsx'
import { AccountTag } from './account-tag.tsx'
import { NewAccountDialog } from './new-account.tsx'
import { accountsPath, organisationsPath, type Place, rolesPath, type Roles } from './use-accounts.ts'

/** Accounts under my management; one opened beside the list. */
export function AccountsPage() {
  const { t } = useTranslation('identity')
  const go = useGo()
  const { id } = usePathParams()
  const [{ q, kind, role, organisation }] = useAddress()
  const [making, setMaking] = useState(false)
  const query = usePages<Account>(withQuery(accountsPath, { q, kind, role, organisation }))
  const rest = globalThis.location.search
  return (
    <>
      <SplitView
        list={
          <DataList
            id="accounts"
            title={{ zh: '账号与角色', en: 'Accounts and roles' }}
            columns={useColumns()}
            query={query}
            keyOf={(account) => account.id}
            onOpen={(account) => go(`/work/accounts/${account.id}${rest}`)}
            openKey={id}
            search
            filters={useFilters()}
            toneOf={(account) => (account.lockedUntil ? 'warning' : undefined)}
            actions={
              <Button type="primary" size="small" icon={<Icon name="user-plus" size={16} />} onClick={() => setMaking(true)}>
                {t('newAccount')}
              </Button>
            }
            empty={
              <Empty icon="users" title={t('noAccounts')}>
                {t('noAccountsHint')}
              </Empty>
            }
          />
        }
        detail={id && <AccountPane key={id} id={id} close={() => go(`/work/accounts${rest}`)} />}
      />
      {making && <NewAccountDialog close={() => setMaking(false)} />}
    </>
  )
}

function useFilters(): ListFilter[] {
  const { data } = useApi<Roles>(rolesPath)
  const units = useApi<{ items: Place[] }>(organisationsPath).data?.items ?? []
  return [
    {
      id: 'organisation',
      title: { zh: '单位（含下级）', en: 'Organisation and below' },
      options: units.map(({ code, name }) => ({ value: code, title: name })),
    },
    {
      id: 'kind',
      title: { zh: '类别', en: 'Kind' },
      options: [
        { value: 'staff', title: { zh: '工作人员', en: 'Staff' } },
        { value: 'citizen', title: { zh: '居民', en: 'Residents' } },
      ],
    },
    {
      id: 'role',
      title: { zh: '角色', en: 'Role' },
      options: (data?.items ?? []).map(({ role, title }) => ({ value: role, title })),
    },
  ]
}

function useColumns(): Column<Account>[] {
  const text = useText()
  return [
    {
      id: 'name',
      title: { zh: '姓名', en: 'Name' },
      width: 'minmax(8rem, 1.2fr)',
      card: 'title',
      cell: (account) => account.name,
    },
    { id: 'account', title: { zh: '账号名', en: 'Account' }, width: 'minmax(7rem, 1fr)', cell: (account) => account.account },
    {
      id: 'unit',
      title: { zh: '所属单位', en: 'Organisation' },
      width: 'minmax(9rem, 1.4fr)',
      cell: (account) => text(account.organisation?.name) || '–',
    },
    {
      id: 'roles',
      title: { zh: '角色', en: 'Roles' },
      width: 'minmax(8rem, 1.4fr)',
      cell: (account) => account.grants.map(({ title }) => text(title)).join('、') || '–',
    },
    {
      id: 'state',
      title: { zh: '状态', en: 'State' },
      width: '6.5rem',
      card: 'status',
      cell: (account) => <AccountTag account={account} />,
    },
    {
      id: 'created',
      title: { zh: '创建', en: 'Made' },
      width: '8rem',
      hidden: true,
      cell: (account) => <Time at={account.createdAt} style="short" />,
    },
  ]
}
