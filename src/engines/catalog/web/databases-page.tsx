import { Button, Modal } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { DetailPane, Facts, type PaneAction, Section } from '#kit/detail-pane.tsx'
import { Icon } from '#kit/icon.tsx'
import { Link, useGo, usePathParams } from '#kit/navigate.tsx'
import { useApi, usePages, useSend } from '#kit/query.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Empty, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Database, Databases, SourceTables } from '../schema.ts'
import { faultTitles } from '../words.ts'
import { RegisterDialog } from './database-dialog.tsx'
import { databasesPath, number, useRefusal } from './look.tsx'
import './catalog.css'

function AnswerTag({ fault }: { fault: string | null }) {
  const { t } = useTranslation('catalog')
  return <StatusTag tone={fault ? 'alarm' : 'done'}>{t(fault ? 'database.fails' : 'database.works')}</StatusTag>
}

/** Departments' databases that are read from: what answers, what it holds, what is taken from it. */
export function DatabasesPage() {
  const { t } = useTranslation('catalog')
  const text = useText()
  const go = useGo()
  const { id } = usePathParams()
  const [registering, setRegistering] = useState(false)
  const columns = useMemo<Column<Database>[]>(
    () => [
      {
        id: 'title',
        title: { zh: '数据库', en: 'Database' },
        width: 'minmax(10rem, 1.5fr)',
        card: 'title',
        cell: (row) => row.title,
      },
      {
        id: 'state',
        title: { zh: '状态', en: 'State' },
        width: '7rem',
        card: 'status',
        cell: (row) => <AnswerTag fault={row.fault} />,
      },
      {
        id: 'owner',
        title: { zh: '单位', en: 'Unit' },
        width: 'minmax(8rem, 1fr)',
        card: 'meta',
        cell: (row) => text(row.ownerName),
      },
      {
        id: 'host',
        title: { zh: '主机', en: 'Host' },
        width: 'minmax(9rem, 1fr)',
        card: 'meta',
        cell: (row) => `${row.host} / ${row.database}`,
      },
      {
        id: 'readers',
        title: { zh: '接入', en: 'Read by' },
        width: '4.5rem',
        align: 'end',
        card: 'none',
        cell: (row) => <span className="numbers">{row.exchanges.length}</span>,
      },
    ],
    [text],
  )
  const register = (
    <Button type="primary" size="small" icon={<Icon name="plus" size={16} />} onClick={() => setRegistering(true)}>
      {t('database.register')}
    </Button>
  )
  const list = (
    <DataList
      id="data-databases"
      title={{ zh: '部门数据库', en: 'Databases' }}
      columns={columns}
      query={usePages<Database>(databasesPath, Databases)}
      keyOf={(row) => row.id}
      openKey={id}
      onOpen={(row) => go(`/work/data-databases/${row.id}`)}
      toneOf={(row) => (row.fault ? 'alarm' : undefined)}
      actions={register}
      empty={
        <Empty icon="database" title={t('database.none')}>
          {t('database.noneHint')}
        </Empty>
      }
    />
  )
  return (
    <>
      <SplitView list={list} detail={id && <Pane key={id} id={id} close={() => go('/work/data-databases')} />} />
      {registering && (
        <RegisterDialog
          close={() => setRegistering(false)}
          then={(made) => {
            setRegistering(false)
            go(`/work/data-databases/${made.id}`)
          }}
        />
      )}
    </>
  )
}

function Pane({ id, close }: { id: string; close: () => void }) {
  return (
    <Loaded query={useApi(`${databasesPath}/${id}`, Database)}>
      {(database) => <Whole database={database} close={close} />}
    </Loaded>
  )
}

function Whole({ database, close }: { database: Database; close: () => void }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const [act, setAct] = useState<'change' | 'remove'>()
  const actions: PaneAction[] = [
    { key: 'change', title: t('database.change'), icon: 'edit', run: () => setAct('change') },
    ...(database.exchanges.length === 0
      ? [{ key: 'remove', title: t('database.remove'), danger: true, icon: 'trash' as const, run: () => setAct('remove') }]
      : []),
  ]
  return (
    <DetailPane title={database.title} status={<AnswerTag fault={database.fault} />} actions={actions} onClose={close}>
      {database.fault && (
        <p className="catalog-basis" role="note">
          <strong>{text(faultTitles[database.fault])}</strong> {database.detail}
        </p>
      )}
      {database.canWrite && (
        <p className="catalog-basis" role="note">
          {t('database.canWrite')}
        </p>
      )}
      <Facts
        items={[
          [t('exchange.owner'), text(database.ownerName)],
          [t('database.host'), `${database.host}:${database.port}`],
          [t('database.database'), database.database],
          [t('database.login'), database.login],
          [t('database.tls'), t(`database.tlsIs.${database.tls}`)],
          [t('database.server'), database.server],
          [t('database.checked'), database.checkedAt && <Time key="at" at={database.checkedAt} style="short" />],
        ]}
      />
      <Section title={t('database.readers', { count: database.exchanges.length })}>
        {database.exchanges.length === 0 ? (
          <p className="quiet">{t('database.noReaders')}</p>
        ) : (
          <ul className="share-lines">
            {database.exchanges.map(({ id, title, table }) => (
              <li key={id}>
                <Link to={`/work/data-exchanges/${id}`}>{title}</Link> <span className="quiet">{table}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Tables database={database} />
      {act === 'change' && <RegisterDialog known={database} close={() => setAct(undefined)} then={() => setAct(undefined)} />}
      {act === 'remove' && <RemoveDialog database={database} close={() => setAct(undefined)} gone={close} />}
    </DetailPane>
  )
}

/** What the login may read now; each table can be taken in from here. */
function Tables({ database }: { database: Database }) {
  const { t } = useTranslation('catalog')
  const tables = useApi(`${databasesPath}/${database.id}/tables`, SourceTables)
  return (
    <Loaded query={tables}>
      {({ items }) => (
        <Section title={t('database.tables', { count: items.length })}>
          {items.length === 0 && <p className="quiet">{t('intake.noTables')}</p>}
          <ul className="share-lines">
            {items.map(({ name, about, rows, columns, kind }) => (
              <li key={name} className="row-wrap">
                <code>{name}</code>
                <span>{about}</span>
                <span className="quiet">
                  {[
                    t('database.columns', { count: columns.length }),
                    rows === null ? null : t('exchange.rows', { count: number(rows) }),
                    kind === 'view' ? t('intake.view') : null,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
                <span className="grow" />
                <Link to={withQuery('/work/data-exchanges/new', { database: database.id, table: name })}>
                  {t('database.take')}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Loaded>
  )
}

function RemoveDialog({ database, close, gone }: { database: Database; close: () => void; gone: () => void }) {
  const { t } = useTranslation('catalog')
  const refused = useRefusal()
  const send = useSend(() => api.delete(`${databasesPath}/${database.id}`), { refresh: [databasesPath], then: gone })
  return (
    <Modal
      open
      title={t('database.remove')}
      onCancel={close}
      okText={t('database.remove')}
      cancelText={t('cancel')}
      okButtonProps={{ danger: true }}
      confirmLoading={send.isPending}
      onOk={() => send.mutate(undefined, { onError: refused })}
    >
      <p>{database.title}</p>
      <p className="quiet">{t('database.removeHint')}</p>
    </Modal>
  )
}
