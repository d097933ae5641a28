import { useTranslation } from 'react-i18next'
import type { IconName } from '#kit/icon.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { type Text, useLanguage } from '#kit/text.ts'
import type { Tone } from '#kit/tokens.ts'
import type { AlarmStatus, Datastream, Kind, Latest, Severity, Station } from '../schema.ts'

export const severityTone: Record<Severity, Tone> = { critical: 'alarm', serious: 'warning', minor: 'active' }
const severityIcon: Record<Severity, IconName> = { critical: 'alarm', serious: 'warning', minor: 'circle-alert' }
export const statusTone: Record<AlarmStatus, Tone> = {
  raised: 'alarm',
  acknowledged: 'active',
  shelved: 'neutral',
  cleared: 'done',
}
const statusIcon: Record<AlarmStatus, IconName> = {
  raised: 'bell',
  acknowledged: 'badge',
  shelved: 'pause',
  cleared: 'circle-check',
}

export function SeverityTag({ severity }: { severity: Severity }) {
  const { t } = useTranslation('observations')
  return (
    <StatusTag tone={severityTone[severity]} icon={severityIcon[severity]} solid={severity === 'critical'}>
      {t(`severity.${severity}`)}
    </StatusTag>
  )
}

export function AlarmStatusTag({ status }: { status: AlarmStatus }) {
  const { t } = useTranslation('observations')
  return (
    <StatusTag tone={statusTone[status]} icon={statusIcon[status]}>
      {t(`status.${status}`)}
    </StatusTag>
  )
}

type Seen = Pick<Station, 'state' | 'online' | 'openAlarms'>
export type StationState = 'alarmed' | 'online' | 'offline' | 'stopped'
export const stationStateOf = ({ state, online, openAlarms }: Seen): StationState =>
  openAlarms > 0 ? 'alarmed' : state === 'stopped' ? 'stopped' : online ? 'online' : 'offline'
export const stationTone: Record<StationState, Tone> = {
  alarmed: 'alarm',
  online: 'done',
  offline: 'warning',
  stopped: 'neutral',
}
const stationIcon: Record<StationState, IconName> = {
  alarmed: 'alarm',
  online: 'circle-check',
  offline: 'wifi-off',
  stopped: 'pause',
}

/** Whether it sends, apart from whether it alarms: both can be true at once. */
export function StationTag({ station }: { station: Seen }) {
  const { t } = useTranslation('observations')
  const state = stationStateOf({ ...station, openAlarms: 0 })
  return (
    <StatusTag tone={stationTone[state]} icon={stationIcon[state]}>
      {t(`state.${state}`)}
    </StatusTag>
  )
}

/** Kinds of station and data flags as HJ 212 writes them; a word that is not here is shown as it came. */
const kinds: Record<string, Text> = {
  21: { zh: '地表水', en: 'Surface water' },
  22: { zh: '环境空气', en: 'Ambient air' },
  23: { zh: '声环境', en: 'Noise' },
  24: { zh: '地下水', en: 'Groundwater' },
  25: { zh: '土壤', en: 'Soil' },
  27: { zh: '挥发性有机物', en: 'Volatile organics' },
  31: { zh: '废气污染源', en: 'Air pollution source' },
  32: { zh: '废水污染源', en: 'Water pollution source' },
  39: { zh: '工地扬尘', en: 'Site dust' },
  51: { zh: '烟气过程', en: 'Flue gas process' },
  52: { zh: '污水过程', en: 'Sewage process' },
}
export const stationKinds = Object.keys(kinds)
export function useKindTitle(): (kind: string) => string {
  const language = useLanguage()
  return (kind) => kinds[kind]?.[language] ?? kind
}

const flags: Record<string, Text> = {
  N: { zh: '正常', en: 'Normal' },
  F: { zh: '停运', en: 'Stopped' },
  M: { zh: '维护', en: 'Maintenance' },
  S: { zh: '手工输入', en: 'By hand' },
  D: { zh: '故障', en: 'Faulty' },
  C: { zh: '校准', en: 'Calibrating' },
  T: { zh: '超量程', en: 'Out of range' },
  B: { zh: '通讯异常', en: 'Line fault' },
}
const usableFlags = ['N', 'S']
export const isUsable = (flag: string): boolean => usableFlags.includes(flag) || !(flag in flags)
export function useFlagTitle(): (flag: string) => string {
  const language = useLanguage()
  return (flag) => flags[flag]?.[language] ?? flag
}

/** The unit as people write it; the number one is no unit. */
export const unitShown = (unit: string | null | undefined): string => (!unit || unit === '1' ? '' : unit)

const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 5, useGrouping: false })
export const numberShown = (value: number | null | undefined): string => (value == null ? '—' : plain.format(value))
export const valueShown = (value: number | null | undefined, unit?: string | null): string =>
  `${numberShown(value)}${value != null && unitShown(unit) ? ` ${unitShown(unit)}` : ''}`

export const kindOrder: readonly Kind[] = ['real-time', 'minute', 'hour', 'day']

/** The value shown first: of the shortest period that has one. */
export const firstLatest = (stream: Datastream): Latest | undefined =>
  kindOrder.map((kind) => stream.latest.find((latest) => latest.kind === kind)).find((latest) => latest !== undefined)

export const isPast = (stream: Datastream, { kind, value, usable }: Latest): boolean =>
  usable &&
  value !== null &&
  stream.rules.some((rule) => rule.kind === kind && (rule.direction === 'above' ? value > rule.raiseAt : value < rule.raiseAt))
