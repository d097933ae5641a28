import { useTranslation } from 'react-i18next'
import { useGo } from '#kit/navigate.tsx'
import { Figure } from '#kit/panel.tsx'
import { useApi } from '#kit/query.ts'
import { AlarmCounts, StationCounts } from '../schema.ts'
import { useAlarmsLive } from './use-alarms.tsx'

/** For the wall's tile of figures: how many alarms wait. */
export function AlarmFigure() {
  const { t } = useTranslation('observations')
  const go = useGo()
  const { data } = useApi('/api/observations/alarms/counts', AlarmCounts, { everySeconds: 60 })
  useAlarmsLive()
  const open = data && data.raised + data.acknowledged
  return (
    <Figure
      value={open ?? '—'}
      title={t('wall.openAlarms')}
      definition={t('wall.openAlarmsAbout')}
      tone={data && data.raised > 0 ? 'alarm' : 'neutral'}
      onOpen={() => go('/work/alarms')}
    />
  )
}

/** How many stations send, out of those that should. */
export function StationFigure() {
  const { t } = useTranslation('observations')
  const go = useGo()
  const { data } = useApi('/api/observations/stations/counts', StationCounts, { everySeconds: 30 })
  const inUse = data && data.total - data.stopped
  return (
    <Figure
      value={data?.online ?? '—'}
      {...(inUse !== undefined && { unit: `/ ${inUse}` })}
      title={t('wall.online')}
      definition={t('wall.onlineAbout', { minutes: data?.onlineWithinMinutes ?? 15 })}
      tone={data && inUse && data.online < inUse * 0.9 ? 'warning' : 'neutral'}
      onOpen={() => go('/work/stations?online=false')}
    />
  )
}
