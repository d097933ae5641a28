import { Button, DatePicker, Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import type { StandardDetail } from '../schema.ts'
import { standardsPath, useRefusal } from './look.tsx'

interface Values {
  code: string
  edition: string
  title: string
  kind: 'codes' | 'pattern'
  pattern?: string
  codes?: string
  since?: { format: (form: string) => string } | null
}

const readCodes = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim().split(/[\s,，\t]+/))
    .filter(([code]) => code)
    .map(([code = '', ...title]) => ({ code, title: { zh: title.join(' ') || code, en: title.join(' ') || code } }))

const writeCodes = (codes: StandardDetail['codes']) => codes.map(({ code, title }) => `${code} ${title.zh}`).join('\n')

/** A new standard; with `older` a new edition of it, which begins with what the old one says. */
export function StandardDialog({ older, close }: { older?: StandardDetail; close: () => void }) {
  const { t } = useTranslation('catalog')
  const refused = useRefusal()
  const [form] = Form.useForm<Values>()
  const kind = Form.useWatch('kind', form)
  const send = useSend((body: object) => api.post(standardsPath, body), { refresh: [standardsPath], then: close })
  const must = [{ required: true, message: t('upload.needed') }]
  const finish = ({ code, edition, title, pattern, codes, since }: Values) =>
    send.mutate(
      {
        code,
        edition,
        title: { zh: title, en: older?.title.zh === title ? older.title.en : title },
        ...(since && { since: since.format('YYYY-MM-DD') }),
        ...(kind === 'pattern' ? { pattern } : { codes: readCodes(codes ?? '') }),
      },
      { onError: refused },
    )
  return (
    <Modal open title={t(older ? 'standard.renew' : 'standard.add')} onCancel={close} footer={null} destroyOnHidden>
      {older && <p className="quiet">{t('standard.renewHint')}</p>}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={
          older
            ? {
                title: older.title.zh,
                code: older.code,
                kind: older.kind === 'codes' ? 'codes' : 'pattern',
                pattern: older.pattern ?? '',
                codes: writeCodes(older.codes),
              }
            : { kind: 'codes' }
        }
        onFinish={finish}
      >
        <Form.Item name="title" label={t('standard.title')} rules={must}>
          <Input maxLength={80} autoFocus={!older} />
        </Form.Item>
        <div className="form-pair">
          <Form.Item name="code" label={t('standard.code')} rules={must}>
            <Input maxLength={60} placeholder="GB/T 2261.1" disabled={older !== undefined} />
          </Form.Item>
          <Form.Item name="edition" label={t('standard.edition')} rules={must}>
            <Input maxLength={20} placeholder="2003" autoFocus={older !== undefined} />
          </Form.Item>
          <Form.Item name="since" label={t('standard.since')}>
            <DatePicker />
          </Form.Item>
          <Form.Item name="kind" label={t('standard.kindIs')}>
            <Select
              options={[
                { value: 'codes', label: t('standard.codes') },
                { value: 'pattern', label: t('standard.pattern') },
              ]}
            />
          </Form.Item>
        </div>
        {kind === 'pattern' ? (
          <Form.Item name="pattern" label={t('standard.format')} rules={must}>
            <Input maxLength={300} placeholder="^[0-9]{6}$" />
          </Form.Item>
        ) : (
          <Form.Item name="codes" label={t('standard.codesInput')} rules={must}>
            <Input.TextArea rows={6} placeholder={'1 男性\n2 女性'} />
          </Form.Item>
        )}
        <div className="row">
          <span className="grow" />
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {t(older ? 'standard.renew' : 'standard.add')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
