import { Alert, App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { refresh, useApi, useSend } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { Time } from '#kit/time.tsx'
import type { Me, Session } from '../schema.ts'
import { sessionsPath, useRefusal } from './use-accounts.ts'
import './identity.css'

const mePath = '/api/identity/me'

/** What people do for their own account: password, one-time codes, devices. */
export function SecurityPage() {
  const { t } = useTranslation('identity')
  const me = useApi<Me>(mePath)
  return (
    <div className="security">
      <h1>{t('security')}</h1>
      <h2>{t('password')}</h2>
      <PasswordForm />
      <h2>{t('totp')}</h2>
      <p className="quiet">{t('totpHint')}</p>
      <Loaded query={me}>{({ twoFactor }) => (twoFactor ? <TotpOff /> : <TotpOn />)}</Loaded>
      <h2>{t('sessions')}</h2>
      <Sessions />
    </div>
  )
}

const must = (message: string) => [{ required: true, message }]

function PasswordForm() {
  const { t } = useTranslation('identity')
  const { message } = App.useApp()
  const [form] = Form.useForm<{ password: string; newPassword: string }>()
  const send = useSend((body: object) => api.post(`${mePath}/password`, body), { refresh: [mePath] })
  const refused = (error: ApiError) =>
    form.setFields([{ name: error.code === 'wrong_password' ? 'password' : 'newPassword', errors: [error.detail] }])
  const finish = (body: object) =>
    send.mutate(body, {
      onError: refused,
      onSuccess: () => {
        form.resetFields()
        void message.success(t('changed'))
      },
    })
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={finish}>
      <Form.Item name="password" label={t('current')} rules={must(t('ask'))}>
        <Input.Password autoComplete="current-password" maxLength={128} />
      </Form.Item>
      <Form.Item name="newPassword" label={t('next')} extra={t('nextHint')} rules={must(t('next'))}>
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={send.isPending}>
        {t('change')}
      </Button>
    </Form>
  )
}

interface Enrolment {
  uri: string
  backupCodes: string[]
}

function TotpOn() {
  const { t } = useTranslation('identity')
  const refused = useRefusal()
  const [enrolment, setEnrolment] = useState<Enrolment>()
  const begin = useSend<object, Enrolment>((body) => api.post(`${mePath}/totp`, body), { then: setEnrolment })
  const confirm = useSend<object, unknown>((body) => api.post(`${mePath}/totp/confirm`, body), {
    then: () => void refresh(mePath),
  })
  if (!enrolment)
    return (
      <PasswordAsked action={t('totpBegin')} busy={begin.isPending} send={(body) => begin.mutate(body, { onError: refused })} />
    )
  return (
    <div className="stack">
      <p>{t('totpSecret')}</p>
      <p className="shown-once">
        <output>{new URL(enrolment.uri).searchParams.get('secret')}</output>
      </p>
      <Alert
        type="warning"
        title={t('totpBackup')}
        description={
          <div className="backup-codes">
            {enrolment.backupCodes.map((code) => (
              <span key={code}>{code}</span>
            ))}
          </div>
        }
      />
      <Form layout="vertical" requiredMark={false} onFinish={(body: object) => confirm.mutate(body, { onError: refused })}>
        <Form.Item name="code" label={t('totpCode')} rules={must(t('totpCode'))}>
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={confirm.isPending}>
          {t('confirm')}
        </Button>
      </Form>
    </div>
  )
}

function TotpOff() {
  const { t } = useTranslation('identity')
  const refused = useRefusal()
  const end = useSend<object, unknown>((body) => api.post(`${mePath}/totp/disable`, body), { refresh: [mePath] })
  return (
    <div className="stack">
      <p>
        <StatusTag tone="done">{t('on')}</StatusTag>
      </p>
      <PasswordAsked action={t('totpEnd')} busy={end.isPending} send={(body) => end.mutate(body, { onError: refused })} />
    </div>
  )
}

function PasswordAsked({ action, busy, send }: { action: string; busy: boolean; send: (body: object) => void }) {
  const { t } = useTranslation('identity')
  return (
    <Form layout="vertical" requiredMark={false} onFinish={send}>
      <Form.Item name="password" label={t('ask')} rules={must(t('ask'))}>
        <Input.Password autoComplete="current-password" maxLength={128} />
      </Form.Item>
      <Button htmlType="submit" loading={busy}>
        {action}
      </Button>
    </Form>
  )
}

function Sessions() {
  const { t } = useTranslation('identity')
  const refused = useRefusal()
  const query = useApi<{ items: Session[] }>(sessionsPath)
  const end = useSend((id: string) => api.delete(`${sessionsPath}/${id}`), { refresh: [sessionsPath] })
  return (
    <Loaded query={query}>
      {({ items }) => (
        <>
          <ul className="session-list">
            {items.map(({ id, current, agent, address, createdAt }) => (
              <li key={id}>
                <span>
                  {agent || '–'}
                  <small>
                    {address} · <Time at={createdAt} />
                  </small>
                </span>
                {current ? (
                  <StatusTag tone="done">{t('thisOne')}</StatusTag>
                ) : (
                  <Button size="small" onClick={() => end.mutate(id, { onError: refused })}>
                    {t('endOne')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {items.length > 1 && (
            <Button danger onClick={() => end.mutate('others', { onError: refused })}>
              {t('endOthers')}
            </Button>
          )}
        </>
      )}
    </Loaded>
  )
}
