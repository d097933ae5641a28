import { Button, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useGo } from '#kit/navigate.tsx'
import { useSend } from '#kit/query.ts'
import { useMe } from '#kit/session.ts'
import type { Resource } from '../schema.ts'
import { resourcesPath, useRefusal } from './look.tsx'
import { firstMetadata, MetadataFields, metadataOf, type MetadataValues } from './metadata-fields.tsx'

interface Values extends MetadataValues {
  url: string
  documentation?: string
}

/** An API or page elsewhere becomes an entry of the directory. */
export function LinkDialog({ close }: { close: () => void }) {
  const { t } = useTranslation('catalog')
  const go = useGo()
  const refused = useRefusal()
  const me = useMe()
  const send = useSend((body: object) => api.post<Resource>('/api/catalog/links', body), {
    refresh: [resourcesPath, '/api/catalog/classes'],
    then: ({ id }) => go(`/work/catalog/${id}`),
  })
  const finish = ({ url, documentation, ...metadata }: Values) =>
    send.mutate(
      { ...metadataOf(metadata), sharingWays: ['api'], url, ...(documentation && { documentation }) },
      { onError: refused },
    )
  const address = { type: 'url' as const, message: t('link.url') }
  return (
    <Modal open width="min(48rem, 96vw)" title={t('link.add')} onCancel={close} footer={null} destroyOnHidden>
      <p className="quiet">{t('link.about')}</p>
      <Form<Values>
        layout="vertical"
        requiredMark={false}
        initialValues={{ ...firstMetadata, cycle: 1, provider: me?.organisation?.path }}
        onFinish={finish}
      >
        <div className="form-pair">
          <Form.Item name="url" label={t('link.url')} rules={[{ required: true, message: t('upload.needed') }, address]}>
            <Input maxLength={2000} placeholder="https://" autoFocus />
          </Form.Item>
          <Form.Item name="documentation" label={t('link.documentation')}>
            <Input maxLength={2000} placeholder="https://" />
          </Form.Item>
          <MetadataFields />
        </div>
        <div className="row">
          <span className="grow" />
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {t('link.add')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
