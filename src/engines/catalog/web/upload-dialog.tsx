import { Button, Form, Input, Modal, Progress, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useGo } from '#kit/navigate.tsx'
import { refresh, useApi } from '#kit/query.ts'
import { type Text, useText } from '#kit/text.ts'
import type { ClassNode, Resource } from '../schema.ts'
import { cycleTitles, openingTitles, sharingTitles } from '../words.ts'
import { resourcesPath, useRefusal } from './look.tsx'

interface Values {
  name: string
  abstract: string
  class: string
  provider: string
  sharing: number
  sharingBasis?: string
  opening: number
  cycle: number
  tags?: string[]
}

const optionsOf = (titles: Record<number, Text>, text: (title: Text) => string) =>
  Object.entries(titles).map(([value, title]) => ({ value: Number(value), label: text(title) }))

/** A csv or xlsx file becomes a resource: what it is, then the file. */
export function UploadDialog({ classes, close }: { classes: readonly ClassNode[]; close: () => void }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const go = useGo()
  const refused = useRefusal()
  const [form] = Form.useForm<Values>()
  const [file, setFile] = useState<File>()
  const [sent, setSent] = useState<number>()
  const sharing = Form.useWatch('sharing', form)
  const units = useApi<{ items: { path: string; name: Text }[] }>('/api/identity/organisations').data?.items ?? []
  const finish = async ({ name, abstract, ...values }: Values) => {
    if (!file) return
    const metadata = { ...values, name: { zh: name, en: name }, abstract: { zh: abstract, en: abstract } }
    setSent(0)
    try {
      const made = await api.upload<Resource>('/api/catalog/tables', file, file.name, setSent, {
        metadata: JSON.stringify(metadata),
      })
      await refresh(resourcesPath, '/api/catalog/classes')
      go(`/work/catalog/${made.id}`)
    } catch (error) {
      refused(error as Parameters<typeof refused>[0])
      setSent(undefined)
    }
  }
  const must = [{ required: true, message: t('upload.needed') }]
  return (
    <Modal open title={t('upload.title')} onCancel={close} footer={null} destroyOnHidden>
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ sharing: 1, opening: 3, cycle: 4 }}
        onFinish={(values) => void finish(values)}
      >
        <Form.Item label={t('upload.file')} extra={t('upload.fileHint')}>
          <input
            type="file"
            accept=".csv,.xlsx"
            aria-label={t('upload.file')}
            onChange={(event) => setFile(event.target.files?.[0])}
          />
        </Form.Item>
        <Form.Item name="name" label={t('upload.name')} rules={must}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="abstract" label={t('upload.abstract')} rules={must}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
        <Form.Item name="provider" label={t('fact.provider')} rules={must}>
          <Select
            showSearch
            optionFilterProp="label"
            options={units.map(({ path, name }) => ({ value: path, label: text(name) }))}
          />
        </Form.Item>
        <Form.Item name="class" label={t('fact.class')} rules={must}>
          <Select
            showSearch
            optionFilterProp="label"
            options={classes
              .filter(({ level }) => level > 2)
              .map(({ code, title }) => ({ value: code, label: `${code} ${text(title)}` }))}
          />
        </Form.Item>
        <Form.Item name="sharing" label={t('fact.sharing')}>
          <Select options={optionsOf(sharingTitles, text)} />
        </Form.Item>
        {sharing > 1 && (
          <Form.Item name="sharingBasis" label={sharing === 3 ? t('upload.legalBasis') : t('upload.condition')} rules={must}>
            <Input maxLength={500} />
          </Form.Item>
        )}
        <Form.Item name="opening" label={t('fact.opening')}>
          <Select options={optionsOf(openingTitles, text)} />
        </Form.Item>
        <Form.Item name="cycle" label={t('fact.cycle')}>
          <Select options={optionsOf(cycleTitles, text)} />
        </Form.Item>
        <Form.Item name="tags" label={t('fact.tags')}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
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
