import { App, Button, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { Link, useAddress, usePathParams } from '#kit/navigate.tsx'
import { refresh, useApi, useSend } from '#kit/query.ts'
import { useMay, useMe } from '#kit/session.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { type Text, useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { FieldView, Holder, RegistryView, ShareDecision, ShareView } from '../schema.ts'
import './registry.css'

/** 依职采集: who collects which field; who wants it asks to share it. */
export function SourcesPage() {
  const { registry = '' } = usePathParams()
  const view = useApi<RegistryView>(`/api/registry/${registry}`)
  return (
    <div className="registry-page">
      <Loaded query={view}>{(of) => <Duties registry={of} />}</Loaded>
    </div>
  )
}

function Duties({ registry }: { registry: RegistryView }) {
  const { t } = useTranslation('registry')
  const text = useText()
  const [{ ask }, change] = useAddress()
  const mayJoin = useMay('registry.join')
  const [joining, setJoining] = useState(false)
  const carriers = (field: string) =>
    registry.bySource.filter(({ carries }) => carries.includes(field)).map(({ title }) => text(title))
  return (
    <>
      <header className="row-wrap">
        <h1 className="grow">
          <Link to={`/work/registries?of=${registry.id}`}>{text(registry.title)}</Link> · {t('sourcesAndDuties')}
        </h1>
        {mayJoin && <Button onClick={() => setJoining(true)}>{t('duty.join')}</Button>}
        {mayJoin && (
          <Button type="primary" onClick={() => change({ ask: 'any' })}>
            {t('duty.ask')}
          </Button>
        )}
      </header>
      <p className="quiet">{t('duty.rule')}</p>
      <div className="registry-scroll">
        <table className="registry-table">
          <thead>
            <tr>
              <th>{t('entity.field')}</th>
              <th>{t('duty.holder')}</th>
              <th>{t('duty.source')}</th>
              <th>{t('duty.carriers')}</th>
              <th>{t('duty.standard')}</th>
            </tr>
          </thead>
          <tbody>
            {registry.fields.map((field) => (
              <tr key={field.id}>
                <th scope="row">{text(field.title)}</th>
                <td>{field.holder ? text(field.holder.organisation.name) : <StatusTag>{t('duty.nobody')}</StatusTag>}</td>
                <td>{field.holder && text(field.holder.title)}</td>
                <td className="quiet">{carriers(field.id).join('、')}</td>
                <td className="quiet">{field.standard}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Shares registry={registry} />
      {ask && <AskDialog registry={registry} first={ask} close={() => change({ ask: null })} />}
      {joining && <JoinDialog registry={registry} close={() => setJoining(false)} ask={(field) => change({ ask: field })} />}
    </>
  )
}

const tones = { asked: 'active', granted: 'done', refused: 'alarm', ended: 'neutral' } as const

function Shares({ registry }: { registry: RegistryView }) {
  const { t } = useTranslation('registry')
  const text = useText()
  const query = useApi<{ items: ShareView[] }>(`/api/registry/${registry.id}/shares`)
  const title = (id: string) => text(registry.fields.find((field) => field.id === id)?.title ?? { zh: id, en: id })
  return (
    <section>
      <h2>{t('duty.shares')}</h2>
      <Loaded query={query} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('duty.noShares')}>{t('duty.noSharesHint')}</Empty>
          ) : (
            <ul className="registry-found">
              {items.map((share) => (
                <li key={share.id}>
                  <StatusTag tone={tones[share.state]}>{t(`duty.state.${share.state}`)}</StatusTag>
                  <strong>{text(share.organisation.name)}</strong>
                  <span>{share.fields.map(title).join('、')}</span>
                  <span className="quiet">
                    {share.purpose}（{share.basis}）<Time at={share.askedAt} style="short" />
                    {share.readAt && (
                      <>
                        {' · '}
                        {t('duty.lastRead')} <Time at={share.readAt} />
                      </>
                    )}
                  </span>
                  <Decide share={share} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}

function Decide({ share }: { share: ShareView }) {
  const { t } = useTranslation('registry')
  const { message } = App.useApp()
  const manages = useMay('registry.manage')
  const send = useSend(
    (state: ShareDecision['state']) =>
      api.post(`/api/registry/${share.registry}/shares/${share.id}/decide`, { version: share.version, state }),
    { refresh: ['/api/registry'] },
  )
  const run = (state: ShareDecision['state']) => send.mutate(state, { onError: (error) => void message.error(error.detail) })
  if (!manages || share.state === 'refused' || share.state === 'ended') return null
  if (share.state === 'granted')
    return (
      <Button size="small" danger onClick={() => run('ended')}>
        {t('duty.end')}
      </Button>
    )
  return (
    <span className="row">
      <Button size="small" type="primary" onClick={() => run('granted')}>
        {t('duty.grant')}
      </Button>
      <Button size="small" onClick={() => run('refused')}>
        {t('duty.refuse')}
      </Button>
    </span>
  )
}

const options = (fields: readonly FieldView[], text: (words: Text) => string) =>
  fields.map(({ id, title }) => ({ value: id, label: text(title) }))

function AskDialog({ registry, first, close }: { registry: RegistryView; first: string; close: () => void }) {
  const { t } = useTranslation('registry')
  const text = useText()
  const { message } = App.useApp()
  const [fields, setFields] = useState(registry.fields.some(({ id }) => id === first) ? [first] : [])
  const [purpose, setPurpose] = useState('')
  const [basis, setBasis] = useState('')
  const send = useSend(() => api.post(`/api/registry/${registry.id}/shares`, { fields, purpose, basis }), {
    refresh: ['/api/registry'],
    then: () => {
      void message.success(t('duty.asked'))
      close()
    },
  })
  return (
    <Modal
      open
      title={t('duty.ask')}
      okText={t('duty.send')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: fields.length === 0 || purpose.trim().length < 4 || basis.trim().length < 4 }}
      confirmLoading={send.isPending}
      onOk={() => send.mutate(undefined, { onError: (error) => void message.error(error.detail) })}
      onCancel={close}
    >
      <div className="registry-purpose">
        <label htmlFor="share-fields">{t('duty.fields')}</label>
        <Select id="share-fields" mode="multiple" value={fields} options={options(registry.fields, text)} onChange={setFields} />
        <label htmlFor="share-purpose">{t('purpose')}</label>
        <Input id="share-purpose" value={purpose} maxLength={300} onChange={(event) => setPurpose(event.target.value)} />
        <label htmlFor="share-basis">{t('basis')}</label>
        <Input id="share-basis" value={basis} maxLength={300} onChange={(event) => setBasis(event.target.value)} />
        <p className="quiet">{t('duty.askHint')}</p>
      </div>
    </Modal>
  )
}

interface Refusal {
  field: string
  holder: Holder
}

/** A unit registers its system; what another collects already is refused, and can be asked for at once. */
function JoinDialog({ registry, close, ask }: { registry: RegistryView; close: () => void; ask: (field: string) => void }) {
  const { t } = useTranslation('registry')
  const text = useText()
  const me = useMe()
  const [form, setForm] = useState({
    id: '',
    name: '',
    holds: [] as string[],
    carries: [] as string[],
    freshDays: 365,
    basis: '',
  })
  const [refused, setRefused] = useState<(Refusal & { detail: string }) | null>(null)
  const send = useSend(
    () =>
      api.post(`/api/registry/${registry.id}/sources`, {
        ...form,
        title: { zh: form.name, en: form.name },
        organisation: me?.organisation?.path ?? '',
      }),
    {
      then: () => {
        void refresh('/api/registry')
        close()
      },
    },
  )
  const run = () =>
    send.mutate(undefined, {
      onError: (error: ApiError) =>
        error.code === 'duplicate_collection' && setRefused({ ...(error.current as Refusal), detail: error.detail }),
    })
  return (
    <Modal
      open
      title={t('duty.join')}
      okText={t('duty.send')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: form.id.length < 2 || !form.name || form.basis.trim().length < 4 }}
      confirmLoading={send.isPending}
      onOk={run}
      onCancel={close}
    >
      <div className="registry-purpose">
        <label htmlFor="join-name">{t('duty.name')}</label>
        <Input
          id="join-name"
          value={form.name}
          maxLength={60}
          onChange={(event) => setForm({ ...form, name: event.target.value })}
        />
        <label htmlFor="join-id">{t('duty.id')}</label>
        <Input id="join-id" value={form.id} maxLength={40} onChange={(event) => setForm({ ...form, id: event.target.value })} />
        <label htmlFor="join-holds">{t('duty.holds')}</label>
        <Select
          id="join-holds"
          mode="multiple"
          value={form.holds}
          options={options(registry.fields, text)}
          onChange={(holds) => setForm({ ...form, holds })}
        />
        <label htmlFor="join-carries">{t('duty.carriesLong')}</label>
        <Select
          id="join-carries"
          mode="multiple"
          value={form.carries}
          options={options(registry.fields, text)}
          onChange={(carries) => setForm({ ...form, carries })}
        />
        <label htmlFor="join-fresh">{t('duty.freshDays')}</label>
        <InputNumber
          id="join-fresh"
          min={1}
          max={3650}
          value={form.freshDays}
          onChange={(freshDays) => setForm({ ...form, freshDays: freshDays ?? 365 })}
        />
        <label htmlFor="join-basis">{t('basis')}</label>
        <Input
          id="join-basis"
          value={form.basis}
          maxLength={300}
          onChange={(event) => setForm({ ...form, basis: event.target.value })}
        />
        {refused && (
          <div role="alert">
            <p className="field-error">{refused.detail}</p>
            <Button
              onClick={() => {
                close()
                ask(refused.field)
              }}
            >
              {t('duty.askInstead')}
            </Button>
          </div>
        )}
        {send.error && !refused && (
          <p className="field-error" role="alert">
            {send.error.faults[0]?.detail || send.error.detail}
          </p>
        )}
      </div>
    </Modal>
  )
}
