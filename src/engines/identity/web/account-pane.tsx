import { App, Button, Input, Modal, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { DetailPane, Facts, type PaneAction, Section } from '#kit/detail-pane.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { useMay, useMe } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Account, type RoleGrant } from '../schema.ts'
import { AccountTag } from './account-tag.tsx'
import { EditDialog } from './edit-account.tsx'
import { GrantDialog } from './grant-dialog.tsx'
import { ShownOnce } from './shown-once.tsx'
import { accountsPath, useAccountAction, usePlaceName, useRefusal } from './use-accounts.ts'
import './identity.css'

type Asking = 'disable' | 'enable' | 'reveal-phone' | 'reset-totp' | 'end-sessions' | 'grant' | 'edit'

/** One account: who it is, what it may do where, and what its manager can do. */
export function AccountPane({ id, close }: { id: string; close: () => void }) {
  const query = useApi(`${accountsPath}/${id}`, Account)
  return <Loaded query={query}>{(account) => <AccountDetail account={account} close={close} />}</Loaded>
}

function AccountDetail({ account, close }: { account: Account; close: () => void }) {
  const { t } = useTranslation('identity')
  const text = useText()
  const [asking, setAsking] = useState<Asking>()
  const [password, setPassword] = useState<string>()
  const actions = useActions(account, setAsking, setPassword)
  const isMe = useMe()?.id === account.id
  return (
    <DetailPane
      title={account.name}
      number={account.account}
      status={<AccountTag account={account} />}
      actions={isMe ? [] : actions}
      onClose={close}
    >
      <Facts
        items={[
          [t('kind'), t(account.kind)],
          [t('unit'), text(account.organisation?.name) || t('noUnit')],
          [t('phone'), account.phone],
          [t('twoFactor'), t(account.twoFactor ? 'on' : 'off')],
          [t('signedIn'), t('signedInCount', { count: account.sessions })],
          [t('password'), account.mustChangePassword ? t('mustChange') : null],
          [t('lockedUntil'), account.lockedUntil && <Time at={account.lockedUntil} style="exact" />],
          [t('created'), <Time key="at" at={account.createdAt} style="exact" />],
        ]}
      />
      <Section
        title={t('roles')}
        actions={
          !isMe && (
            <Button size="small" onClick={() => setAsking('grant')}>
              {t('give')}
            </Button>
          )
        }
      >
        {account.grants.length === 0 && <p className="quiet">{t('noRoles')}</p>}
        <ul className="grant-list">
          {account.grants.map((grant) => (
            <Grant key={grant.id} accountId={account.id} grant={grant} mayTake={!isMe} />
          ))}
        </ul>
      </Section>
      {asking === 'grant' && <GrantDialog id={account.id} close={() => setAsking(undefined)} />}
      {asking === 'edit' && <EditDialog account={account} close={() => setAsking(undefined)} />}
      {asking && asking !== 'grant' && asking !== 'edit' && (
        <WhyDialog id={account.id} act={asking} close={() => setAsking(undefined)} />
      )}
      {password && <ShownOnce title={t('reset')} hint={t('shownOnce')} secret={password} close={() => setPassword(undefined)} />}
    </DetailPane>
  )
}

function useActions(account: Account, ask: (asking: Asking) => void, show: (password: string) => void): PaneAction[] {
  const { t } = useTranslation('identity')
  const { modal } = App.useApp()
  const mayReveal = useMay('identity.reveal')
  const reset = useAccountAction<undefined, { password: string }>(account.id, 'reset-password', (made) => show(made.password))
  const unlock = useAccountAction(account.id, 'unlock')
  const confirmReset = () =>
    modal.confirm({
      title: t('reset'),
      content: t('resetAsk'),
      okText: t('reset'),
      cancelText: t('cancel'),
      onOk: () => reset.run(undefined),
    })
  return [
    ...(account.lockedUntil
      ? [{ key: 'unlock', title: t('unlock'), icon: 'key' as const, primary: true, run: () => unlock.run(undefined) }]
      : []),
    { key: 'edit', title: t('edit'), icon: 'edit', run: () => ask('edit') },
    { key: 'reset', title: t('reset'), icon: 'refresh', run: () => void confirmReset() },
    account.disabled
      ? { key: 'enable', title: t('enable'), icon: 'check', run: () => ask('enable') }
      : { key: 'disable', title: t('disable'), icon: 'ban', danger: true, run: () => ask('disable') },
    ...(account.twoFactor
      ? [{ key: 'totp', title: t('reset-totp'), icon: 'key-round' as const, rare: true, run: () => ask('reset-totp') }]
      : []),
    ...(account.sessions > 0
      ? [{ key: 'sessions', title: t('end-sessions'), icon: 'log-out' as const, rare: true, run: () => ask('end-sessions') }]
      : []),
    ...(mayReveal && account.phone
      ? [{ key: 'reveal', title: t('reveal'), icon: 'phone' as const, rare: true, run: () => ask('reveal-phone') }]
      : []),
  ]
}

function Grant({ accountId, grant, mayTake }: { accountId: string; grant: RoleGrant; mayTake: boolean }) {
  const { t } = useTranslation('identity')
  const text = useText()
  const place = usePlaceName()
  const refused = useRefusal()
  const take = useSend(() => api.delete(`${accountsPath}/${accountId}/grants/${grant.id}`), { refresh: [accountsPath] })
  const tree = t(grant.tree === 'organisation' ? 'treeOrganisation' : 'treeArea')
  return (
    <li>
      <span>
        <strong>{text(grant.title)}</strong>
        <small>{grant.tree === 'all' ? t('whole') : t('where', { tree, path: place(grant.path ?? '') })}</small>
      </span>
      {mayTake && (
        <Popconfirm
          title={t('takeAsk')}
          okText={t('take')}
          cancelText={t('cancel')}
          onConfirm={() => take.mutate(undefined, { onError: refused })}
        >
          <Button size="small" danger>
            {t('take')}
          </Button>
        </Popconfirm>
      )}
    </li>
  )
}

/** What is done to a person needs a reason; the audit keeps it. */
function WhyDialog({ id, act, close }: { id: string; act: Exclude<Asking, 'grant' | 'edit'>; close: () => void }) {
  const { t } = useTranslation('identity')
  const { modal } = App.useApp()
  const [words, setWords] = useState('')
  const reveals = act === 'reveal-phone'
  const send = useAccountAction<object, { phone?: string | null }>(id, act, ({ phone }) => {
    close()
    if (reveals) modal.info({ title: phone ? t('phoneIs', { phone }) : t('noPhone') })
  })
  const title = t(reveals ? 'reveal' : act)
  return (
    <Modal
      open
      title={title}
      okText={title}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: words.trim().length < 2, danger: act === 'disable' }}
      confirmLoading={send.busy}
      onOk={() => void send.run(reveals ? { purpose: words.trim() } : { why: words.trim() })}
      onCancel={close}
      destroyOnHidden
    >
      <label htmlFor="account-why">
        <strong>{t(reveals ? 'purpose' : 'why')}</strong>
      </label>
      <Input.TextArea
        id="account-why"
        rows={3}
        maxLength={300}
        autoFocus
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <p className="quiet">{t(act === 'disable' ? 'disableHint' : reveals ? 'purposeHint' : 'whyHint')}</p>
    </Modal>
  )
}
