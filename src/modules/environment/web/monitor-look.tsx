import { useTranslation } from 'react-i18next'
import type { IconName } from '#kit/icon.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import type { Tone } from '#kit/tokens.ts'
import type { PacketOutcome, Tally } from '../schema.ts'

export const monitorsPath = '/api/environment/monitors'
const lateAfterMs = 15 * 60_000

type Line = 'online' | 'late' | 'never' | 'stopped'
const looks: Record<Line, { tone: Tone; icon: IconName }> = {
  online: { tone: 'done', icon: 'circle-check' },
  late: { tone: 'warning', icon: 'wifi-off' },
  never: { tone: 'neutral', icon: 'circle-dashed' },
  stopped: { tone: 'neutral', icon: 'pause' },
}

export const lineOf = (state: 'in-use' | 'stopped', lastAt: string | null): Line =>
  state === 'stopped' ? 'stopped' : lastAt === null ? 'never' : Date.now() - Date.parse(lastAt) < lateAfterMs ? 'online' : 'late'

/** Whether the device is heard of, in a word. */
export function LineTag({ state, lastAt }: { state: 'in-use' | 'stopped'; lastAt: string | null }) {
  const { t } = useTranslation('environment')
  const line = lineOf(state, lastAt)
  return (
    <StatusTag tone={looks[line].tone} icon={looks[line].icon}>
      {t(`line.${line}`)}
    </StatusTag>
  )
}

const good: readonly PacketOutcome[] = ['accepted', 'duplicate', 'revised', 'notice']
export const isRefusal = (outcome: PacketOutcome): boolean => !good.includes(outcome)
export const sumToday = (tallies: readonly Tally[], which: (outcome: PacketOutcome) => boolean): number =>
  tallies.filter(({ outcome }) => which(outcome)).reduce((sum, { today }) => sum + today, 0)
export const lastOf = (tallies: readonly Tally[]): string | null =>
  tallies
    .map(({ lastAt }) => lastAt)
    .sort()
    .at(-1) ?? null
