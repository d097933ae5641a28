import { ClockRing, type LimitClock } from '#kit/clock-ring.tsx'
import type { CaseCard } from '../../../engines/cases/schema.ts'

export function CaseClock({ card, size }: { card: CaseCard; size: number }) {
  if (card.remaining === null || card.clock === null) return null
  return (
    <ClockRing
      remaining={card.remaining}
      clock={card.clock as LimitClock}
      dueAt={card.dueAt}
      size={size}
      {...(card.suspended && { state: 'suspended' as const })}
    />
  )
}
