import { Button, Form, Modal, Progress } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useGo } from '#kit/navigate.tsx'
import { refresh } from '#kit/query.ts'
import { useMe } from '#kit/session.ts'
import type { Resource } from '../schema.ts'
import { resourcesPath, useRefusal } from './look.tsx'
import { firstMetadata, MetadataFields, metadataOf, type MetadataValues } from './metadata-fields.tsx'

/** A csv or xlsx file becomes a resource: the file, then what it is. */
export function UploadDialog({ close }: { close: () => void }) {
  const { t } = useTranslation('catalog')
  const go = useGo()
  const refused = useRefusal()
  const [form] = Form.useForm<MetadataValues>()
  const [file, setFile] = useState<File>()
  const [sent, setSent] = useState<number>()
  const me = useMe()
  const choose = (chosen: File | undefined) => {
    setFile(chosen)
    if (chosen && !form.getFieldValue('name')) form.setFieldsValue({ name: chosen.name.replace(/\.(csv|xlsx)$/i, '') })
  }
  const finish = async (values: MetadataValues) => {
    if (!file) return
    setSent(0)
    try {
      const made = await api.upload<Resource>('/api/catalog/tables', file, file.name, setSent, {
        metadata: JSON.stringify(metadataOf(values)),
      })
      await refresh(resourcesPath, '/api/catalog/classes')
      go(`/work/catalog/${made.id}`)
    } catch (error) {
      refused(error as Parameters<typeof refused>[0])
      setSent(undefined)
    }
  }
  return (
    <Modal open width="min(48rem, 96vw)" title={t('upload.title')} onCancel={close} footer={null} destroyOnHidden>
      <Form<MetadataValues>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ ...firstMetadata, provider: me?.organisation?.path }}
        onFinish={(values) => void finish(values)}
      >
        <Form.Item label={t('upload.file')} extra={t('upload.fileHint')}>
          <input
            type="file"
            accept=".csv,.xlsx"
            aria-label={t('upload.file')}
            onChange={(event) => choose(event.target.files?.[0])}
          />
        </Form.Item>
        <div className="form-pair">
          <MetadataFields />
        </div>
        {sent !== undefined && <Progress percent={Math.round(sent * 100)} />}
        <div className="row">
          <span className="grow" />
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" disabled={!file} loading={sent !== undefined}>
            {t('upload.send')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
