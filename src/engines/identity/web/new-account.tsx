import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { useApi, useSend } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import type { NewAccount } from '../schema.ts'
import { ShownOnce } from './shown-once.tsx'
import { accountsPath, organisationsPath, type Place } from './use-accounts.ts'

/** A new member of staff; the password is made by the server and shown once. */
export function NewAccountDialog({ close }: { close: () => void }) {
  const { t } = useTranslation('identity')
  const [form] = Form.useForm<NewAccount>()
  const [password, setPassword] = useState<string>()
  const send = useSend<NewAccount, { id: string; password?: string }>((body) => api.post(accountsPath, body), {
    refresh: [accountsPath],
    then: (made) => (made.password ? setPassword(made.password) : close()),
  })
  const refused = (error: ApiError) =>
    form.setFields(
      error.faults.length > 0
        ? error.faults.map(({ path, detail }) => ({ name: path as keyof NewAccount, errors: [detail] }))
        : [{ name: 'account', errors: [error.detail] }],
    )
  if (password) return <ShownOnce title={t('reset')} hint={t('shownOnce')} secret={password} close={close} />
  const finish = (values: Partial<NewAccount>) =>
    send.mutate(Object.fromEntries(Object.entries({ ...values, kind: 'staff' }).filter(([, value]) => value)) as NewAccount, {
      onError: refused,
    })
  return (
    <Modal open title={t('newAccount')} onCancel={close} footer={null} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish}>
        <Form.Item
          name="account"
          label={t('account')}
          extra={t('accountHint')}
          rules={[{ required: true, message: t('account') }]}
        >
          <Input maxLength={40} autoFocus autoComplete="off" />
        </Form.Item>
        <Form.Item name="name" label={t('name')} rules={[{ required: true, message: t('name') }]}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <OrganisationField name="organisation" label={t('unit')} by="code" />
        <Form.Item name="phone" label={t('phone')}>
          <Input maxLength={20} inputMode="tel" autoComplete="off" />
        </Form.Item>
        <div className="row">
          <span className="grow" />
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {t('newAccount')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}

/** Organisations by name, those below a unit after it. */
export function OrganisationField({
  name,
  label,
  by,
  required = false,
}: {
  name: string
  label: string
  by: 'code' | 'path'
  required?: boolean
}) {
  const text = useText()
  const units = useApi<{ items: Place[] }>(organisationsPath).data?.items ?? []
  return (
    <Form.Item name={name} label={label} rules={required ? [{ required: true, message: label }] : []}>
      <Select
        showSearch
        allowClear={!required}
        optionFilterProp="label"
        options={units.map((unit) => ({
          value: unit[by],
          label: `${'　'.repeat(unit.path.split('.').length - 1)}${text(unit.name)}`,
        }))}
      />
    </Form.Item>
  )
}
