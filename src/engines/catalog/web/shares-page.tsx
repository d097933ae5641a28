import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { useAddress, useGo, usePathParams } from '#kit/navigate.tsx'
import { usePages } from '#kit/query.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Empty } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { type Share, ShareList } from '../schema.ts'
import { howTitles } from '../words.ts'
import { day, number, ShareTag, sharesPath } from './look.tsx'
import { SharePane } from './share-pane.tsx'
import './catalog.css'

const filters = [
  {
    id: 'as',
    title: { zh: '范围', en: 'Whose' },
    options: [
      { value: 'consumer', title: { zh: '授权给本单位的', en: 'Granted to my unit' } },
      { value: 'provider', title: { zh: '本单位授出的', en: 'Of my unit’s data' } },
    ],
  },
]

/** Who may read what of whose data, and how much of the quota went today. */
export function SharesPage() {
  const { t } = useTranslation('catalog')
  const text = useText()
  const go = useGo()
  const { id } = usePathParams()
  const [{ as }] = useAddress()
  const columns = useMemo<Column<Share>[]>(
    () => [
      {
        id: 'resource',
        title: { zh: '资源', en: 'Resource' },
        width: 'minmax(10rem, 1.4fr)',
        card: 'title',
        cell: (row) => text(row.resource.name),
      },
      {
        id: 'state',
        title: { zh: '状态', en: 'State' },
        width: '6.5rem',
        card: 'status',
        cell: (row) => <ShareTag state={row.state} />,
      },
      {
        id: 'consumer',
        title: { zh: '使用方', en: 'Consumer' },
        width: 'minmax(7rem, 1fr)',
        card: 'meta',
        cell: (row) => text(row.consumerName),
      },
      { id: 'how', title: { zh: '方式', en: 'By' }, width: '7rem', card: 'meta', cell: (row) => text(howTitles[row.how]) },
      {
        id: 'today',
        title: { zh: '今日/额度', en: 'Today / quota' },
        width: '7rem',
        align: 'end',
        card: 'none',
        cell: (row) => <span className="numbers">{`${number(row.usedToday)} / ${number(row.quotaPerDay)}`}</span>,
      },
      {
        id: 'until',
        title: { zh: '到期', en: 'Until' },
        width: '6.5rem',
        card: 'meta',
        cell: (row) => <span className="numbers">{day(row.expiresAt)}</span>,
      },
    ],
    [text],
  )
  const list = (
    <DataList
      id="data-shares"
      title={{ zh: '共享授权', en: 'Shares' }}
      columns={columns}
      query={usePages<Share>(withQuery(sharesPath, { as }), ShareList)}
      keyOf={(row) => row.id}
      openKey={id}
      onOpen={(row) => go(`/work/data-shares/${row.id}`)}
      filters={filters}
      toneOf={(row) => (row.state === 'active' && row.usedToday >= row.quotaPerDay ? 'warning' : undefined)}
      empty={
        <Empty icon="key-round" title={t('share.none')}>
          {t('share.noneHint')}
        </Empty>
      }
    />
  )
  return <SplitView list={list} detail={id && <SharePane key={id} id={id} close={() => go('/work/data-shares')} />} />
}
