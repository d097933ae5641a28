import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'
import { Loading } from './states.tsx'
import { useLanguage } from './text.ts'
import { exactTime, useNow } from './time.tsx'
import type { Tone } from './tokens.ts'
import './panel.css'

export interface PanelProps {
  title: ReactNode
  /** What is counted, from when to when, and by whom; shown on hover and focus. */
  definition?: string
  /** When its data was last true. */
  freshAt?: string | Date | null | undefined
  /** Older than this and the tile says that it is late. Default five minutes. */
  lateAfterMinutes?: number
  actions?: ReactNode
  isPending?: boolean
  /** The server's words when the tile could not be filled. */
  error?: string | null | undefined
  children: ReactNode
}

/** One tile of the command centre: its meaning and its age are part of it. */
export function Panel({ title, definition, freshAt, lateAfterMinutes = 5, actions, isPending, error, children }: PanelProps) {
  const { t } = useTranslation('web')
  const language = useLanguage()
  const now = useNow(15)
  const age = freshAt ? Math.floor((now.getTime() - new Date(freshAt).getTime()) / 60_000) : 0
  const isLate = age >= lateAfterMinutes
  const about = [definition, freshAt && t('panel.fresh', { at: exactTime(freshAt, language) })].filter(Boolean).join('\n')
  return (
    <section className="panel" data-late={isLate || undefined}>
      <header>
        <h2>{title}</h2>
        {about && (
          <span className="panel-about" tabIndex={0} role="note" aria-label={about}>
            <Icon name="info" size="1em" />
            <span className="panel-words" aria-hidden="true">
              {about}
            </span>
          </span>
        )}
        <span className="grow" />
        {(isLate || error) && (
          <span className="panel-late" role="status">
            <Icon name={error ? 'cloud-off' : 'clock'} size="1em" />
            {error ? t('panel.broken') : t('panel.late', { count: age })}
          </span>
        )}
        {actions}
      </header>
      <div className="panel-body">
        {error && isPending !== false ? (
          <p className="quiet panel-error">{error}</p>
        ) : isPending ? (
          <Loading rows={3} />
        ) : (
          children
        )}
      </div>
    </section>
  )
}

export interface FigureProps {
  value: ReactNode
  unit?: string
  title: string
  definition?: string
  tone?: Tone
  /** Against yesterday or the like: `+12`. */
  change?: ReactNode
  /** A number opens what it counts. */
  onOpen?: () => void
}

/** One number that can be read from three metres away, and opened. */
export function Figure({ value, unit, title, definition, tone = 'neutral', change, onOpen }: FigureProps) {
  const inside = (
    <>
      <span className="figure-value numbers">
        {value}
        {unit && <small>{unit}</small>}
      </span>
      <span className="figure-title">{title}</span>
      {change && <span className="figure-change numbers">{change}</span>}
    </>
  )
  if (!onOpen)
    return (
      <div className="figure" data-tone={tone} title={definition}>
        {inside}
      </div>
    )
  return (
    <button type="button" className="figure" data-tone={tone} title={definition} onClick={onOpen}>
      {inside}
    </button>
  )
}

export const Figures = ({ children }: { children: ReactNode }) => <div className="figures">{children}</div>
