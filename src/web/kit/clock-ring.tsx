import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'
import { exactTime } from './time.tsx'
import { useLanguage } from './text.ts'
import type { Tone } from './tokens.ts'
import './clock-ring.css'

export type LimitClock = 'urgent-hours' | 'working-hours' | 'working-days' | 'natural-days'

export interface ClockProps {
  /** What is left in the clock's own unit, as the server counted it; negative when overdue. */
  remaining: number
  clock: LimitClock
  /** The whole limit in the same unit, for the ring. */
  amount?: number | null
  dueAt?: string | null
  /** When the warning began; without it a fifth of the limit. */
  warned?: boolean
  state?: 'running' | 'suspended' | 'met' | 'missed'
  size?: number
  /** Only the ring, the words on hover. */
  compact?: boolean
}

const unitOf = (clock: LimitClock) =>
  clock === 'urgent-hours'
    ? 'hours'
    : clock === 'working-hours'
      ? 'workingHours'
      : clock === 'working-days'
        ? 'workingDays'
        : 'days'

/** "还剩 3 个工作小时", "还剩 20 分钟", "超时 2 个工作日". */
export function useClockWords(): (props: Pick<ClockProps, 'remaining' | 'clock' | 'state'>) => string {
  const { t } = useTranslation('web')
  return ({ remaining, clock, state }) => {
    if (state === 'suspended') return t('clock.suspended')
    if (state === 'met') return t('clock.met')
    if (state === 'missed') return t('clock.missed')
    const isHours = clock.endsWith('hours')
    const size = Math.abs(remaining)
    const inMinutes = isHours && size < 1
    const count = inMinutes ? Math.max(1, Math.round(size * 60)) : size < 10 ? Math.round(size * 10) / 10 : Math.round(size)
    const amount = t(inMinutes ? 'clock.unit.minutes' : `clock.unit.${unitOf(clock)}`, { count })
    return t(remaining < 0 ? 'clock.over' : 'clock.left', { amount })
  }
}

export function clockTone({
  remaining,
  amount,
  warned,
  state = 'running',
}: Pick<ClockProps, 'remaining' | 'amount' | 'warned' | 'state'>): Tone {
  if (state === 'suspended') return 'neutral'
  if (state === 'met') return 'done'
  if (state === 'missed' || remaining < 0) return 'alarm'
  if (warned || (amount && remaining / amount <= 0.2)) return 'warning'
  return 'active'
}

/** A clock as the process engine and the cases send it. */
export interface ClockView {
  state: string
  limit: { amount: number; clock: LimitClock } | null
  warnAt: string | null
  dueAt: string | null
  remaining: number | null
}

/** The ring of a clock straight from the server; nothing when no clock runs. */
export function ClockOf({ clock, size, compact }: { clock: ClockView | null | undefined; size?: number; compact?: boolean }) {
  if (!clock?.limit || clock.remaining === null) return null
  const state = clock.state === 'suspended' ? ('suspended' as const) : ('running' as const)
  const warned = clock.state === 'warned' || (clock.warnAt !== null && new Date(clock.warnAt) <= new Date())
  return (
    <ClockRing
      remaining={clock.remaining}
      clock={clock.limit.clock}
      amount={clock.limit.amount}
      dueAt={clock.dueAt}
      warned={warned}
      state={state}
      {...(size !== undefined && { size })}
      {...(compact !== undefined && { compact })}
    />
  )
}

/** A ring that empties as the limit runs out, with the words beside it. */
export function ClockRing(props: ClockProps) {
  const { remaining, amount, dueAt, state = 'running', size = 20, compact = false } = props
  const { t } = useTranslation('web')
  const language = useLanguage()
  const words = useClockWords()(props)
  const tone = clockTone(props)
  const left = state === 'met' ? 1 : Math.max(0, Math.min(1, remaining / (amount || Math.max(remaining, 1))))
  const exact = dueAt ? t('clock.due', { at: exactTime(dueAt, language) }) : undefined
  return (
    <span className="clock" data-tone={tone} title={[words, exact].filter(Boolean).join(' · ')}>
      {tone === 'alarm' ? (
        <Icon name="alarm" size={size} />
      ) : state === 'suspended' ? (
        <Icon name="pause" size={size} />
      ) : (
        <Ring share={left} size={size} />
      )}
      <span className={compact ? 'unseen' : undefined}>{words}</span>
    </span>
  )
}

function Ring({ share, size }: { share: number; size: number }) {
  const radius = 8
  const round = 2 * Math.PI * radius
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r={radius} fill="none" stroke="currentColor" strokeOpacity="0.22" strokeWidth="3.5" />
      <circle
        cx="10"
        cy="10"
        r={radius}
        fill="none"
        stroke="currentColor"
        strokeWidth="3.5"
        strokeDasharray={`${round * share} ${round}`}
        transform="rotate(-90 10 10)"
      />
    </svg>
  )
}
