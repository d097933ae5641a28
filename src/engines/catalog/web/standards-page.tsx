import { Button, Form, Input, Modal, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { DetailPane, Facts, Section } from '#kit/detail-pane.tsx'
import { Icon } from '#kit/icon.tsx'
import { Link, useAddress } from '#kit/navigate.tsx'
import { useApi, usePages, useSend } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Conformance, type Standard, StandardDetail, Standards } from '../schema.ts'
import { number, useRefusal } from './look.tsx'
import './catalog.css'

const path = '/api/catalog/standards'

/** Code lists and formats by edition; each shows where it is used and how well it is kept. */
export function StandardsPage() {
  const { t } = useTranslation('catalog')
  const text = useText()
  const [{ open }, change] = useAddress()
  const [adding, setAdding] = useState(false)
  const mayAdd = useMay('catalog.arbitrate')
  const columns = useMemo<Column<Standard>[]>(
    () => [
      {
        id: 'title',
        title: { zh: '标准', en: 'Standard' },
        width: 'minmax(11rem, 2fr)',
        card: 'title',
        cell: (row) => text(row.title),
      },
      {
        id: 'code',
        title: { zh: '编号', en: 'Number' },
        width: '10rem',
        card: 'meta',
        cell: (row) => <span className="numbers">{`${row.code}—${row.edition}`}</span>,
      },
      { id: 'kind', title: { zh: '类别', en: 'Kind' }, width: '6.5rem', card: 'meta', cell: (row) => t(`standard.${row.kind}`) },
      {
        id: 'items',
        title: { zh: '引用项', en: 'Used by' },
        width: '5rem',
        align: 'end',
        card: 'none',
        cell: (row) => <span className="numbers">{row.items}</span>,
      },
      {
        id: 'state',
        title: { zh: '状态', en: 'State' },
        width: '6.5rem',
        card: 'status',
        cell: (row) =>
          row.endedOn ? (
            <StatusTag>{t('standard.replaced')}</StatusTag>
          ) : (
            <StatusTag tone="done">{t('standard.inForce')}</StatusTag>
          ),
      },
    ],
    [t, text],
  )
  const list = (
    <DataList
      id="data-standards"
      title={{ zh: '数据标准', en: 'Data standards' }}
      columns={columns}
      query={usePages<Standard>(path, Standards)}
      keyOf={(row) => row.id}
      openKey={open}
      onOpen={(row) => change({ open: row.id })}
      actions={
        mayAdd && (
          <Button type="primary" size="small" icon={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
            {t('standard.add')}
          </Button>
        )
      }
    />
  )
  return (
    <>
      <SplitView list={list} detail={open && <Pane key={open} id={open} close={() => change({ open: null })} />} />
      {adding && <AddDialog close={() => setAdding(false)} />}
    </>
  )
}

function Pane({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  return (
    <Loaded query={useApi(`${path}/${id}`, StandardDetail)}>
      {(standard) => (
        <DetailPane title={text(standard.title)} number={`${standard.code}—${standard.edition}`} onClose={close}>
          <Facts
            items={[
              [t('standard.kindIs'), t(`standard.${standard.kind}`)],
              [t('standard.format'), standard.pattern && <code key="p">{standard.pattern}</code>],
              [t('standard.since'), standard.since],
              [t('standard.until'), standard.endedOn],
            ]}
          />
          <Section title={t('standard.usedBy')}>
            {standard.used.length === 0 ? (
              <p className="quiet">{t('standard.unused')}</p>
            ) : (
              <ul className="share-lines">
                {standard.used.map((item) => (
                  <UsedItem key={`${item.distribution} ${item.column}`} standard={standard.id} item={item} />
                ))}
              </ul>
            )}
          </Section>
          {standard.codes.length > 0 && (
            <Section title={t('standard.codesTitle', { count: standard.codes.length })}>
              <Facts items={standard.codes.map(({ code, title }) => [code, text(title)] as const)} />
            </Section>
          )}
        </DetailPane>
      )}
    </Loaded>
  )
}

function UsedItem({ standard, item }: { standard: string; item: StandardDetail['used'][number] }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const [asked, setAsked] = useState(false)
  const check = useApi(
    asked ? withQuery(`${path}/${standard}/check`, { distribution: item.distribution, column: item.column }) : null,
    Conformance,
  )
  return (
    <li>
      <div className="row-wrap">
        <Link to={`/work/catalog/${item.resource}`}>{text(item.name)}</Link> · {text(item.title)}
        <span className="grow" />
        <Button size="small" loading={check.isFetching} onClick={() => setAsked(true)}>
          {t('standard.check')}
        </Button>
      </div>
      {check.data && (
        <p>
          <StatusTag tone={check.data.failed === 0 ? 'done' : 'warning'}>
            {t('standard.result', { good: number(check.data.checked - check.data.failed), all: number(check.data.checked) })}
          </StatusTag>{' '}
          <span className="quiet">{check.data.values.map(({ value, count }) => `${value}（${count}）`).join('、')}</span>
        </p>
      )}
    </li>
  )
}

interface Values {
  code: string
  edition: string
  title: string
  kind: 'codes' | 'pattern'
  pattern?: string
  codes?: string
}

const readCodes = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim().split(/[\s,，\t]+/))
    .filter(([code]) => code)
    .map(([code = '', ...title]) => ({ code, title: { zh: title.join(' ') || code, en: title.join(' ') || code } }))

function AddDialog({ close }: { close: () => void }) {
  const { t } = useTranslation('catalog')
  const refused = useRefusal()
  const [form] = Form.useForm<Values>()
  const kind = Form.useWatch('kind', form)
  const send = useSend((body: object) => api.post(path, body), { refresh: [path], then: close })
  const must = [{ required: true, message: t('upload.needed') }]
  const finish = ({ code, edition, title, pattern, codes }: Values) =>
    send.mutate(
      {
        code,
        edition,
        title: { zh: title, en: title },
        ...(kind === 'pattern' ? { pattern } : { codes: readCodes(codes ?? '') }),
      },
      { onError: refused },
    )
  return (
    <Modal open title={t('standard.add')} onCancel={close} footer={null} destroyOnHidden>
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'codes' }} onFinish={finish}>
        <Form.Item name="title" label={t('standard.title')} rules={must}>
          <Input maxLength={80} autoFocus />
        </Form.Item>
        <div className="row-wrap">
          <Form.Item name="code" label={t('standard.code')} rules={must}>
            <Input maxLength={60} placeholder="GB/T 2261.1" />
          </Form.Item>
          <Form.Item name="edition" label={t('standard.edition')} rules={must}>
            <Input maxLength={20} placeholder="2003" />
          </Form.Item>
        </div>
        <Form.Item name="kind" label={t('standard.kindIs')}>
          <Select
            options={[
              { value: 'codes', label: t('standard.codes') },
              { value: 'pattern', label: t('standard.pattern') },
            ]}
          />
        </Form.Item>
        {kind === 'pattern' ? (
          <Form.Item name="pattern" label={t('standard.format')} rules={must}>
            <Input maxLength={300} placeholder="^[0-9]{6}$" />
          </Form.Item>
        ) : (
          <Form.Item name="codes" label={t('standard.codesInput')} rules={must}>
            <Input.TextArea rows={6} placeholder={'1 男性\n2 女性'} />
          </Form.Item>
        )}
        <div className="row">
          <span className="grow" />
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {t('standard.add')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
