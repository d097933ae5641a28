import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import type { ListFilter } from '#kit/list-filters.tsx'
import { DistrictMap } from '#kit/map/district-map.tsx'
import { MapPoints } from '#kit/map/map-points.tsx'
import { useAddress, useGo } from '#kit/navigate.tsx'
import { usePages } from '#kit/query.ts'
import { Empty } from '#kit/states.tsx'
import { Count } from '#kit/status-tag.tsx'
import { Time } from '#kit/time.tsx'
import { type Station, StationPage } from '../schema.ts'
import { useAlarmsLive } from './use-alarms.tsx'
import { stationsPath, useStationMarks } from './use-stations.ts'
import { stationKinds, StationTag, useKindTitle } from './words.tsx'
import './stations.css'

function useColumns(): Column<Station>[] {
  const { t } = useTranslation('observations')
  const kindTitle = useKindTitle()
  return useMemo(
    () => [
      { id: 'name', title: { zh: '站点', en: 'Station' }, width: 'minmax(11rem, 1.6fr)', cell: (station) => station.name },
      {
        id: 'state',
        title: { zh: '状态', en: 'State' },
        width: '6.5rem',
        card: 'status',
        cell: (station) => <StationTag station={station} />,
      },
      {
        id: 'alarms',
        title: { zh: '报警', en: 'Alarms' },
        width: '4.5rem',
        align: 'end',
        cell: (station) => (
          <Count value={station.openAlarms} tone="alarm" label={t('wall.feedCount', { count: station.openAlarms })} />
        ),
      },
      { id: 'kind', title: { zh: '类型', en: 'Kind' }, width: '8rem', cell: (station) => kindTitle(station.kind) },
      {
        id: 'owner',
        title: { zh: '所属单位', en: 'Owner' },
        width: 'minmax(8rem, 1fr)',
        hidden: true,
        cell: (station) => station.ownerName,
      },
      {
        id: 'code',
        title: { zh: '编号', en: 'Number' },
        width: 'minmax(9rem, 1fr)',
        hidden: true,
        card: 'none',
        cell: (station) => <span className="numbers">{station.code}</span>,
      },
      {
        id: 'lastSeenAt',
        title: { zh: '最近数据', en: 'Last data' },
        width: '8.5rem',
        cell: (station) =>
          station.lastSeenAt ? <Time at={station.lastSeenAt} /> : <span className="quiet">{t('station.never')}</span>,
      },
    ],
    [t, kindTitle],
  )
}

function useFilters(): ListFilter[] {
  const kindTitle = useKindTitle()
  return [
    {
      id: 'online',
      title: { zh: '是否在线', en: 'Online' },
      options: [
        { value: 'true', title: { zh: '在线', en: 'Online' } },
        { value: 'false', title: { zh: '不在线', en: 'Not online' } },
      ],
    },
    {
      id: 'alarmed',
      title: { zh: '有无报警', en: 'Alarms' },
      options: [
        { value: 'true', title: { zh: '有报警', en: 'With alarms' } },
        { value: 'false', title: { zh: '无报警', en: 'Without alarms' } },
      ],
    },
    { id: 'kind', title: { zh: '类型', en: 'Kind' }, options: stationKinds.map((value) => ({ value, title: kindTitle(value) })) },
  ]
}

/** Every station, as a list and on the map. */
export function StationsPage() {
  const { t } = useTranslation('observations')
  const go = useGo()
  const [{ q, online, alarmed, kind }] = useAddress()
  const [shown, setShown] = useState<'list' | 'map'>('list')
  const query = usePages<Station>(withQuery(stationsPath, { q, online, alarmed, kind }), StationPage, { everySeconds: 30 })
  useAlarmsLive()
  const open = (id: string) => go(`/work/stations/${id}`)
  return (
    <div className="stations" data-shown={shown}>
      <div className="stations-turn">
        <Segmented
          block
          value={shown}
          onChange={(value) => setShown(value as 'list' | 'map')}
          options={[
            { value: 'list', label: t('station.list') },
            { value: 'map', label: t('station.map') },
          ]}
        />
      </div>
      <div className="stations-list">
        <DataList
          id="stations"
          title={{ zh: '监测站点', en: 'Stations' }}
          columns={useColumns()}
          query={query}
          keyOf={(station) => station.id}
          onOpen={(station) => open(station.id)}
          search
          filters={useFilters()}
          toneOf={(station) =>
            station.openAlarms > 0 ? 'alarm' : station.state === 'in-use' && !station.online ? 'warning' : undefined
          }
          empty={
            <Empty icon="radio" title={t('station.none')}>
              {t('station.noneHint')}
            </Empty>
          }
        />
      </div>
      <div className="stations-map">
        <StationMap onOpen={open} />
      </div>
    </div>
  )
}

function StationMap({ onOpen }: { onOpen: (id: string) => void }) {
  const { t } = useTranslation('observations')
  const { things, tones } = useStationMarks()
  return (
    <DistrictMap label={t('station.mapLabel')}>
      <MapPoints
        id="stations"
        title={{ zh: '监测站点', en: 'Stations' }}
        shape="station"
        things={things}
        tones={tones}
        onOpen={onOpen}
      />
    </DistrictMap>
  )
}
