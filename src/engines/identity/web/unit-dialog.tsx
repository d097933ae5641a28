import { Button, Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import type { Organisation, OrganisationDetail } from '../schema.ts'
import { organisationsPath, useKindTitle, useRefusal } from './use-accounts.ts'
import { UseList } from './use-list.tsx'

export type UnitAct = 'add' | 'rename' | 'move' | 'close' | 'open'

interface Values {
  code?: string
  kind?: string
  zh?: string
  en?: string
  parent?: string
  successor?: string
  why?: string
}
interface Props {
  act: UnitAct
  unit: OrganisationDetail
  units: readonly Organisation[]
  close: () => void
}

const call = ({ act, unit }: Pick<Props, 'act' | 'unit'>, { code, kind, zh = '', en = '', parent, successor, why }: Values) => {
  const at = `${organisationsPath}/${unit.code}`
  const { version } = unit
  const name = { zh: zh.trim(), en: en.trim() }
  const reason = why?.trim() ? { why: why.trim() } : {}
  switch (act) {
    case 'add':
      return api.post(organisationsPath, { parent: unit.code, code, kind, name })
    case 'rename':
      return api.patch(at, { version, name, kind, ...reason })
    case 'move':
      return api.post(`${at}/move`, { version, parent, ...reason })
    case 'close':
      return api.post(`${at}/close`, { version, ...reason, ...(successor && { successor }) })
    case 'open':
      return api.patch(at, { version, closed: false, ...reason })
  }
}

const fieldOf: Partial<Record<string, keyof Values>> = {
  organisation_taken: 'code',
  below_itself: 'parent',
  unit_still_used: 'successor',
}

/** One change to the tree of units; what hangs on the unit is seen before it moves or is closed. */
export function UnitDialog({ act, unit, units, close }: Props) {
  const { t } = useTranslation('identity')
  const [form] = Form.useForm<Values>()
  const say = useRefusal()
  const send = useSend((values: Values) => call({ act, unit }, values), { refresh: [organisationsPath], then: close })
  const refused = (error: ApiError) => {
    const name = fieldOf[error.code] ?? error.faults[0]?.path.replace('name.', '')
    if (name && form.getFieldInstance(name))
      form.setFields([{ name: name as keyof Values, errors: [error.faults[0]?.detail || error.detail] }])
    else say(error)
  }
  const title = t(`unitAct.${act}`)
  return (
    <Modal open title={title} onCancel={close} footer={null} destroyOnHidden>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={act === 'rename' ? { zh: unit.name.zh, en: unit.name.en, kind: unit.kind } : {}}
        onFinish={(values) => send.mutate(values, { onError: refused })}
      >
        {(act === 'move' || act === 'close') && unit.use.length > 0 && (
          <div className="unit-use">
            <p>{t(act === 'move' ? 'moveHint' : 'closeHint')}</p>
            <UseList use={unit.use} />
          </div>
        )}
        <Fields act={act} unit={unit} units={units} />
        <div className="row">
          <span className="grow" />
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" danger={act === 'close'} htmlType="submit" loading={send.isPending}>
            {title}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}

function Fields({ act, unit, units }: Omit<Props, 'close'>) {
  const { t } = useTranslation('identity')
  const others = units.filter(({ path, closed }) => !closed && path !== unit.path && !path.startsWith(`${unit.path}.`))
  const reason = (required: boolean) => (
    <Form.Item
      name="why"
      label={t('why')}
      extra={t('unitWhyHint')}
      rules={required ? [{ required: true, message: t('why') }] : []}
    >
      <Input.TextArea rows={2} maxLength={300} />
    </Form.Item>
  )
  if (act === 'add' || act === 'rename')
    return (
      <>
        {act === 'add' && (
          <Form.Item
            name="code"
            label={t('unitCode')}
            extra={t('unitCodeHint')}
            rules={[{ required: true, pattern: /^[a-z][a-z0-9_]*$/, message: t('unitCodeHint') }]}
          >
            <Input maxLength={60} autoFocus autoComplete="off" />
          </Form.Item>
        )}
        <NameFields units={units} />
        {act === 'rename' && reason(false)}
      </>
    )
  if (act === 'move')
    return (
      <>
        <UnitSelect name="parent" label={t('newParent')} units={others.filter(({ path }) => path !== unit.parent)} required />
        {reason(true)}
      </>
    )
  return (
    <>
      {act === 'close' && <UnitSelect name="successor" label={t('successor')} hint={t('successorHint')} units={others} />}
      {reason(true)}
    </>
  )
}

function NameFields({ units }: { units: readonly Organisation[] }) {
  const { t } = useTranslation('identity')
  const kindTitle = useKindTitle()
  const must = (label: string) => [{ required: true, whitespace: true, message: label }]
  const kinds = [...new Set([...units.map(({ kind }) => kind), 'department', 'team'])]
  return (
    <>
      <Form.Item name="zh" label={t('nameZh')} rules={must(t('nameZh'))}>
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      <Form.Item name="en" label={t('nameEn')} rules={must(t('nameEn'))}>
        <Input maxLength={120} autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={t('unitKind')} rules={must(t('unitKind'))}>
        <Select options={kinds.map((value) => ({ value, label: kindTitle(value) }))} />
      </Form.Item>
    </>
  )
}

interface SelectProps {
  name: string
  label: string
  hint?: string
  units: readonly Organisation[]
  required?: boolean
}

function UnitSelect({ name, label, hint, units, required = false }: SelectProps) {
  const text = useText()
  return (
    <Form.Item name={name} label={label} extra={hint} rules={required ? [{ required: true, message: label }] : []}>
      <Select
        showSearch
        allowClear={!required}
        optionFilterProp="label"
        options={units.map((unit) => ({
          value: unit.code,
          label: `${'　'.repeat(unit.path.split('.').length - 1)}${text(unit.name)}`,
        }))}
      />
    </Form.Item>
  )
}
