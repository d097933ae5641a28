import { Button, Form, Input, InputNumber, Modal, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { Icon } from '#kit/icon.tsx'
import { usePages, useSend } from '#kit/query.ts'
import { Empty } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Client } from '../schema.ts'
import { RoleField } from './grant-dialog.tsx'
import { OrganisationField } from './new-account.tsx'
import { ShownOnce } from './shown-once.tsx'
import { clientsPath, useRefusal } from './use-accounts.ts'

/** Keys of other systems: made, shown once, counted, revoked. */
export function KeysPage() {
  const { t } = useTranslation('identity')
  const [making, setMaking] = useState(false)
  const [key, setKey] = useState<string>()
  return (
    <>
      <DataList
        id="api-keys"
        title={{ zh: '接口密钥', en: 'API keys' }}
        columns={useColumns()}
        query={usePages<Client>(clientsPath)}
        keyOf={(client) => client.id}
        actions={
          <Button type="primary" size="small" icon={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
            {t('newKey')}
          </Button>
        }
        empty={
          <Empty icon="key" title={t('noKeys')}>
            {t('noKeysHint')}
          </Empty>
        }
      />
      {making && <NewKeyDialog close={() => setMaking(false)} made={setKey} />}
      {key && <ShownOnce title={t('newKey')} hint={t('keyShownOnce')} secret={key} close={() => setKey(undefined)} />}
    </>
  )
}

function useColumns(): Column<Client>[] {
  const { t } = useTranslation('identity')
  const text = useText()
  return [
    {
      id: 'name',
      title: { zh: '系统', en: 'System' },
      width: 'minmax(10rem, 1.5fr)',
      card: 'title',
      cell: (client) => client.name,
    },
    { id: 'hint', title: { zh: '密钥开头', en: 'Begins' }, width: '8rem', cell: (client) => <code>{client.keyHint}…</code> },
    {
      id: 'roles',
      title: { zh: '角色', en: 'Roles' },
      width: 'minmax(8rem, 1fr)',
      cell: (client) => client.grants.map(({ title }) => text(title)).join('、') || '–',
    },
    { id: 'limit', title: { zh: '每分钟', en: 'A minute' }, width: '5.5rem', align: 'end', cell: (client) => client.perMinute },
    {
      id: 'used',
      title: { zh: '最近使用', en: 'Last used' },
      width: '8rem',
      card: 'meta',
      cell: (client) => (client.lastUsedAt ? <Time at={client.lastUsedAt} /> : '–'),
    },
    {
      id: 'state',
      title: { zh: '状态', en: 'State' },
      width: '6.5rem',
      card: 'status',
      cell: (client) =>
        client.revokedAt ? <StatusTag icon="ban">{t('revoked')}</StatusTag> : <StatusTag tone="done">{t('inUse')}</StatusTag>,
    },
    {
      id: 'act',
      title: { zh: '操作', en: 'Action' },
      width: '6rem',
      cell: (client) => !client.revokedAt && <Revoke client={client} />,
    },
  ]
}

function Revoke({ client }: { client: Client }) {
  const { t } = useTranslation('identity')
  const refused = useRefusal()
  const revoke = useSend(() => api.post(`${clientsPath}/${client.id}/revoke`), { refresh: [clientsPath] })
  return (
    <Popconfirm
      title={t('revokeAsk')}
      okText={t('revoke')}
      cancelText={t('cancel')}
      onConfirm={() => revoke.mutate(undefined, { onError: refused })}
    >
      <Button size="small" danger>
        {t('revoke')}
      </Button>
    </Popconfirm>
  )
}

interface Values {
  name: string
  organisation?: string
  perMinute: number
  contact?: string
  role?: string
}

function NewKeyDialog({ close, made }: { close: () => void; made: (key: string) => void }) {
  const { t } = useTranslation('identity')
  const refused = useRefusal()
  const send = useSend<object, { key: string }>((body) => api.post(clientsPath, body), {
    refresh: [clientsPath],
    then: ({ key }) => {
      close()
      made(key)
    },
  })
  const finish = ({ name, organisation, perMinute, contact, role }: Values) =>
    send.mutate(
      {
        name,
        perMinute,
        ...(organisation && { organisation }),
        ...(contact && { contact }),
        grants: role ? [{ role, ...(organisation ? { tree: 'organisation', path: organisation } : { tree: 'all' }) }] : [],
      },
      { onError: refused },
    )
  return (
    <Modal open title={t('newKey')} onCancel={close} footer={null} destroyOnHidden>
      <Form<Values> layout="vertical" requiredMark={false} initialValues={{ perMinute: 60 }} onFinish={finish}>
        <Form.Item name="name" label={t('system')} rules={[{ required: true, message: t('system') }]}>
          <Input maxLength={80} autoFocus />
        </Form.Item>
        <OrganisationField name="organisation" label={t('unit')} by="path" />
        <RoleField required={false} />
        <Form.Item name="perMinute" label={t('perMinute')}>
          <InputNumber min={1} max={100_000} />
        </Form.Item>
        <Form.Item name="contact" label={t('contact')}>
          <Input maxLength={120} />
        </Form.Item>
        <div className="row">
          <span className="grow" />
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {t('newKey')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
