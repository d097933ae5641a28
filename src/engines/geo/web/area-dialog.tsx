import { App, Button, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import { UseList } from '../../identity/web/use-list.tsx'
import type { AreaRecord } from '../schema.ts'

export const keptPath = '/api/geo/kept-areas'
export type AreaAct = 'rename' | 'retire' | 'restore'

interface Values {
  zh: string
  en: string
  why: string
}

/** One change to an area; what lies in it is seen before it is retired. */
export function AreaDialog({ act, area, close }: { act: AreaAct; area: AreaRecord; close: () => void }) {
  const { t } = useTranslation('geo')
  const { message } = App.useApp()
  const { version } = area
  const at = `${keptPath}/${area.code}`
  const send = useSend(
    ({ zh, en, why }: Values) =>
      act === 'rename'
        ? api.patch(at, { version, why, name: { zh: zh.trim(), en: en.trim() } })
        : api.post(`${at}/${act}`, { version, why }),
    { refresh: ['/api/geo'], then: close },
  )
  const refused = (error: ApiError) => void message.error(error.faults[0]?.detail || error.detail)
  const must = (label: string) => [{ required: true, whitespace: true, message: label }]
  return (
    <Modal open title={t(act)} onCancel={close} footer={null} destroyOnHidden>
      <Form<Values>
        layout="vertical"
        requiredMark={false}
        initialValues={{ zh: area.name.zh, en: area.name.en }}
        onFinish={(values) => send.mutate(values, { onError: refused })}
      >
        {act === 'retire' && area.use.length > 0 && (
          <div className="unit-use">
            <UseList use={area.use} />
            <p className="quiet">{t('hangsHint')}</p>
          </div>
        )}
        {act === 'rename' && (
          <>
            <Form.Item name="zh" label={t('nameZh')} rules={must(t('nameZh'))}>
              <Input maxLength={80} autoFocus autoComplete="off" />
            </Form.Item>
            <Form.Item name="en" label={t('nameEn')} rules={must(t('nameEn'))}>
              <Input maxLength={80} autoComplete="off" />
            </Form.Item>
          </>
        )}
        <Form.Item name="why" label={t('why')} extra={t('whyHint')} rules={must(t('why'))}>
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
        <div className="row">
          <span className="grow" />
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" danger={act === 'retire'} htmlType="submit" loading={send.isPending}>
            {t(act)}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
