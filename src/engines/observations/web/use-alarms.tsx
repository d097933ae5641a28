import { App } from 'antd'
import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { type LiveEvent, useLive } from '#kit/live.ts'
import { refresh, useSend } from '#kit/query.ts'
import { Alarm, type AlarmPush } from '../schema.ts'
import { AlarmStatusTag } from './words.tsx'

export const alarmsPath = '/api/observations/alarms'
const changed = ['/api/observations/alarms', '/api/observations/stations', '/api/geo/layers/stations']

/** Asks anew when alarms change: at once, then at most once a second while many come in together. */
export function useAlarmsLive(hear?: (event: LiveEvent<AlarmPush>) => void): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const last = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])
  useLive<AlarmPush>('alarms', (event) => {
    hear?.(event)
    clearTimeout(timer.current)
    const ask = () => {
      last.current = Date.now()
      void refresh(...changed)
    }
    if (Date.now() - last.current > 1000) ask()
    else timer.current = setTimeout(ask, 1000)
  })
}

/** Says kindly that somebody was quicker, and what the alarm has become. */
export function useAlarmRefused(): (error: ApiError) => void {
  const { notification } = App.useApp()
  const { t } = useTranslation('observations')
  return useCallback(
    (error) => {
      const now = Alarm.safeParse(error.current)
      if (error.status !== 409) return void notification.error({ title: error.detail })
      void refresh(...changed)
      notification.info({
        title: t('alarm.changed'),
        description: (
          <>
            <p>{error.detail}</p>
            {now.success && <AlarmStatusTag status={now.data.status} />}
          </>
        ),
      })
    },
    [notification, t],
  )
}

type Known = Pick<Alarm, 'id' | 'version'>

/** `quiet`: where the row itself shows at once what happened, nothing is said beside it. */
export function useAlarmActions({ quiet = false } = {}) {
  const { message } = App.useApp()
  const { t } = useTranslation('observations')
  const refused = useAlarmRefused()
  const acknowledge = useSend(
    ({ id, version, note }: Known & { note?: string }) =>
      api.post(`${alarmsPath}/${id}/acknowledge`, { version, ...(note && { note }) }),
    { refresh: changed, then: () => void (quiet || message.success(t('alarm.acknowledged'))) },
  )
  const unshelve = useSend(({ id, version }: Known) => api.post(`${alarmsPath}/${id}/unshelve`, { version }), {
    refresh: changed,
    then: () => void message.success(t('alarm.unshelved')),
  })
  const quietly =
    <I,>(send: { mutateAsync: (input: I) => Promise<unknown> }) =>
    (input: I) =>
      send.mutateAsync(input).catch((error: ApiError) => refused(error))
  return { acknowledge: quietly(acknowledge), unshelve: quietly(unshelve) }
}

export const sendShelving = ({ id, version }: Known, until: string, why: string) =>
  api.post(`${alarmsPath}/${id}/shelve`, { version, until, why })
export const alarmsChanged = (): Promise<void> => refresh(...changed)
