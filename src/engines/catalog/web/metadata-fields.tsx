import { Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useApi } from '#kit/query.ts'
import { type Text, useText } from '#kit/text.ts'
import { Classes, type Metadata } from '../schema.ts'
import { cycleTitles, openingTitles, sharingTitles } from '../words.ts'

/** As it stands in a form; both languages of a name are sent, the English one falls back to the Chinese. */
export interface MetadataValues {
  name: string
  nameEn?: string
  abstract: string
  abstractEn?: string
  class: string
  provider: string
  sharing: number
  sharingBasis?: string
  opening: number
  openingBasis?: string
  cycle: number
  tags?: string[]
}

export const firstMetadata = { sharing: 1, opening: 3, cycle: 4 }

export const metadataOf = ({
  name,
  nameEn,
  abstract,
  abstractEn,
  ...values
}: MetadataValues): Omit<Metadata, 'sharingWays' | 'related'> => ({
  ...values,
  tags: values.tags ?? [],
  name: { zh: name, en: nameEn?.trim() || name },
  abstract: { zh: abstract, en: abstractEn?.trim() || abstract },
})

const optionsOf = (titles: Record<number, Text>, text: (title: Text) => string) =>
  Object.entries(titles).map(([value, title]) => ({ value: Number(value), label: text(title) }))

/** Units that may provide data, as choices. */
export function useUnits(): { value: string; label: string }[] {
  const text = useText()
  const units = useApi<{ items: { path: string; name: Text }[] }>('/api/identity/organisations').data?.items ?? []
  return units.map(({ path, name }) => ({ value: path, label: text(name) }))
}

/** What the 2017 guide asks of a resource, for every form that makes or changes one. */
export function MetadataFields({ provider = true, named = true }: { provider?: boolean; named?: boolean }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const sharing = Form.useWatch<number | undefined>('sharing') ?? 1
  const opening = Form.useWatch<number | undefined>('opening') ?? 3
  const classes = useApi('/api/catalog/classes', Classes).data?.items ?? []
  const units = useUnits()
  const must = [{ required: true, message: t('upload.needed') }]
  return (
    <>
      {named && (
        <Form.Item name="name" label={t('upload.name')} rules={must}>
          <Input maxLength={80} />
        </Form.Item>
      )}
      <Form.Item name="abstract" label={t('upload.abstract')} rules={must}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      {provider && (
        <Form.Item name="provider" label={t('fact.provider')} rules={must}>
          <Select showSearch optionFilterProp="label" options={units} />
        </Form.Item>
      )}
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
      {opening === 2 && (
        <Form.Item name="openingBasis" label={t('edit.openingCondition')}>
          <Input maxLength={500} />
        </Form.Item>
      )}
      <Form.Item name="cycle" label={t('fact.cycle')}>
        <Select options={optionsOf(cycleTitles, text)} />
      </Form.Item>
      <Form.Item name="tags" label={t('fact.tags')}>
        <Select mode="tags" open={false} suffixIcon={null} />
      </Form.Item>
    </>
  )
}
