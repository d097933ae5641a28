import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { Time } from './time.tsx'
import type { Tone } from './tokens.ts'
import './timeline.css'

export interface TimelineEntry {
  id: string
  at?: string | null
  title: ReactNode
  who?: ReactNode
  /** What was said or decided. */
  body?: ReactNode
  icon?: IconName
  tone?: Tone
  /** The step that waits now. */
  current?: boolean
  photos?: readonly { id: string; url: string; alt: string }[]
}

/** What happened, newest first unless the caller orders it otherwise; people, times and evidence in one column. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {entries.map((entry) => (
        <li
          key={entry.id}
          data-tone={entry.tone ?? 'neutral'}
          data-current={entry.current || undefined}
          {...(entry.current && { 'aria-current': 'step' as const })}
        >
          <span className="timeline-mark">
            <Icon name={entry.icon ?? (entry.current ? 'circle-dot' : 'circle-check')} size={18} />
          </span>
          <div className="timeline-line">
            <strong>{entry.title}</strong>
            {entry.who && <span className="quiet">{entry.who}</span>}
            {entry.at && (
              <span className="quiet timeline-time">
                <Time at={entry.at} />
              </span>
            )}
          </div>
          {entry.body && <div className="timeline-body">{entry.body}</div>}
          {entry.photos && entry.photos.length > 0 && <Photos photos={entry.photos} />}
        </li>
      ))}
    </ol>
  )
}

/** Small pictures that open whole. */
export function Photos({ photos }: { photos: readonly { id: string; url: string; alt: string }[] }) {
  return (
    <div className="photos">
      {photos.map((photo) => (
        <a key={photo.id} href={photo.url} target="_blank" rel="noreferrer">
          <img src={photo.url} alt={photo.alt} loading="lazy" />
        </a>
      ))}
    </div>
  )
}
