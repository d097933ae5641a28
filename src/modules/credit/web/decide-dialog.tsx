import { App, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { refresh } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import type { ObjectionView, RepairView } from '../schema.ts'

interface Props {
  view: ObjectionView | RepairView
  kind: 'objection' | 'repair'
  outcome: string
  close: () => void
}

const silent = new Set(['accept', 'grant'])
const correctable = ['title', 'content', 'basis', 'decided_on'] as const
type Answers = { why?: string } & Partial<Record<(typeof correctable)[number], string>>

/** Asks for the reason, and for the right wording when something is corrected; who was slower sees what was decided. */
export function DecideDialog({ view, kind, outcome, close }: Props) {
  const { t } = useTranslation('credit')
  const text = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Answers>()
  const [busy, setBusy] = useState(false)
  const title = text(view.task?.outcomes.find(({ id }) => id === outcome)?.title)
  const finish = async ({ why = '', ...fields }: Answers) => {
    setBusy(true)
    const correct = Object.fromEntries(Object.entries(fields).filter(([, value]) => value))
    try {
      await api.post(`/api/credit/${kind}s/${view.id}/decide`, {
        version: view.version,
        outcome,
        why: why.trim(),
        ...(outcome === 'correct' && { correct }),
      })
      void message.success(t('work.done'))
    } catch (error) {
      void message.error((error as ApiError).detail)
    }
    setBusy(false)
    close()
    await refresh('/api/credit', '/api/process')
  }
  return (
    <Modal
      open
      title={title}
      okText={title}
      cancelText={t('work.cancel')}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={close}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void finish(values)}>
        {outcome === 'correct' && (
          <fieldset className="stack">
            <legend>{t('work.correctTitle')}</legend>
            <p className="quiet">{t('work.correctHint')}</p>
            {correctable.map((name) => (
              <Form.Item key={name} name={name} label={t(`work.correctFields.${name}`)}>
                {name === 'content' ? (
                  <Input.TextArea rows={2} />
                ) : (
                  <Input {...(name === 'decided_on' && { placeholder: '2026-03-04' })} />
                )}
              </Form.Item>
            ))}
          </fieldset>
        )}
        <Form.Item
          name="why"
          label={t('work.why')}
          rules={silent.has(outcome) ? [] : [{ required: true, min: 2, message: t('work.whyMissing') }]}
        >
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
