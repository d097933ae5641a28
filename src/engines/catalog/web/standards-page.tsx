import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { DetailPane, Facts, type PaneAction, Section } from '#kit/detail-pane.tsx'
import { Icon } from '#kit/icon.tsx'
import { Link, useAddress } from '#kit/navigate.tsx'
import { useApi, usePages } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Conformance, type Standard, StandardDetail, Standards } from '../schema.ts'
import { number, standardsPath } from './look.tsx'
import { StandardDialog } from './standard-dialog.tsx'
import './catalog.css'

const path = standardsPath

/** Code lists and formats by edition; each shows where it is used and how well it is kept. */
export function StandardsPage() {
  const { t } = useTranslation('catalog')
  const text = useText()
  const [{ open: asked, named }, change] = useAddress()
  const [adding, setAdding] = useState(false)
  const query = usePages<Standard>(path, Standards)
  // An item names its standard by number, with or without the edition.
  const open = asked ?? (named ? namedIn(query.rows, named)?.id : undefined)
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
      query={query}
      keyOf={(row) => row.id}
      openKey={open}
      onOpen={(row) => change({ open: row.id, named: null })}
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
      <SplitView list={list} detail={open && <Pane key={open} id={open} close={() => change({ open: null, named: null })} />} />
      {adding && <StandardDialog close={() => setAdding(false)} />}
    </>
  )
}

const plain = (name: string) => name.replaceAll(/[\s—–-]/g, '').toUpperCase()
const namedIn = (rows: readonly Standard[], name: string): Standard | undefined =>
  rows.find(({ code, edition }) => plain(`${code}${edition}`) === plain(name)) ??
  rows.find(({ code, endedOn }) => endedOn === null && plain(code) === plain(name))

function Pane({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const mayAdd = useMay('catalog.arbitrate')
  const [renewing, setRenewing] = useState(false)
  const renew: PaneAction = { key: 'renew', title: t('standard.renew'), icon: 'plus', run: () => setRenewing(true) }
  return (
    <Loaded query={useApi(`${path}/${id}`, StandardDetail)}>
      {(standard) => (
        <DetailPane
          title={text(standard.title)}
          number={`${standard.code}—${standard.edition}`}
          actions={mayAdd && !standard.endedOn ? [renew] : []}
          onClose={close}
        >
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
          {renewing && <StandardDialog older={standard} close={() => setRenewing(false)} />}
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
