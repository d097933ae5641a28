import { Button, DatePicker, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiError } from '#kit/api.ts'
import { fromWall } from '#kit/district-time.ts'
import { type Photo, PhotoPicker } from '#kit/photo-picker.tsx'
import { useApi } from '#kit/query.ts'
import { type Text, useText } from '#kit/text.ts'
import type { Category } from '../../../engines/cases/schema.ts'
import type { CaseDetail } from '../schema.ts'
import type { Answer, FieldId } from './action-forms.ts'

interface Props {
  found: CaseDetail
  title: string
  answer: Answer
  cancel: () => void
  send: (values: Record<string, unknown>) => Promise<void>
  refused: (error: ApiError) => void
}

/** Asks for what a step needs, no more; what the server does not like is shown at its field. */
export function ActionDialog({ found, title, answer, cancel, send, refused }: Props) {
  const { t } = useTranslation('city-management')
  const [form] = Form.useForm<Record<string, unknown>>()
  const [photos, setPhotos] = useState<Photo[]>([])
  const [busy, setBusy] = useState(false)
  const finish = async (values: Record<string, unknown>) => {
    setBusy(true)
    try {
      await send(bodyOf(answer, values, photos))
    } catch (error) {
      const { faults = [] } = error as ApiError
      form.setFields(faults.map(({ path, detail }) => ({ name: path, errors: [detail] })))
      refused(error as ApiError)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal open title={title} onCancel={cancel} footer={null} destroyOnHidden>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={startOf(found)}
        onFinish={(values) => void finish(values)}
      >
        {answer.fields.map((field) =>
          field === 'photos' ? (
            <PhotoPicker
              key={field}
              name="photos"
              label={t('act.photos')}
              hint={t('act.photosHint')}
              value={photos}
              onChange={(change) => setPhotos((now) => change(now))}
            />
          ) : (
            <Field key={field} id={field} found={found} />
          ),
        )}
        <div className="row action-buttons">
          <span className="grow" />
          <Button onClick={cancel}>{t('act.cancel')}</Button>
          <Button
            type="primary"
            htmlType="submit"
            danger={answer.danger ?? false}
            loading={busy || photos.some((photo) => !photo.id)}
          >
            {title}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}

const startOf = (found: CaseDetail): Record<string, unknown> => ({
  unit: found.proposal?.unit.path ?? found.unit?.path,
  into: found.similar[0]?.id,
  category: found.category.code,
  description: found.description,
  address: found.address,
})

/** Empty answers are left out; corrections travel as one. */
function bodyOf(answer: Answer, values: Record<string, unknown>, photos: readonly Photo[]): Record<string, unknown> {
  const filled = Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  )
  const until = filled['until'] as { format: (form: string) => string } | undefined
  // Through the day that was chosen, on the district's clock.
  const body = { ...filled, ...(until && { until: fromWall(`${until.format('YYYY-MM-DD')}T23:59`).toISOString() }) }
  if (answer.fields.includes('photos')) return { ...body, photos: photos.flatMap(({ id }) => id ?? []) }
  return answer.fields.includes('category') ? { correct: body } : body
}

function Field({ id, found }: { id: FieldId; found: CaseDetail }) {
  const { t } = useTranslation('city-management')
  const must = [{ required: true, message: t('act.reason') }]
  const words = (label: string, required: boolean, hint?: string) => (
    <Form.Item
      name={id === 'reason?' ? 'reason' : id}
      label={label}
      extra={hint}
      rules={required ? [{ required: true, message: label }] : []}
    >
      <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} autoFocus={required} />
    </Form.Item>
  )
  switch (id) {
    case 'reason':
      return words(t('act.reason'), true, t('act.reasonHint'))
    case 'reason?':
      return words(t('act.reason'), false, t('act.reasonHint'))
    case 'note':
      return words(t('act.note'), false)
    case 'explanation':
      return words(t('act.explanation'), false)
    case 'result':
      return words(t('act.result'), true)
    case 'summary':
      return words(t('act.summary'), false)
    case 'description':
      return words(t('act.description'), true)
    case 'address':
      return (
        <Form.Item name="address" label={t('act.address')}>
          <Input maxLength={200} />
        </Form.Item>
      )
    case 'amount':
      return (
        <Form.Item name="amount" label={t('act.amount')} extra={t('act.amountHint')} rules={must}>
          <InputNumber min={1} max={400} autoFocus />
        </Form.Item>
      )
    case 'until':
      return (
        <Form.Item name="until" label={t('act.until')}>
          <DatePicker />
        </Form.Item>
      )
    case 'unit':
      return <UnitField name="unit" label={t('act.unit')} found={found} />
    case 'suggests':
      return <UnitField name="suggests" label={t('act.suggests')} found={null} />
    case 'into':
      return <IntoField found={found} />
    case 'category':
      return <CategoryField />
    default:
      return null
  }
}

interface Organisation {
  path: string
  name: Text
}

/** Units by name; the one the dispatch table names is chosen already, with the row that says so. */
function UnitField({ name, label, found }: { name: string; label: string; found: CaseDetail | null }) {
  const { t } = useTranslation('city-management')
  const text = useText()
  const units = useApi<{ items: Organisation[] }>('/api/identity/organisations').data?.items ?? []
  const because = found?.proposal
  const hint = !found
    ? undefined
    : because
      ? t('act.unitProposed', {
          unit: text(because.unit.name),
          area: text(because.because.area),
          category: text(because.because.category),
        })
      : t('act.noProposal')
  return (
    <Form.Item name={name} label={label} extra={hint} rules={found ? [{ required: true, message: label }] : []}>
      <Select
        showSearch
        allowClear={!found}
        optionFilterProp="label"
        options={units.map((unit) => ({ value: unit.path, label: text(unit.name) }))}
      />
    </Form.Item>
  )
}

function IntoField({ found }: { found: CaseDetail }) {
  const { t } = useTranslation('city-management')
  const text = useText()
  const options = found.similar.map((other) => ({
    value: other.id,
    label: `${other.number} ${text(other.category.title)} · ${t('pane.metres', { count: other.metres })}`,
  }))
  return (
    <Form.Item name="into" label={t('act.into')} rules={[{ required: true, message: t('act.into') }]}>
      <Select options={options} />
    </Form.Item>
  )
}

function CategoryField() {
  const { t } = useTranslation('city-management')
  const text = useText()
  const categories = useApi<{ items: Category[] }>('/api/cases/categories').data?.items ?? []
  const families = Map.groupBy(categories, ({ family }) => text(family.title))
  return (
    <Form.Item name="category" label={t('act.category')} rules={[{ required: true, message: t('act.category') }]}>
      <Select
        showSearch
        optionFilterProp="label"
        options={[...families].map(([label, members]) => ({
          label,
          options: members.map(({ code, title }) => ({ value: code, label: text(title) })),
        }))}
      />
    </Form.Item>
  )
}
