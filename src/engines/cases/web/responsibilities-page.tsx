import { App, Button, Form, Input, Modal, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError, withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { refresh, useApi, usePages } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { Empty } from '#kit/states.tsx'
import { type Text, useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Category, NewResponsibility, Responsibility } from '../schema.ts'
import { ImportDialog } from './import-dialog.tsx'
import './cases-numbers.css'

const path = '/api/cases/responsibilities'

/** Which unit answers for which place and category; the deepest place and the smaller class win. */
export function ResponsibilitiesPage() {
  const { t } = useTranslation('cases')
  const [{ category, history }] = useAddress()
  const query = usePages<Responsibility>(withQuery(path, { category, history }))
  const mayEdit = useMay('cases.administer')
  const [editing, setEditing] = useState<Responsibility | 'new' | 'import' | null>(null)
  const done = () => {
    setEditing(null)
    void refresh(path)
  }
  return (
    <>
      <DataList
        id="responsibilities"
        title={t('table.title')}
        columns={useColumns(mayEdit ? setEditing : undefined)}
        query={query}
        keyOf={(row) => row.id}
        filters={useFilters()}
        actions={
          mayEdit && (
            <>
              <Button onClick={() => setEditing('import')}>{t('table.import')}</Button>
              <Button type="primary" onClick={() => setEditing('new')}>
                {t('table.add')}
              </Button>
            </>
          )
        }
        empty={<Empty title={t('table.empty')}>{t('table.emptyMore')}</Empty>}
      />
      {editing === 'import' && <ImportDialog done={done} cancel={() => setEditing(null)} />}
      {editing && editing !== 'import' && (
        <RowDialog row={editing === 'new' ? null : editing} done={done} cancel={() => setEditing(null)} />
      )}
    </>
  )
}

function useColumns(edit: ((row: Responsibility) => void) | undefined): Column<Responsibility>[] {
  const text = useText()
  return [
    {
      id: 'area',
      title: { zh: '区域', en: 'Area' },
      width: 'minmax(8rem, 1fr)',
      card: 'title',
      cell: (row) => text(row.area.name),
    },
    {
      id: 'category',
      title: { zh: '类别', en: 'Category' },
      width: 'minmax(8rem, 1fr)',
      card: 'meta',
      cell: (row) => text(row.categoryTitle),
    },
    {
      id: 'unit',
      title: { zh: '责任单位', en: 'Unit' },
      width: 'minmax(9rem, 1.4fr)',
      card: 'status',
      cell: (row) => text(row.unit.name),
    },
    { id: 'note', title: { zh: '备注', en: 'Note' }, width: 'minmax(8rem, 1fr)', cell: (row) => row.note },
    { id: 'since', title: { zh: '启用', en: 'Since' }, width: '9rem', cell: (row) => <Time at={row.since} style="short" /> },
    {
      id: 'until',
      title: { zh: '停用', en: 'Until' },
      width: '9rem',
      cell: (row) => row.until && <Time at={row.until} style="short" />,
    },
    ...(edit
      ? [
          {
            id: 'edit',
            title: { zh: '操作', en: 'Change' },
            width: '10rem',
            cell: (row: Responsibility) => !row.until && <RowActions row={row} edit={edit} />,
          },
        ]
      : []),
  ]
}

function RowActions({ row, edit }: { row: Responsibility; edit: (row: Responsibility) => void }) {
  const { t } = useTranslation('cases')
  const { message } = App.useApp()
  const end = () =>
    api
      .delete(`${path}/${row.id}`)
      .then(() => refresh(path))
      .catch((error: ApiError) => void message.error(error.detail))
  return (
    <span className="row">
      <Button size="small" onClick={() => edit(row)}>
        {t('table.change')}
      </Button>
      <Popconfirm title={t('table.endAsk')} onConfirm={end}>
        <Button size="small">{t('table.end')}</Button>
      </Popconfirm>
    </span>
  )
}

function useFilters() {
  const text = useText()
  const categories = useApi<{ items: Category[] }>('/api/cases/categories').data?.items ?? []
  return [
    {
      id: 'category',
      title: { zh: '类别', en: 'Category' },
      options: categories.map(({ code, title }) => ({ value: code, title: text(title) })),
    },
    {
      id: 'history',
      title: { zh: '含已停用', en: 'With ended rows' },
      options: [{ value: 'true', title: { zh: '是', en: 'Yes' } }],
    },
  ]
}

interface Organisation {
  code: string
  name: Text
}

function RowDialog({ row, done, cancel }: { row: Responsibility | null; done: () => void; cancel: () => void }) {
  const { t } = useTranslation('cases')
  const text = useText()
  const [form] = Form.useForm<NewResponsibility>()
  const { message } = App.useApp()
  const units = useApi<{ items: Organisation[] }>('/api/identity/organisations').data?.items ?? []
  const categories = useApi<{ items: Category[] }>('/api/cases/categories').data?.items ?? []
  const families = new Map(categories.map(({ family }) => [family.code, family.title]))
  const options = [
    { value: '*', label: t('table.all') },
    ...[...families].map(([value, title]) => ({ value, label: text(title) })),
    ...categories.map(({ code, title }) => ({ value: code, label: text(title) })),
  ]
  const save = (values: NewResponsibility) =>
    (row ? api.put(`${path}/${row.id}`, { unit: values.unit, note: values.note ?? '' }) : api.post(path, values))
      .then(done)
      .catch((error: ApiError) => {
        form.setFields(error.faults.map((fault) => ({ name: fault.path as keyof NewResponsibility, errors: [fault.detail] })))
        void message.error(error.detail)
      })
  return (
    <Modal
      open
      title={row ? `${text(row.area.name)} · ${text(row.categoryTitle)}` : t('table.add')}
      okText={t('table.save')}
      cancelText={t('table.cancel')}
      onOk={form.submit}
      onCancel={cancel}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ category: '*', note: row?.note ?? '' }}
        onFinish={(values) => void save(values)}
      >
        {!row && (
          <>
            <Form.Item
              name="area"
              label={t('table.area')}
              extra={t('table.areaHint')}
              rules={[{ required: true, message: t('table.area') }]}
            >
              <Input maxLength={80} autoFocus />
            </Form.Item>
            <Form.Item name="category" label={t('table.category')} extra={t('table.categoryHint')}>
              <Select showSearch optionFilterProp="label" options={options} />
            </Form.Item>
          </>
        )}
        <Form.Item name="unit" label={t('table.unit')} rules={[{ required: true, message: t('table.unit') }]}>
          <Select
            showSearch
            optionFilterProp="label"
            options={units.map(({ code, name }) => ({ value: code, label: text(name) }))}
          />
        </Form.Item>
        <Form.Item name="note" label={t('table.note')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
