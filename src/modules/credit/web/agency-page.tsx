import { Button, Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { refresh, usePages } from '#kit/query.ts'
import { Empty } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { AgencyReport, AskedQueries, Withdrawals } from '../schema.ts'
import { RecordCard } from './record-card.tsx'
import './credit.css'

type Whys = 'repaired' | 'ended' | 'removed' | 'corrected'

/** 征信机构: ask under a consent, see what was asked, and what must no longer be used. */
export function AgencyPage() {
  const { t } = useTranslation('credit')
  const [report, setReport] = useState<AgencyReport | null>(null)
  const [person, setPerson] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const ask = async (values: object) => {
    setReport(null)
    setRefused(null)
    try {
      setReport(await api.post<AgencyReport>('/api/credit/agency/query', values))
    } catch (error) {
      setRefused((error as ApiError).detail)
    }
    await refresh('/api/credit/agency')
  }
  const needed = [{ required: true, min: 2, message: t('mine.missing') }]
  return (
    <div className="credit-work">
      <h1>{t('agency.title')}</h1>
      <p className="quiet">{t('agency.intro')}</p>
      <Form layout="vertical" requiredMark={false} style={{ maxWidth: '30rem' }} onFinish={(values: object) => void ask(values)}>
        <Form.Item label={t('agency.who')}>
          <Segmented
            value={person ? 'person' : 'enterprise'}
            options={[
              { value: 'enterprise', label: t('agency.enterprise') },
              { value: 'person', label: t('agency.person') },
            ]}
            onChange={(value) => setPerson(value === 'person')}
          />
        </Form.Item>
        {person ? (
          <>
            <Form.Item name="name" label={t('agency.name')} rules={needed}>
              <Input maxLength={40} autoComplete="off" />
            </Form.Item>
            <Form.Item name="number" label={t('agency.number')} rules={needed}>
              <Input maxLength={24} autoComplete="off" />
            </Form.Item>
          </>
        ) : (
          <Form.Item name="code" label={t('agency.code')} rules={needed}>
            <Input maxLength={40} />
          </Form.Item>
        )}
        <Form.Item name="purpose" label={t('agency.purpose')} rules={needed}>
          <Input maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {t('agency.ask')}
        </Button>
      </Form>
      {refused && (
        <p className="credit-promise" role="alert">
          {refused}
        </p>
      )}
      {report && <Report report={report} />}
      <Withdrawn />
      <Asked />
    </div>
  )
}

function Report({ report: { subject, consent, records, lists } }: { report: AgencyReport }) {
  const { t } = useTranslation('credit')
  const text = useText()
  return (
    <section className="stack">
      <h2>{subject.name}</h2>
      <p className="quiet">
        {t('agency.consent', { purpose: consent.purpose, day: consent.until })} ·{' '}
        {t('agency.scope', {
          kinds: consent.kinds ? consent.kinds.map(({ title }) => text(title)).join('、') : t('agency.scopeAll'),
        })}
      </p>
      {lists.map((list) => (
        <StatusTag key={list.list} tone="alarm">
          {t('agency.lists', { list: text(list.title), day: list.until ?? '' })}
        </StatusTag>
      ))}
      {records.length === 0 && <Empty title={t('agency.empty')} />}
      <ul className="credit-list">
        {records.map((record) => (
          <RecordCard key={record.id} record={record} />
        ))}
      </ul>
    </section>
  )
}

function Withdrawn() {
  const { t } = useTranslation('credit')
  const query = usePages<Withdrawals['items'][number]>('/api/credit/agency/withdrawals')
  return (
    <section className="stack">
      <h2>{t('agency.withdrawn')}</h2>
      <p className="quiet">{query.rows.length > 0 ? t('agency.withdrawnHint') : t('agency.none')}</p>
      <ul className="credit-list">
        {query.rows.map((row) => (
          <li key={row.id}>
            {row.documentNumber} · {t(`agency.whys.${row.why as Whys}`)} · <Time at={row.at} style="short" />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Asked() {
  const { t } = useTranslation('credit')
  const query = usePages<AskedQueries['items'][number]>('/api/credit/agency/queries')
  return (
    <section className="stack">
      <h2>{t('agency.asked')}</h2>
      {query.rows.length === 0 && <p className="quiet">{t('agency.none')}</p>}
      <ul className="credit-list">
        {query.rows.map((row) => (
          <li key={row.id}>
            <StatusTag tone={row.answered ? 'done' : 'warning'}>
              {t(row.answered ? 'agency.answered' : 'agency.refused')}
            </StatusTag>{' '}
            {row.subject && <strong>{row.subject.name} </strong>}
            {row.purpose}{' '}
            <small className="quiet">
              {row.subject?.code && <span className="numbers">{row.subject.code} </span>}
              <Time at={row.at} style="short" />
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
