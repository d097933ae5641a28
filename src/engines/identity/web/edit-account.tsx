import { Button, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import type { Account, AccountPatch } from '../schema.ts'
import { OrganisationField } from './new-account.tsx'
import { accountsPath, useRefusal } from './use-accounts.ts'

interface Values {
  name: string
  organisation?: string
  phone?: string
}

/** Name, unit and telephone of somebody else's account. The number is not shown: a new one replaces it. */
export function EditDialog({ account, close }: { account: Account; close: () => void }) {
  const { t } = useTranslation('identity')
  const [form] = Form.useForm<Values>()
  const say = useRefusal()
  const { id, version } = account
  const send = useSend((body: AccountPatch) => api.patch(`${accountsPath}/${id}`, body), { refresh: [accountsPath], then: close })
  const refused = (error: ApiError) => {
    const [fault] = error.faults
    if (fault && form.getFieldInstance(fault.path)) form.setFields([{ name: fault.path as keyof Values, errors: [fault.detail] }])
    else say(error)
  }
  const finish = ({ name, organisation, phone }: Values) =>
    send.mutate(
      { version, name: name.trim(), organisation: organisation ?? null, ...(phone?.trim() && { phone: phone.trim() }) },
      { onError: refused },
    )
  return (
    <Modal open title={t('edit')} onCancel={close} footer={null} destroyOnHidden>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: account.name, organisation: account.organisation?.code }}
        onFinish={finish}
      >
        <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('name') }]}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <OrganisationField name="organisation" label={t('unit')} by="code" />
        <Form.Item name="phone" label={t('newPhone')} extra={account.phone && t('phoneNow', { phone: account.phone })}>
          <Input maxLength={20} inputMode="tel" autoComplete="off" />
        </Form.Item>
        <div className="row">
          <span className="grow" />
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {t('save')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
