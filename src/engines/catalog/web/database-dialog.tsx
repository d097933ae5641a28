import { Alert, Button, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import { useMe } from '#kit/session.ts'
import { Database } from '../schema.ts'
import { databasesPath } from './look.tsx'
import { useUnits } from './metadata-fields.tsx'

interface Values {
  title: string
  owner: string
  host: string
  port: number
  database: string
  login: string
  password?: string
  tls: 'verify' | 'require' | 'off'
}

/** A department's database: it is connected to before it is kept. With `known` it is changed. */
export function RegisterDialog({ known, close, then }: { known?: Database; close: () => void; then: (made: Database) => void }) {
  const { t } = useTranslation('catalog')
  const me = useMe()
  const units = useUnits()
  const send = useSend(
    ({ owner, password, ...values }: Values) =>
      known
        ? api.patch(
            `${databasesPath}/${known.id}`,
            { ...values, version: known.version, ...(password && { password }) },
            Database,
          )
        : api.post(databasesPath, { ...values, owner, password }, Database),
    { refresh: [databasesPath], then },
  )
  const must = [{ required: true, message: t('upload.needed') }]
  return (
    <Modal open title={t(known ? 'database.change' : 'database.register')} onCancel={close} footer={null} destroyOnHidden>
      <p className="quiet">{t('database.hint')}</p>
      <Form<Values>
        layout="vertical"
        requiredMark={false}
        initialValues={known ? { ...known } : { port: 5432, tls: 'verify', owner: me?.organisation?.path }}
        onFinish={(values) => send.mutate(values)}
      >
        <Form.Item name="title" label={t('database.title')} rules={must}>
          <Input maxLength={120} autoFocus />
        </Form.Item>
        {!known && (
          <Form.Item name="owner" label={t('exchange.owner')} rules={must}>
            <Select showSearch optionFilterProp="label" options={units} />
          </Form.Item>
        )}
        <div className="form-pair">
          <Form.Item name="host" label={t('database.host')} rules={must}>
            <Input maxLength={253} placeholder="pg.db.shqp.gov.cn" />
          </Form.Item>
          <Form.Item name="port" label={t('database.port')} rules={must}>
            <InputNumber min={1} max={65_535} />
          </Form.Item>
          <Form.Item name="database" label={t('database.database')} rules={must}>
            <Input maxLength={63} />
          </Form.Item>
          <Form.Item name="tls" label={t('database.tls')}>
            <Select
              options={(['verify', 'require', 'off'] as const).map((value) => ({ value, label: t(`database.tlsIs.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="login" label={t('database.login')} rules={must}>
            <Input maxLength={63} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('database.password')}
            extra={t(known ? 'exchange.secretKept' : 'database.passwordHint')}
            {...(!known && { rules: must })}
          >
            <Input.Password maxLength={500} autoComplete="new-password" />
          </Form.Item>
        </div>
        {send.error && <Alert type="error" title={send.error.faults[0]?.detail || send.error.detail} />}
        <div className="row dialog-buttons">
          <span className="grow" />
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {t(known ? 'database.tryAndSave' : 'database.tryAndRegister')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
