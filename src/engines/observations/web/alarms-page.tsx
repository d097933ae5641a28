import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import type { ListFilter } from '#kit/list-filters.tsx'
import { useAddress, useGo, usePathParams } from '#kit/navigate.tsx'
import { usePages } from '#kit/query.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Empty } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { type Alarm, AlarmPage, AlarmStatus, Severity } from '../schema.ts'
import { AlarmPane } from './alarm-pane.tsx'
import { alarmsPath, useAlarmsLive } from './use-alarms.tsx'
import * as texts from './texts.ts'
import { AlarmStatusTag, SeverityTag, valueShown } from './words.tsx'
import './alarms.css'

const both = <K extends string>(pick: (words: typeof texts.zh) => Record<K, string>, key: K) => ({
  zh: pick(texts.zh)[key],
  en: pick(texts.en)[key],
})
const filters: ListFilter[] = [
  {
    id: 'status',
    title: { zh: '未解除', en: 'Open' },
    options: [...AlarmStatus.options, 'all' as const].map((value) => ({ value, title: both((words) => words.status, value) })),
  },
  {
    id: 'severity',
    title: { zh: '等级', en: 'Severity' },
    options: Severity.options.map((value) => ({ value, title: both((words) => words.severity, value) })),
  },
]

function useColumns(): Column<Alarm>[] {
  const text = useText()
  return useMemo(
    () => [
      { id: 'title', title: { zh: '报警', en: 'Alarm' }, width: 'minmax(10rem, 1.6fr)', cell: (alarm) => text(alarm.title) },
      {
        id: 'severity',
        title: { zh: '等级', en: 'Severity' },
        width: '6.5rem',
        cell: (alarm) => <SeverityTag severity={alarm.severity} />,
      },
      {
        id: 'status',
        title: { zh: '状态', en: 'Status' },
        width: '8rem',
        card: 'status',
        cell: (alarm) => <AlarmStatusTag status={alarm.status} />,
      },
      { id: 'raisedAt', title: { zh: '触发时间', en: 'Raised' }, width: '9rem', cell: (alarm) => <Time at={alarm.raisedAt} /> },
      {
        id: 'station',
        title: { zh: '站点', en: 'Station' },
        width: 'minmax(10rem, 1.4fr)',
        cell: (alarm) => alarm.station.name,
      },
      {
        id: 'value',
        title: { zh: '触发值', en: 'Value' },
        width: '8rem',
        align: 'end',
        cell: (alarm) => <span className="numbers">{valueShown(alarm.value, alarm.datastream.unit)}</span>,
      },
      {
        id: 'threshold',
        title: { zh: '限值', en: 'Limit' },
        width: '8rem',
        align: 'end',
        hidden: true,
        cell: (alarm) => <span className="numbers">{valueShown(alarm.threshold, alarm.datastream.unit)}</span>,
      },
      {
        id: 'who',
        title: { zh: '确认人', en: 'Acknowledged by' },
        width: '8rem',
        hidden: true,
        cell: (alarm) => alarm.acknowledged?.name,
      },
    ],
    [text],
  )
}

/** The live list of alarms and, beside it, the one that is open. */
export function AlarmsPage() {
  const { t } = useTranslation('observations')
  const go = useGo()
  const [address, change] = useAddress()
  const fromPath = usePathParams()['id']
  const open = address['open'] ?? fromPath
  const { status, severity } = address
  const query = usePages<Alarm>(withQuery(alarmsPath, { status, severity }), AlarmPage, { everySeconds: 60 })
  useAlarmsLive()
  const close = () => (fromPath ? go('/work/alarms', { replace: true }) : change({ open: null }))
  const empty =
    status || severity ? (
      <Empty icon="filter" title={t('alarm.noneFiltered')} />
    ) : (
      <Empty icon="circle-check" title={t('alarm.none')}>
        {t('alarm.noneHint')}
      </Empty>
    )
  return (
    <SplitView
      list={
        <DataList
          id="alarms"
          title={{ zh: '报警', en: 'Alarms' }}
          columns={useColumns()}
          query={query}
          keyOf={(alarm) => alarm.id}
          onOpen={(alarm) => change({ open: alarm.id })}
          {...(open && { openKey: open })}
          filters={filters}
          toneOf={(alarm) => (alarm.status !== 'raised' ? undefined : alarm.severity === 'minor' ? 'warning' : 'alarm')}
          empty={empty}
        />
      }
      detail={open && <AlarmPane id={open} onClose={close} />}
    />
  )
}
