import { App, Button, Input, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiError } from '#kit/api.ts'
import { fromWall, wallMinute } from '#kit/district-time.ts'
import { useSend } from '#kit/query.ts'
import { Time } from '#kit/time.tsx'
import type { Alarm } from '../schema.ts'
import { alarmsChanged, sendShelving, useAlarmRefused } from './use-alarms.tsx'
import './alarms.css'

const hourMs = 3_600_000
const choices = [1, 4, 24, 72] as const
const reasons = ['repair', 'stopped', 'told', 'line'] as const

/** Until when, and why: both are asked, because a silent alarm has to be answered for. */
export function ShelveDialog({ alarm, close }: { alarm: Alarm; close: () => void }) {
  const { t } = useTranslation('observations')
  const { message } = App.useApp()
  const refused = useAlarmRefused()
  const [hours, setHours] = useState<number | null>(4)
  const [other, setOther] = useState(() => wallMinute(Date.now() + 8 * hourMs))
  const [why, setWhy] = useState('')
  const [fault, setFault] = useState<{ why?: string; until?: string }>({})
  const until = hours === null ? (other ? fromWall(other) : null) : new Date(Date.now() + hours * hourMs)
  const shelve = useSend((end: Date) => sendShelving(alarm, end.toISOString(), why.trim()))
  const submit = async () => {
    const whyFault = why.trim().length < 2 ? t('alarm.whyMissing') : undefined
    const untilFault = until ? undefined : t('alarm.untilMissing')
    setFault({ ...(whyFault && { why: whyFault }), ...(untilFault && { until: untilFault }) })
    if (whyFault || !until) return
    try {
      await shelve.mutateAsync(until)
      void message.success(t('alarm.shelved'))
    } catch (error) {
      if ((error as ApiError).code === 'shelved_too_long') return setFault({ until: (error as ApiError).detail })
      refused(error as ApiError)
    }
    await alarmsChanged()
    close()
  }
  return (
    <Modal
      open
      title={t('alarm.shelveTitle')}
      okText={t('alarm.shelve')}
      cancelText={t('alarm.cancel')}
      onOk={() => void submit()}
      confirmLoading={shelve.isPending}
      onCancel={close}
      width="30rem"
      destroyOnHidden
    >
      <div className="shelve stack">
        <p className="quiet">{t('alarm.shelveHint')}</p>
        <div className="shelve-field">
          <strong id="shelve-until">{t('alarm.until')}</strong>
          <Segmented
            aria-labelledby="shelve-until"
            value={hours ?? 'other'}
            onChange={(value) => setHours(value === 'other' ? null : Number(value))}
            options={[
              ...choices.map((count) => ({ value: count as number | string, label: t('alarm.hours', { count }) })),
              { value: 'other', label: t('alarm.otherTime') },
            ]}
          />
          {hours === null && (
            <Input
              type="datetime-local"
              aria-label={t('alarm.until')}
              value={other}
              onChange={(event) => setOther(event.target.value)}
            />
          )}
          {fault.until ? (
            <p className="shelve-fault" role="alert">
              {fault.until}
            </p>
          ) : (
            until && (
              <span className="quiet">
                <Time at={until} style="short" />
              </span>
            )
          )}
        </div>
        <div className="shelve-field">
          <label htmlFor="shelve-why">
            <strong>{t('alarm.why')}</strong>
          </label>
          <div className="row-wrap">
            {reasons.map((reason) => (
              <Button key={reason} size="small" onClick={() => setWhy(t(`alarm.whyUsual.${reason}`))}>
                {t(`alarm.whyUsual.${reason}`)}
              </Button>
            ))}
          </div>
          <Input.TextArea
            id="shelve-why"
            rows={3}
            maxLength={500}
            value={why}
            status={fault.why ? 'error' : ''}
            onChange={(event) => setWhy(event.target.value)}
          />
          {fault.why && (
            <p className="shelve-fault" role="alert">
              {fault.why}
            </p>
          )}
        </div>
      </div>
    </Modal>
  )
}
