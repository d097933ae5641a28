import { Button, Input, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Chart } from '#kit/chart/chart.tsx'
import { DetailPane, Facts, type PaneAction, Section } from '#kit/detail-pane.tsx'
import { Link, useGo } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { ShareDetail } from '../schema.ts'
import { howTitles } from '../words.ts'
import { day, exchangesPath, number, ShareTag, sharesPath, useRefusal } from './look.tsx'

export function SharePane({ id, close }: { id: string; close: () => void }) {
  return <Loaded query={useApi(`${sharesPath}/${id}`, ShareDetail)}>{(share) => <Pane share={share} close={close} />}</Loaded>
}

/** One share: in words, in use, and the very query that serves it. */
function Pane({ share, close }: { share: ShareDetail; close: () => void }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const [act, setAct] = useState<'revoke' | 'push'>()
  const exchanges = useMay('catalog.exchange')
  const file = `/api/catalog/shared/${share.id}/file?format=`
  const actions: PaneAction[] = [
    ...(share.may.use && share.how === 'dataset'
      ? [
          {
            key: 'xlsx',
            title: t('share.download', { format: 'xlsx' }),
            primary: true,
            icon: 'download' as const,
            run: () => window.location.assign(`${file}xlsx`),
          },
          { key: 'csv', title: 'csv', icon: 'download' as const, run: () => window.location.assign(`${file}csv`) },
        ]
      : []),
    ...(share.may.revoke && share.how === 'exchange' && exchanges
      ? [{ key: 'push', title: t('share.push'), primary: true, icon: 'send' as const, run: () => setAct('push') }]
      : []),
    ...(share.may.revoke
      ? [{ key: 'revoke', title: t('share.revoke'), danger: true, icon: 'ban' as const, run: () => setAct('revoke') }]
      : []),
  ]
  return (
    <DetailPane
      title={text(share.resource.name)}
      number={share.number}
      status={<ShareTag state={share.state} />}
      actions={actions}
      onClose={close}
    >
      {share.revokedWhy && <p className="catalog-basis">{t('share.revokedBecause', { why: share.revokedWhy })}</p>}
      <Facts
        items={[
          [t('fact.consumer'), text(share.consumerName)],
          [t('fact.provider'), text(share.providerName)],
          [t('fact.purpose'), share.purpose],
          [t('fact.how'), text(howTitles[share.how])],
          [t('fact.today'), `${number(share.usedToday)} / ${number(share.quotaPerDay)}`],
          [t('fact.ever'), t('share.ever', { calls: number(share.calls), rows: number(share.rows) })],
          [t('fact.until'), day(share.expiresAt)],
          [
            t('fact.resource'),
            <Link key="r" to={`/work/catalog/${share.resource.id}`}>
              {share.resource.code}
            </Link>,
          ],
        ]}
      />
      <Section title={t('share.view')}>
        <ul className="says">
          {share.says.map((line) => (
            <li key={line.zh}>{text(line)}</li>
          ))}
        </ul>
        <details>
          <summary>{t('share.sql')}</summary>
          <pre className="view-sql" tabIndex={0}>
            {share.view}
          </pre>
        </details>
      </Section>
      {share.how === 'api' && share.state === 'active' && <HowToCall share={share} />}
      {share.days.length > 0 && (
        <Chart
          title={t('usage.byDay')}
          kind="stack"
          x="time"
          unit={t('usage.unit')}
          height="200px"
          series={[
            { name: t('usage.calls'), points: [...share.days].reverse().map((entry) => [entry.day, entry.calls]) },
            {
              name: t('usage.refused'),
              tone: 'alarm',
              points: [...share.days].reverse().map((entry) => [entry.day, entry.refused]),
            },
          ]}
        />
      )}
      {act === 'revoke' && <RevokeDialog id={share.id} close={() => setAct(undefined)} />}
      {act === 'push' && <PushDialog share={share} close={() => setAct(undefined)} />}
    </DetailPane>
  )
}

/** What a programmer of the consumer's system needs to know, in one place. */
function HowToCall({ share }: { share: ShareDetail }) {
  const { t } = useTranslation('catalog')
  const url = `${window.location.origin}/api/catalog/shared/${share.id}/rows`
  return (
    <Section title={t('share.call')}>
      <p>{t('share.callKey')}</p>
      <pre className="view-sql" tabIndex={0}>{`curl -H "x-api-key: dk_…" "${url}?limit=100"`}</pre>
      <ul className="says">
        <li>{t('share.callFilter')}</li>
        <li>{t('share.callPage')}</li>
        <li>{t('share.callQuota')}</li>
      </ul>
    </Section>
  )
}

function RevokeDialog({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation('catalog')
  const refused = useRefusal()
  const [why, setWhy] = useState('')
  const send = useSend((body: { why: string }) => api.post(`${sharesPath}/${id}/revoke`, body), {
    refresh: [sharesPath, '/api/catalog/resources'],
    then: close,
  })
  return (
    <Modal
      open
      title={t('share.revoke')}
      onCancel={close}
      okText={t('share.revoke')}
      cancelText={t('cancel')}
      okButtonProps={{ danger: true, disabled: why.trim().length < 2 }}
      confirmLoading={send.isPending}
      onOk={() => send.mutate({ why }, { onError: refused })}
    >
      <p>{t('share.revokeHint')}</p>
      <label htmlFor="revoke-why">{t('application.why')}</label>
      <Input.TextArea
        id="revoke-why"
        rows={3}
        maxLength={500}
        value={why}
        onChange={(event) => setWhy(event.target.value)}
        autoFocus
      />
    </Modal>
  )
}

function PushDialog({ share, close }: { share: ShareDetail; close: () => void }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const go = useGo()
  const refused = useRefusal()
  const [url, setUrl] = useState('')
  const [everyMinutes, setEvery] = useState(1440)
  const send = useSend((body: object) => api.post<{ id: string }>(`${exchangesPath}/push`, body), {
    refresh: [exchangesPath],
    then: ({ id }) => go(`/work/data-exchanges/${id}`),
  })
  const title = `${text(share.resource.name)} → ${text(share.consumerName)}`
  return (
    <Modal open title={t('share.push')} onCancel={close} footer={null} destroyOnHidden>
      <p>{t('share.pushHint')}</p>
      <label htmlFor="push-url">{t('exchange.url')}</label>
      <Input id="push-url" type="url" maxLength={2000} value={url} onChange={(event) => setUrl(event.target.value)} autoFocus />
      <label htmlFor="push-every">{t('exchange.every')}</label>
      <InputNumber id="push-every" min={1} max={44_640} value={everyMinutes} onChange={(value) => setEvery(value ?? 1440)} />
      <div className="row dialog-buttons">
        <span className="grow" />
        <Button onClick={close}>{t('cancel')}</Button>
        <Button
          type="primary"
          disabled={url === ''}
          loading={send.isPending}
          onClick={() => send.mutate({ title, url, share: share.id, everyMinutes }, { onError: refused })}
        >
          {t('share.push')}
        </Button>
      </div>
    </Modal>
  )
}
