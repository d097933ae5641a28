import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, withQuery } from '#kit/api.ts'
import { Section } from '#kit/detail-pane.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { type Correction, Corrections as List } from '../schema.ts'
import { useRefusal } from './look.tsx'

/** Requests to correct, and their answers; the duty-holder answers here. */
export function Corrections({ resource }: { resource?: string }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const [open, setOpen] = useState<Correction>()
  const { data } = useApi(withQuery('/api/catalog/corrections', { resource }), List)
  if (!data || data.items.length === 0) return null
  return (
    <Section title={t('correction.title')}>
      <ul className="correction-list">
        {data.items.map((item) => (
          <li key={item.id}>
            <div className="row-wrap">
              <strong>{resource ? text(item.ruleTitle) : `${text(item.resource.name)}：${text(item.ruleTitle)}`}</strong>
              <StatusTag tone={item.state === 'open' ? 'warning' : item.state === 'corrected' ? 'done' : 'neutral'}>
                {t(`correction.${item.state}`)}
              </StatusTag>
              <span className="quiet">
                {item.senderName} <Time at={item.createdAt} />
              </span>
            </div>
            <p>{item.note}</p>
            {item.answer && (
              <p className="quiet">
                {item.answeredBy}：{item.answer}（
                {t('correction.before', { before: item.failedBefore, after: item.failedAfter ?? 0 })}）
              </p>
            )}
            {item.may.answer && (
              <Button size="small" onClick={() => setOpen(item)}>
                {t('correction.answer')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {open && <AnswerDialog correction={open} close={() => setOpen(undefined)} />}
    </Section>
  )
}

function AnswerDialog({ correction, close }: { correction: Correction; close: () => void }) {
  const { t } = useTranslation('catalog')
  const refused = useRefusal()
  const [answer, setAnswer] = useState('')
  const send = useSend((body: object) => api.post(`/api/catalog/corrections/${correction.id}/answer`, body), {
    refresh: ['/api/catalog/corrections', '/api/catalog/resources', '/api/catalog/quality'],
    then: close,
  })
  const finish = (outcome: 'corrected' | 'declined') =>
    send.mutate({ version: correction.version, outcome, answer }, { onError: refused })
  return (
    <Modal open title={t('correction.answer')} onCancel={close} footer={null} destroyOnHidden>
      <p>{correction.note}</p>
      <label htmlFor="correction-answer">{t('correction.what')}</label>
      <Input.TextArea
        id="correction-answer"
        rows={3}
        maxLength={1000}
        value={answer}
        onChange={(event) => setAnswer(event.target.value)}
        autoFocus
      />
      <div className="row dialog-buttons">
        <span className="grow" />
        <Button disabled={answer.trim().length < 2} loading={send.isPending} onClick={() => finish('declined')}>
          {t('correction.decline')}
        </Button>
        <Button type="primary" disabled={answer.trim().length < 2} loading={send.isPending} onClick={() => finish('corrected')}>
          {t('correction.done')}
        </Button>
      </div>
    </Modal>
  )
}
