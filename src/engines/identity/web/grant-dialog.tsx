import { Button, Form, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useApi } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import type { NewGrant } from '../schema.ts'
import { OrganisationField } from './new-account.tsx'
import { type Roles, rolesPath, useAccountAction, useAreas } from './use-accounts.ts'

/** A role over the district, a unit or an area. The server refuses what goes beyond the giver's own rights. */
export function GrantDialog({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation('identity')
  const [form] = Form.useForm<NewGrant>()
  const tree = Form.useWatch('tree', form)
  const give = useAccountAction<NewGrant>(id, 'grants', close)
  return (
    <Modal open title={t('give')} onCancel={close} footer={null} destroyOnHidden>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ tree: 'organisation' }}
        onFinish={(values) => void give.run(values)}
      >
        <RoleField />
        <Form.Item name="tree" label={t('tree')}>
          <Select
            options={[
              { value: 'organisation', label: t('treeOrganisation') },
              { value: 'area', label: t('treeArea') },
              { value: 'all', label: t('whole') },
            ]}
          />
        </Form.Item>
        {tree === 'organisation' && <OrganisationField name="path" label={t('path')} by="path" required />}
        {tree === 'area' && <AreaField />}
        <div className="row">
          <span className="grow" />
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={give.busy}>
            {t('give')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}

export function RoleField({ required = true }: { required?: boolean }) {
  const { t } = useTranslation('identity')
  const text = useText()
  const roles = useApi<Roles>(rolesPath).data?.items ?? []
  return (
    <Form.Item
      name="role"
      label={t(required ? 'role' : 'keyRole')}
      rules={required ? [{ required: true, message: t('role') }] : []}
    >
      <Select
        showSearch
        allowClear={!required}
        optionFilterProp="label"
        options={roles
          .filter(({ mayGive }) => mayGive)
          .map(({ role, title, capabilities }) => ({
            value: role,
            label: text(title),
            title: capabilities.map((one) => text(one.title)).join('、'),
          }))}
      />
    </Form.Item>
  )
}

/** Towns and what lies in them, as the map knows them. */
function AreaField() {
  const { t } = useTranslation('identity')
  const text = useText()
  const areas = useAreas().filter(({ kind }) => kind !== 'grid')
  return (
    <Form.Item name="path" label={t('path')} rules={[{ required: true, message: t('path') }]}>
      <Select
        showSearch
        optionFilterProp="label"
        options={areas.map(({ path, name }) => ({
          value: path,
          label: `${'　'.repeat(path.split('.').length - 1)}${text(name)}`,
        }))}
      />
    </Form.Item>
  )
}
