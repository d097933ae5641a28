import { Button } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Column, DataList } from '#kit/data-list.tsx'
import { Icon } from '#kit/icon.tsx'
import { useGo, usePathParams } from '#kit/navigate.tsx'
import { usePages } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Empty } from '#kit/states.tsx'
import { Time } from '#kit/time.tsx'
import { type Exchange, type ExchangeRun, Exchanges } from '../schema.ts'
import { ExchangePane, StateTag } from './exchange-pane.tsx'
import { exchangesPath } from './look.tsx'
import './catalog.css'

/** Standing exchanges with partners; the quarantined stand first. */
export function ExchangesPage() {
  const { t } = useTranslation('catalog')
  const go = useGo()
  const { id } = usePathParams()
  const mayAdd = useMay('catalog.exchange')
  const columns = useMemo<Column<Exchange>[]>(
    () => [
      {
        id: 'title',
        title: { zh: '交换', en: 'Exchange' },
        width: 'minmax(10rem, 1.5fr)',
        card: 'title',
        cell: (row) => row.title,
      },
      {
        id: 'state',
        title: { zh: '状态', en: 'State' },
        width: '7.5rem',
        card: 'status',
        cell: (row) => <StateTag state={row.state} />,
      },
      {
        id: 'direction',
        title: { zh: '方向', en: 'Way' },
        width: '6.5rem',
        card: 'meta',
        cell: (row) => t(row.database ? 'exchange.database' : `exchange.${row.direction}`),
      },
      {
        id: 'host',
        title: { zh: '对方', en: 'Partner' },
        width: 'minmax(8rem, 1fr)',
        card: 'meta',
        cell: (row) => row.table ?? row.host,
      },
      {
        id: 'last',
        title: { zh: '最近一次', en: 'Last run' },
        width: 'minmax(9.5rem, 1.2fr)',
        card: 'meta',
        cell: (row) => (row.last ? <LastRun run={row.last} /> : '–'),
      },
    ],
    [t],
  )
  const list = (
    <DataList
      id="data-exchanges"
      title={{ zh: '数据交换', en: 'Exchanges' }}
      columns={columns}
      query={usePages<Exchange>(exchangesPath, Exchanges, { everySeconds: 30 })}
      keyOf={(row) => row.id}
      openKey={id}
      onOpen={(row) => go(`/work/data-exchanges/${row.id}`)}
      toneOf={(row) => (row.state === 'quarantined' ? 'alarm' : row.attempts > 0 ? 'warning' : undefined)}
      actions={
        mayAdd && (
          <Button
            type="primary"
            size="small"
            icon={<Icon name="plus" size={16} />}
            onClick={() => go('/work/data-exchanges/new')}
          >
            {t('exchange.new')}
          </Button>
        )
      }
      empty={
        <Empty icon="refresh" title={t('exchange.none')}>
          {t('exchange.noneHint')}
        </Empty>
      }
    />
  )
  const detail = id && <ExchangePane key={id} id={id} close={() => go('/work/data-exchanges')} />
  return <SplitView list={list} detail={detail} />
}

function LastRun({ run }: { run: Pick<ExchangeRun, 'startedAt' | 'rows'> }) {
  const { t } = useTranslation('catalog')
  return (
    <span>
      <Time at={run.startedAt} /> · {t('exchange.rows', { count: run.rows })}
    </span>
  )
}
