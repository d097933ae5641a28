import { App, Form, Input, InputNumber, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import type { Detail } from '../schema.ts'

interface Entered {
  from: string
  value: number
  basis: string
}

/** A target begins today or later: what is past was held against the target of its time. */
export function TargetDialog({ detail, close }: { detail: Detail; close: () => void }) {
  const { t } = useTranslation('indicators')
  const text = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Entered>()
  const send = useSend(
    ({ from, value, basis }: Entered) => api.post(`/api/indicators/${detail.id}/targets`, { from, value, basis }),
    {
      refresh: ['/api/indicators'],
      then: () => {
        void message.success(t('target.done'))
        close()
      },
    },
  )
  const must = [{ required: true, message: t('target.must') }]
  return (
    <Modal
      open
      title={t('target.setFor', { title: text(detail.title) })}
      okText={t('target.set')}
      confirmLoading={send.isPending}
      onCancel={close}
      onOk={() => void form.validateFields().then((entered) => send.mutate(entered))}
    >
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item name="value" label={t('target.value', { unit: text(detail.unit) })} rules={must}>
          <InputNumber autoFocus style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="from" label={t('target.from')} rules={must}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="basis" label={t('target.basis')} rules={[...must, { min: 4, message: t('target.basisShort') }]}>
          <Input maxLength={300} placeholder={t('target.basisLike')} />
        </Form.Item>
        {send.error && (
          <p role="alert" className="import-refused">
            {send.error.detail}
          </p>
        )}
      </Form>
    </Modal>
  )
}
