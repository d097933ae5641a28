import { Button, Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, withQuery } from '#kit/api.ts'
import { useApi, useSend } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import { Directory, type Item, type Resource, Standards } from '../schema.ts'
import { howTitles, maskTitles } from '../words.ts'
import { resourcesPath, useRefusal } from './look.tsx'
import { MetadataFields, metadataOf, type MetadataValues } from './metadata-fields.tsx'

interface Values extends MetadataValues {
  related: string[]
  sharingWays: Resource['sharingWays']
  state: Resource['state']
}

/** What the directory says of a resource, corrected; a resource that declares itself keeps its name. */
export function EditDialog({ resource, close }: { resource: Resource; close: () => void }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const refused = useRefusal()
  const [form] = Form.useForm<Values>()
  const sharing = Form.useWatch<number | undefined>('sharing', form) ?? resource.sharing
  const isDeclared = resource.source === 'dataset' || resource.source === 'register'
  const path = `${resourcesPath}/${resource.id}`
  const send = useSend((body: object) => api.patch(path, body), { refresh: [resourcesPath, '/api/catalog/classes'], then: close })
  const finish = (values: Values) => {
    const {
      name,
      provider: _,
      ...rest
    } = metadataOf({ ...values, nameEn: values.nameEn ?? '', abstractEn: values.abstractEn ?? '' })
    send.mutate(
      {
        version: resource.version,
        ...rest,
        ...(!isDeclared && { name }),
        sharingBasis: values.sharingBasis ?? null,
        openingBasis: values.openingBasis ?? null,
        related: values.related,
        state: values.state,
        ...(values.sharing < 3 && { sharingWays: values.sharingWays }),
      },
      { onError: refused },
    )
  }
  const other = ({ zh, en }: { zh: string; en: string }) => (en === zh ? '' : en)
  return (
    <Modal open width="min(48rem, 96vw)" title={t('edit.title')} onCancel={close} footer={null} destroyOnHidden>
      {isDeclared && <p className="quiet">{t('edit.declared')}</p>}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          ...resource,
          name: resource.name.zh,
          nameEn: other(resource.name),
          abstract: resource.abstract.zh,
          abstractEn: other(resource.abstract),
          related: resource.related.map(({ code }) => code),
        }}
        onFinish={finish}
      >
        <div className="form-pair">
          <MetadataFields provider={false} named={!isDeclared} />
          {!isDeclared && (
            <Form.Item name="nameEn" label={t('edit.nameEn')}>
              <Input maxLength={120} />
            </Form.Item>
          )}
          <Form.Item name="abstractEn" label={t('edit.abstractEn')}>
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
        </div>
        {sharing < 3 && (
          <Form.Item name="sharingWays" label={t('fact.ways')}>
            <Checkbox.Group
              options={(['api', 'dataset', 'exchange'] as const).map((value) => ({ value, label: text(howTitles[value]) }))}
            />
          </Form.Item>
        )}
        <Form.Item name="related" label={t('fact.related')} extra={t('edit.relatedHint')}>
          <RelatedSelect self={resource} />
        </Form.Item>
        <Form.Item name="state" label={t('edit.state')} extra={t('edit.stateHint')}>
          <Select
            options={(['published', 'withdrawn'] as const).map((value) => ({
              value,
              label: t(`edit.stateIs.${value}`),
            }))}
          />
        </Form.Item>
        <Buttons close={close} isPending={send.isPending} />
      </Form>
    </Modal>
  )
}

/** Resources by name or code; what is chosen becomes the lineage of this one. */
function RelatedSelect({
  self,
  value = [],
  onChange,
}: {
  self: Resource
  value?: string[]
  onChange?: (codes: string[]) => void
}) {
  const text = useText()
  const { t } = useTranslation('catalog')
  const [q, setQ] = useState('')
  const found = useApi(withQuery(resourcesPath, { q, limit: 20 }), Directory, { keep: true }).data?.items ?? []
  const known = self.related.map(({ code, name }) => ({ value: code, label: name ? text(name) : code }))
  const options = found.filter(({ id }) => id !== self.id).map(({ code, name }) => ({ value: code, label: text(name) }))
  return (
    <Select
      mode="multiple"
      aria-label={t('fact.related')}
      value={value}
      {...(onChange && { onChange })}
      filterOption={false}
      onSearch={setQ}
      options={[...options, ...known.filter(({ value: code }) => !options.some((option) => option.value === code))]}
    />
  )
}

function Buttons({ close, isPending }: { close: () => void; isPending: boolean }) {
  const { t } = useTranslation('catalog')
  return (
    <div className="row">
      <span className="grow" />
      <Button onClick={close}>{t('cancel')}</Button>
      <Button type="primary" htmlType="submit" loading={isPending}>
        {t('edit.save')}
      </Button>
    </div>
  )
}

interface ItemValues {
  title: string
  titleEn?: string
  unit?: string
  about?: string
  standard?: string
  mask?: Item['mask'] | ''
}

/** What one item is: its names, unit, the standard it keeps to, and how much of it others see. */
export function ItemDialog({ item, distribution, close }: { item: Item; distribution: string; close: () => void }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const refused = useRefusal()
  const standards = useApi('/api/catalog/standards', Standards).data?.items ?? []
  const send = useSend(
    (body: object) => api.patch(`/api/catalog/distributions/${distribution}/items/${encodeURIComponent(item.name)}`, body),
    { refresh: [resourcesPath, '/api/catalog/distributions', '/api/catalog/standards'], then: close },
  )
  const finish = ({ title, titleEn, unit, about, standard, mask }: ItemValues) =>
    send.mutate(
      {
        title: { zh: title, en: titleEn?.trim() || title },
        unit: unit?.trim() || null,
        about: about?.trim() ? { zh: about, en: item.about && item.about.zh === about ? item.about.en : about } : null,
        standard: standard ?? null,
        mask: mask || null,
        personal: Boolean(mask),
      },
      { onError: refused },
    )
  return (
    <Modal open title={`${t('edit.item')} · ${item.name}`} onCancel={close} footer={null} destroyOnHidden>
      <Form<ItemValues>
        layout="vertical"
        requiredMark={false}
        initialValues={{
          title: item.title.zh,
          titleEn: item.title.en === item.title.zh ? '' : item.title.en,
          unit: item.unit ?? '',
          about: item.about?.zh ?? '',
          standard: item.standard ?? undefined,
          mask: item.mask ?? (item.personal ? 'all' : ''),
        }}
        onFinish={finish}
      >
        <Form.Item name="title" label={t('edit.itemTitle')} rules={[{ required: true, message: t('upload.needed') }]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="titleEn" label={t('edit.nameEn')}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="unit" label={t('edit.unit')}>
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item name="about" label={t('edit.about')}>
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
        <Form.Item name="standard" label={t('column.standard')} extra={t('edit.standardHint')}>
          <Select
            allowClear
            showSearch
            optionFilterProp="label"
            options={standards
              .filter(({ endedOn }) => !endedOn)
              .map(({ code, edition, title }) => ({
                value: `${code}-${edition}`,
                label: `${text(title)}（${code}—${edition}）`,
              }))}
          />
        </Form.Item>
        <Form.Item name="mask" label={t('column.mask')} extra={t('edit.maskHint')}>
          <Select
            options={[
              { value: '', label: t('edit.noMask') },
              ...Object.entries(maskTitles).map(([value, title]) => ({ value, label: text(title) })),
            ]}
          />
        </Form.Item>
        <Buttons close={close} isPending={send.isPending} />
      </Form>
    </Modal>
  )
}
