import { Button } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { Icon } from '#kit/icon.tsx'
import type { ListFilter } from '#kit/list-filters.tsx'
import { useAddress, useGo } from '#kit/navigate.tsx'
import { useApi, usePages } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { Empty } from '#kit/states.tsx'
import { Count } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { MonitorPage as Page, type MonitorRow, StrangerPage } from '../schema.ts'
import { LineTag, lineOf, monitorsPath } from './monitor-look.tsx'
import './monitors.css'

const filters: ListFilter[] = [
  {
    id: 'state',
    title: { zh: '使用状态', en: 'In use' },
    options: [
      { value: 'in-use', title: { zh: '在用', en: 'In use' } },
      { value: 'stopped', title: { zh: '停用', en: 'Out of use' } },
    ],
  },
]

function useColumns(): Column<MonitorRow>[] {
  const { t } = useTranslation('environment')
  const text = useText()
  return useMemo(
    () => [
      { id: 'name', title: { zh: '设备', en: 'Monitor' }, width: 'minmax(12rem, 1.6fr)', cell: (row) => row.name },
      {
        id: 'line',
        title: { zh: '通信', en: 'Line' },
        width: '8rem',
        card: 'status',
        cell: (row) => <LineTag state={row.state} lastAt={row.lastAt} />,
      },
      {
        id: 'mn',
        title: { zh: '设备编号', en: 'Number' },
        width: 'minmax(12rem, 1.2fr)',
        card: 'none',
        cell: (row) => <span className="numbers">{row.mn}</span>,
      },
      { id: 'system', title: { zh: '类型', en: 'Kind' }, width: 'minmax(8rem, 1fr)', cell: (row) => text(row.systemName) },
      {
        id: 'accepted',
        title: { zh: '今日入库', en: 'Stored today' },
        width: '7rem',
        align: 'end',
        card: 'none',
        cell: (row) => <span className="numbers">{row.acceptedToday}</span>,
      },
      {
        id: 'refused',
        title: { zh: '今日拒收', en: 'Refused today' },
        width: '7rem',
        align: 'end',
        cell: (row) =>
          row.refusedToday > 0 ? <Count value={row.refusedToday} tone="warning" label={t('device.refused')} /> : null,
      },
      {
        id: 'lastAt',
        title: { zh: '最近报文', en: 'Last packet' },
        width: '9rem',
        cell: (row) => (row.lastAt ? <Time at={row.lastAt} /> : <span className="quiet">{t('list.never')}</span>),
      },
      {
        id: 'factors',
        title: { zh: '因子数', en: 'Factors' },
        width: '5.5rem',
        align: 'end',
        hidden: true,
        cell: (row) => <span className="numbers">{row.factorCount}</span>,
      },
      {
        id: 'enterprise',
        title: { zh: '所属单位', en: 'Owner' },
        width: 'minmax(9rem, 1fr)',
        hidden: true,
        cell: (row) => row.enterprise,
      },
    ],
    [t, text],
  )
}

/** The register of monitors, each with what today brought. */
export function MonitorsPage() {
  const { t } = useTranslation('environment')
  const go = useGo()
  const [{ q, state }] = useAddress()
  const query = usePages<MonitorRow>(withQuery(monitorsPath, { q, state }), Page, { everySeconds: 30 })
  const may = useMay('environment.manage')
  return (
    <DataList
      id="monitors"
      title={{ zh: '监测设备', en: 'Monitors' }}
      columns={useColumns()}
      query={query}
      keyOf={(row) => row.id}
      onOpen={(row) => go(`/work/monitors/${row.id}`)}
      search
      filters={filters}
      toneOf={(row) => (row.refusedToday > 0 || lineOf(row.state, row.lastAt) === 'late' ? 'warning' : undefined)}
      actions={
        <>
          <Button onClick={() => go('/work/devices')} icon={<Icon name="table" size={16} />}>
            {t('list.ledger')}
          </Button>
          {may && <Actions />}
        </>
      }
      empty={
        q || state ? (
          <Empty icon="filter" title={t('list.noneFound')} />
        ) : (
          <Empty icon="gauge" title={t('list.none')}>
            {t('list.noneHint')}
          </Empty>
        )
      }
    />
  )
}

function Actions() {
  const { t } = useTranslation('environment')
  const go = useGo()
  const { data } = useApi('/api/environment/unregistered?limit=200', StrangerPage, { everySeconds: 60 })
  return (
    <>
      <Button onClick={() => go('/work/monitors/unregistered')} icon={<Icon name="radio" size={16} />}>
        {t('list.strangers')}
        <Count value={data?.items.length} tone="warning" />
      </Button>
      <Button type="primary" onClick={() => go('/work/monitors/new')} icon={<Icon name="plus" size={16} />}>
        {t('list.register')}
      </Button>
    </>
  )
}
