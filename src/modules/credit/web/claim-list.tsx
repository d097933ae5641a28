import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { RefLink } from '#kit/ref-link.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { Time } from '#kit/time.tsx'
import type { Claims } from '../schema.ts'
import './credit.css'

type Claim = Claims['items'][number]

/** Who asks to act for whom; the office has seen the papers. A refusal says why, so that the asker can put it right. */
export function ClaimList() {
  const { t } = useTranslation('credit')
  const { message } = App.useApp()
  const query = useApi<Claims>('/api/credit/claims')
  const [refusing, setRefusing] = useState<Claim | null>(null)
  const decide = useSend(
    ({ id, ...said }: { id: string; confirm: boolean; why?: string }) => api.post(`/api/credit/claims/${id}/decide`, said),
    {
      refresh: ['/api/credit/claims'],
      then: () => {
        void message.success(t('work.done'))
        setRefusing(null)
      },
    },
  )
  return (
    <Loaded query={query}>
      {({ items }) => (
        <>
          {items.length === 0 && <Empty icon="circle-check" title={t('work.claimNone')} />}
          <ul className="credit-list">
            {items.map((claim) => (
              <One
                key={claim.id}
                claim={claim}
                confirm={() => decide.mutate({ id: claim.id, confirm: true })}
                refuse={setRefusing}
              />
            ))}
          </ul>
          {decide.error && <p role="alert">{decide.error.detail}</p>}
          {refusing && (
            <Refusal
              claim={refusing}
              busy={decide.isPending}
              send={(why) => decide.mutate({ id: refusing.id, confirm: false, why })}
              close={() => setRefusing(null)}
            />
          )}
        </>
      )}
    </Loaded>
  )
}

function One({ claim, confirm, refuse }: { claim: Claim; confirm: () => void; refuse: (claim: Claim) => void }) {
  const { t } = useTranslation('credit')
  return (
    <li className="credit-card">
      <span className="credit-top">
        <strong className="grow">
          <RefLink to={`credit.subjects:${claim.subject.id}`}>{claim.subject.name}</RefLink>
        </strong>
        <Button type="primary" onClick={confirm}>
          {t('work.confirm')}
        </Button>
        <Button onClick={() => refuse(claim)}>{t('work.refuse')}</Button>
      </span>
      <span>
        {t(claim.role === 'self' ? 'work.asksSelf' : 'work.asksAgent', { who: claim.who })}{' '}
        <span className="quiet numbers">
          {claim.subject.code} · <Time at={claim.askedAt} style="short" />
        </span>
      </span>
    </li>
  )
}

interface RefusalProps {
  claim: Claim
  busy: boolean
  send: (why: string) => void
  close: () => void
}

function Refusal({ claim, busy, send, close }: RefusalProps) {
  const { t } = useTranslation('credit')
  const [form] = Form.useForm<{ why: string }>()
  return (
    <Modal
      open
      title={`${t('work.refuse')} · ${claim.subject.name}`}
      okText={t('work.refuse')}
      cancelText={t('work.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={close}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ why }) => send(why.trim())}>
        <Form.Item name="why" label={t('work.why')} rules={[{ required: true, min: 2, message: t('work.whyMissing') }]}>
          <Input.TextArea rows={3} maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
