import { Button, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import type { ExchangeDetail } from '../schema.ts'
import { exchangesPath, useRefusal } from './look.tsx'

const RHYTHMS = [15, 60, 360, 1440, 10_080]

/** `每天` for 1440; a rhythm of its own in hours or minutes. */
export function useRhythm(): (minutes: number) => string {
  const { t } = useTranslation('catalog')
  return (minutes) => {
    if (minutes === 60) return t('rhythm.hour')
    if (minutes === 1440) return t('rhythm.day')
    if (minutes === 10_080) return t('rhythm.week')
    return minutes % 60 === 0 ? t('rhythm.hours', { count: minutes / 60 }) : t('rhythm.minutes', { count: minutes })
  }
}

export function RhythmField({ now }: { now?: number }) {
  const { t } = useTranslation('catalog')
  const rhythm = useRhythm()
  const all = now === undefined || RHYTHMS.includes(now) ? RHYTHMS : [...RHYTHMS, now].sort((a, b) => a - b)
  return (
    <Form.Item name="everyMinutes" label={t('exchange.rhythm')}>
      <Select options={all.map((value) => ({ value, label: rhythm(value) }))} />
    </Form.Item>
  )
}

/** How much at once and how long to wait: few ever change it. */
export function PaceFields() {
  const { t } = useTranslation('catalog')
  return (
    <details>
      <summary>{t('exchange.limits')}</summary>
      <div className="form-pair">
        <Form.Item name="batchSize" label={t('exchange.batchSize')} extra={t('exchange.batchHint')}>
          <InputNumber min={1} max={5000} />
        </Form.Item>
        <Form.Item name="timeoutMs" label={t('exchange.timeout')} extra={t('exchange.timeoutHint')}>
          <InputNumber min={200} max={60_000} step={1000} />
        </Form.Item>
      </div>
    </details>
  )
}

interface Values {
  title: string
  everyMinutes: number
  batchSize: number
  timeoutMs: number
  secret?: string
}

export function PaceDialog({ exchange, close }: { exchange: ExchangeDetail; close: () => void }) {
  const { t } = useTranslation('catalog')
  const refused = useRefusal()
  const path = `${exchangesPath}/${exchange.id}`
  const send = useSend((body: object) => api.patch(path, body), { refresh: [exchangesPath], then: close })
  return (
    <Modal open title={t('exchange.change')} onCancel={close} footer={null} destroyOnHidden>
      <Form<Values>
        layout="vertical"
        requiredMark={false}
        initialValues={{ ...exchange }}
        onFinish={({ secret, ...values }) =>
          send.mutate({ version: exchange.version, ...values, ...(secret && { secret }) }, { onError: refused })
        }
      >
        <Form.Item name="title" label={t('exchange.name')} rules={[{ required: true, min: 2, message: t('upload.needed') }]}>
          <Input maxLength={120} />
        </Form.Item>
        <RhythmField now={exchange.everyMinutes} />
        {!exchange.database && (
          <Form.Item name="secret" label={t('exchange.secret')} extra={t('exchange.secretKept')}>
            <Input.Password maxLength={500} autoComplete="off" />
          </Form.Item>
        )}
        <PaceFields />
        <div className="row dialog-buttons">
          <span className="grow" />
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {t('edit.save')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}

export function WhyDialog({ id, act, close }: { id: string; act: 'resume' | 'pause'; close: () => void }) {
  const { t } = useTranslation('catalog')
  const refused = useRefusal()
  const [why, setWhy] = useState('')
  const send = useSend((body: { why: string }) => api.post(`${exchangesPath}/${id}/${act}`, body), {
    refresh: [exchangesPath],
    then: close,
  })
  return (
    <Modal open title={t(`exchange.${act}`)} onCancel={close} footer={null} destroyOnHidden>
      <label htmlFor="exchange-why">{act === 'resume' ? t('exchange.resumeWhy') : t('exchange.pauseWhy')}</label>
      <Input.TextArea
        id="exchange-why"
        rows={3}
        maxLength={500}
        value={why}
        onChange={(event) => setWhy(event.target.value)}
        autoFocus
      />
      <div className="row dialog-buttons">
        <span className="grow" />
        <Button onClick={close}>{t('cancel')}</Button>
        <Button
          type="primary"
          disabled={why.trim().length < 2}
          loading={send.isPending}
          onClick={() => send.mutate({ why }, { onError: refused })}
        >
          {t(`exchange.${act}`)}
        </Button>
      </div>
    </Modal>
  )
}
