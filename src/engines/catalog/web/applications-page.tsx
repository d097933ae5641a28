import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import type { ListFilter } from '#kit/list-filters.tsx'
import { useAddress, useGo, usePathParams } from '#kit/navigate.tsx'
import { usePages } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Empty } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { ApplicationList, type ApplicationLine } from '../schema.ts'
import { applicationTitles } from '../words.ts'
import { ApplicationPane } from './application-pane.tsx'
import { applicationsPath, ApplicationTag } from './look.tsx'
import './catalog.css'

function useColumns(): Column<ApplicationLine>[] {
  const text = useText()
  return useMemo(
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
        width: '10rem',
        card: 'status',
        cell: (row) => <ApplicationTag state={row.state} />,
      },
      {
        id: 'consumer',
        title: { zh: '申请单位', en: 'Applicant' },
        width: 'minmax(7rem, 1fr)',
        card: 'meta',
        cell: (row) => text(row.consumerName),
      },
      {
        id: 'provider',
        title: { zh: '提供方', en: 'Provider' },
        width: 'minmax(7rem, 1fr)',
        card: 'none',
        cell: (row) => text(row.providerName),
      },
      {
        id: 'purpose',
        title: { zh: '用途', en: 'Purpose' },
        width: 'minmax(10rem, 2fr)',
        card: 'none',
        hidden: true,
        cell: (row) => row.purpose,
      },
      {
        id: 'number',
        title: { zh: '申请编号', en: 'Number' },
        width: '10rem',
        card: 'meta',
        cell: (row) => <span className="numbers">{row.number}</span>,
      },
      { id: 'at', title: { zh: '提交', en: 'Sent' }, width: '6rem', card: 'meta', cell: (row) => <Time at={row.createdAt} /> },
    ],
    [text],
  )
}

/** What my unit asked for, what is asked of it, and what was appealed. */
export function ApplicationsPage() {
  const { t } = useTranslation('catalog')
  const go = useGo()
  const { id } = usePathParams()
  const [{ as, state }] = useAddress()
  const [approves, arbitrates] = [useMay('catalog.approve'), useMay('catalog.arbitrate')]
  const sides = [
    { value: 'consumer', title: { zh: '本单位申请的', en: 'My unit’s' } },
    ...(approves ? [{ value: 'provider', title: { zh: '向本单位申请的', en: 'For my unit’s data' } }] : []),
    ...(arbitrates ? [{ value: 'office', title: { zh: '待裁定的申诉', en: 'Appeals' } }] : []),
  ]
  const filters: ListFilter[] = [
    { id: 'as', title: { zh: '范围', en: 'Whose' }, options: sides },
    {
      id: 'state',
      title: { zh: '状态', en: 'State' },
      options: Object.entries(applicationTitles).map(([value, title]) => ({ value, title })),
    },
  ]
  const query = usePages<ApplicationLine>(withQuery(applicationsPath, { as, state }), ApplicationList)
  const list = (
    <DataList
      id="data-applications"
      title={{ zh: '共享申请', en: 'Applications for data' }}
      columns={useColumns()}
      query={query}
      keyOf={(row) => row.id}
      openKey={id}
      onOpen={(row) => go(`/work/data-applications/${row.id}`)}
      filters={filters}
      toneOf={(row) => (row.state === 'revising' || row.state === 'refused' ? 'warning' : undefined)}
      empty={
        <Empty icon="inbox" title={t('application.none')}>
          {t('application.noneHint')}
        </Empty>
      }
    />
  )
  return <SplitView list={list} detail={id && <ApplicationPane key={id} id={id} close={() => go('/work/data-applications')} />} />
}
