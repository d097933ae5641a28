import { Segmented } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { useAddress, useGo, usePath, usePathParams } from '#kit/navigate.tsx'
import { usePages } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Empty } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { MatterMark } from '../schema.ts'
import { ClaimList } from './claim-list.tsx'
import { MatterPane } from './matter-pane.tsx'
import './credit.css'

type Kind = 'objection' | 'repair'

function useColumns(): Column<MatterMark>[] {
  const text = useText()
  return useMemo(
    () => [
      {
        id: 'subject',
        title: { zh: '主体', en: 'Subject' },
        width: 'minmax(10rem, 1.4fr)',
        cell: (matter) => matter.subject.name,
      },
      {
        id: 'matter',
        title: { zh: '所涉记录', en: 'Record' },
        width: 'minmax(10rem, 1.6fr)',
        cell: (matter) => matter.record?.title,
      },
      {
        id: 'state',
        title: { zh: '状态', en: 'State' },
        width: '10rem',
        card: 'status',
        cell: (matter) => (
          <StatusTag tone={matter.endedAt ? 'neutral' : matter.waits?.overdue ? 'alarm' : 'active'}>
            {text(matter.stateTitle)}
          </StatusTag>
        ),
      },
      { id: 'clock', title: { zh: '时限', en: 'Limit' }, width: '9rem', cell: (matter) => text(matter.waits?.clock) },
      { id: 'department', title: { zh: '认定单位', en: 'Department' }, width: '9rem', cell: (matter) => text(matter.department) },
      { id: 'askedAt', title: { zh: '提出时间', en: 'Asked' }, width: '8rem', cell: (matter) => <Time at={matter.askedAt} /> },
      { id: 'number', title: { zh: '编号', en: 'Number' }, width: '11rem', hidden: true, cell: (matter) => matter.number },
    ],
    [text],
  )
}

/** 异议与修复: what waits for me and what was decided; requests of representatives for the credit office. */
export function MattersPage() {
  const { t } = useTranslation('credit')
  const go = useGo()
  const office = useMay('credit.office')
  const [address, change] = useAddress()
  const id = usePathParams()['id']
  const fromPath: Kind = usePath().includes('/repair/') ? 'repair' : 'objection'
  const view = id ? fromPath : (address['view'] ?? 'repair')
  const kind: Kind = view === 'objection' ? 'objection' : 'repair'
  const columns = useColumns()
  const query = usePages<MatterMark>(withQuery(`/api/credit/${kind}s`, { open: address['open'] }))
  const open = address['show'] ?? id
  const choose = (value: string) => (id ? go(`/work/credit/matters?view=${value}`) : change({ view: value, show: null }))
  const turns = (
    <Segmented
      value={view}
      onChange={choose}
      options={[
        { value: 'repair', label: t('work.repairs') },
        { value: 'objection', label: t('work.objections') },
        ...(office ? [{ value: 'claims', label: t('work.claims') }] : []),
      ]}
    />
  )
  if (view === 'claims')
    return (
      <div className="credit-work">
        <header className="row">{turns}</header>
        <ClaimList />
      </div>
    )
  return (
    <SplitView
      list={
        <DataList
          id={`credit-${kind}`}
          title={{ zh: '异议与修复', en: 'Objections and repairs' }}
          columns={columns}
          query={query}
          keyOf={(matter) => matter.id}
          onOpen={(matter) => (id ? go(`/work/credit/${kind}/${matter.id}`) : change({ show: matter.id }))}
          {...(open && { openKey: open })}
          filters={[
            {
              id: 'open',
              title: { zh: '全部', en: 'All' },
              options: [
                { value: 'true', title: { zh: '在办', en: 'Open' } },
                { value: 'false', title: { zh: '已办结', en: 'Decided' } },
              ],
            },
          ]}
          toneOf={(matter) => (matter.waits?.overdue ? 'alarm' : undefined)}
          actions={turns}
          empty={<Empty icon="circle-check" title={t('work.matterNone')} />}
        />
      }
      {...(open && {
        detail: (
          <MatterPane
            key={open}
            kind={kind}
            id={open}
            close={() => (id ? go('/work/credit/matters', { replace: true }) : change({ show: null }))}
          />
        ),
      })}
    />
  )
}
