import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import type { ListFilter } from '#kit/list-filters.tsx'
import { useLive } from '#kit/live.ts'
import { useAddress, useGo, usePathParams } from '#kit/navigate.tsx'
import { refresh, useApi, usePages } from '#kit/query.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Empty } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { CaseCard, Category } from '../../../engines/cases/schema.ts'
import { channelTitles, stateTitles } from '../../../engines/cases/words.ts'
import { stateTone } from './case-look.ts'
import { CaseClock } from './case-clock.tsx'
import { CasePane } from './case-pane.tsx'
import './cases.css'

const path = '/api/city-management/cases'
const options = (titles: Record<string, { zh: string; en: string }>) =>
  Object.entries(titles).map(([value, title]) => ({ value, title }))

/** All cases this person may see on the left; the one that is open on the right. */
export function CasesPage() {
  const go = useGo()
  const { id } = usePathParams()
  const [address] = useAddress()
  const { q, state, family, channel, overdue, mine, suspended, sort, unit, area } = address
  const query = usePages<CaseCard>(
    withQuery(path, { q, state, category: family, channel, overdue, mine, suspended, sort, unit, area }),
  )
  useLive('cases', () => void refresh(path))
  const kept = new URLSearchParams(address).toString()
  const open = (to: string) => go(kept ? `${to}?${kept}` : to)
  return (
    <SplitView
      list={<CaseList query={query} openId={id} open={(card) => open(`/work/cases/${card.id}`)} />}
      detail={id && <CasePane key={id} id={id} close={() => open('/work/cases')} />}
    />
  )
}

function CaseList({
  query,
  openId,
  open,
}: {
  query: ReturnType<typeof usePages<CaseCard>>
  openId: string | undefined
  open: (card: CaseCard) => void
}) {
  const { t } = useTranslation('city-management')
  const [{ sort }, change] = useAddress()
  return (
    <DataList
      id="cases"
      title={t('list.title')}
      columns={useColumns()}
      query={query}
      keyOf={(card) => card.id}
      onOpen={open}
      openKey={openId}
      filters={useFilters()}
      search
      toneOf={(card) => (card.overdue && !card.suspended ? 'alarm' : undefined)}
      actions={
        <Segmented
          size="small"
          value={sort ?? 'newest'}
          options={[
            { value: 'newest', label: t('list.newest') },
            { value: 'due', label: t('list.due') },
          ]}
          onChange={(value) => change({ sort: value === 'newest' ? null : value })}
        />
      }
      empty={<Empty title={t('list.empty')}>{t('list.emptyMore')}</Empty>}
    />
  )
}

function useColumns(): Column<CaseCard>[] {
  const text = useText()
  const { t } = useTranslation('city-management')
  return [
    {
      id: 'number',
      title: { zh: '编号', en: 'Number' },
      width: '12.5rem',
      cell: (card) => <span className="numbers">{card.number}</span>,
      card: 'meta',
    },
    {
      id: 'category',
      title: { zh: '类别', en: 'Category' },
      width: 'minmax(6rem, 1fr)',
      cell: (card) => text(card.category.title),
      card: 'title',
    },
    {
      id: 'state',
      title: { zh: '状态', en: 'State' },
      width: '8rem',
      card: 'status',
      cell: (card) =>
        card.suspended ? (
          <StatusTag icon="pause">{t('list.suspended')}</StatusTag>
        ) : (
          <StatusTag tone={stateTone[card.state]}>{text(card.stateTitle)}</StatusTag>
        ),
    },
    {
      id: 'clock',
      title: { zh: '时限', en: 'Limit' },
      width: '9rem',
      cell: (card) => <CaseClock card={card} size={16} />,
      card: 'meta',
    },
    {
      id: 'address',
      title: { zh: '地点', en: 'Place' },
      width: 'minmax(9rem, 1.6fr)',
      cell: (card) => card.address || text(card.area.name),
      card: 'meta',
    },
    {
      id: 'unit',
      title: { zh: '处置单位', en: 'Unit' },
      width: 'minmax(7rem, 1fr)',
      cell: (card) => text(card.unit?.name),
      card: 'none',
    },
    {
      id: 'channel',
      title: { zh: '来源', en: 'Channel' },
      width: '6.5rem',
      hidden: true,
      cell: (card) => text(channelTitles[card.channel]),
    },
    {
      id: 'reports',
      title: { zh: '反映', en: 'Reports' },
      width: '4rem',
      align: 'end',
      hidden: true,
      cell: (card) => card.reports,
    },
    {
      id: 'reportedAt',
      title: { zh: '上报', en: 'Reported' },
      width: '7.5rem',
      cell: (card) => <Time at={card.reportedAt} />,
      card: 'meta',
    },
  ]
}

const yes = [{ value: 'true', title: { zh: '是', en: 'Yes' } }]

function useFilters(): ListFilter[] {
  const categories = useApi<{ items: Category[] }>('/api/cases/categories').data?.items ?? []
  const families = new Map(categories.map(({ family }) => [family.code, family.title]))
  return [
    { id: 'mine', title: { zh: '待我办理', en: 'Waiting for me' }, options: yes },
    { id: 'state', title: { zh: '状态', en: 'State' }, options: options(stateTitles) },
    { id: 'overdue', title: { zh: '超时', en: 'Overdue' }, options: yes },
    { id: 'family', title: { zh: '类别', en: 'Category' }, options: [...families].map(([value, title]) => ({ value, title })) },
    { id: 'channel', title: { zh: '来源', en: 'Channel' }, options: options(channelTitles) },
    { id: 'suspended', title: { zh: '挂账', en: 'Suspended' }, options: yes },
  ]
}
