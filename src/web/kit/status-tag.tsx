import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import type { Tone } from './tokens.ts'
import './status-tag.css'

const pictures: Record<Tone, IconName> = {
  neutral: 'circle-dashed',
  active: 'circle-dot',
  done: 'circle-check',
  warning: 'warning',
  alarm: 'alarm',
}

/** A state as shape, icon and word; the colour only repeats them. `solid` for the one thing that must be seen. */
export function StatusTag({
  tone = 'neutral',
  icon,
  solid = false,
  children,
}: {
  tone?: Tone
  icon?: IconName
  solid?: boolean
  children: ReactNode
}) {
  return (
    <span className="tag" data-tone={tone} data-solid={solid || undefined}>
      <Icon name={icon ?? pictures[tone]} size="1.15em" />
      {children}
    </span>
  )
}

/** A small number on an entry; nothing when there is nothing. */
export function Count({ value, tone = 'neutral', label }: { value: number | undefined; tone?: Tone; label?: string }) {
  if (!value) return null
  return (
    <span className="count" data-tone={tone} {...(label && { title: label })}>
      {value > 999 ? '999+' : value}
    </span>
  )
}
