import { createElement, useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '#kit/live.ts'
import { refresh } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import type { Tone } from '#kit/tokens.ts'
import type { Card, Standing } from '../schema.ts'

export const toneOf: Record<Standing, Tone> = { met: 'done', near: 'warning', missed: 'alarm', none: 'neutral' }

/** `93.4`, `1,204`, `—` when there was nothing to count. */
export const shown = (value: number | null, digits: number): string =>
  value === null ? '—' : value.toLocaleString('en', { maximumFractionDigits: digits })

/** In which period a value stands, in words; a period of its own name is said by it. */
export function usePeriodName(): (period: string) => string {
  const { t } = useTranslation('indicators')
  return useCallback(
    (period) => {
      const last = /^last-(\d+)d$/.exec(period)
      if (last) return t('period.last', { count: Number(last[1]) })
      const known = {
        now: 'period.now',
        today: 'period.today',
        'this-month': 'period.thisMonth',
        'this-year': 'period.thisYear',
      } as const
      return period in known ? t(known[period as keyof typeof known]) : period
    },
    [t],
  )
}

/** `73 of 79 counted`, for a share. */
export function useMadeOf(): (value: Pick<Card, 'part' | 'whole' | 'unit'>) => string {
  const { t } = useTranslation('indicators')
  return ({ part, whole }) => (part === null ? t('card.rows', { count: whole }) : t('card.partOf', { part, whole }))
}

export function useTarget(): (card: Pick<Card, 'target' | 'better' | 'digits' | 'unit'>) => string | null {
  const { t } = useTranslation('indicators')
  const text = useText()
  return ({ target, better, digits, unit }) =>
    target === null
      ? null
      : t(better === 'less' ? 'card.atMost' : 'card.atLeast', { value: shown(target, digits), unit: text(unit) })
}

const topicsOf = (cards: readonly Pick<Card, 'live'>[]) => [...new Set(cards.flatMap(({ live }) => live ?? []))]

/** Counts anew when the rows behind the numbers change. */
export const Follow = ({ cards }: { cards: readonly Pick<Card, 'live'>[] }) =>
  topicsOf(cards).map((topic) => createElement(FollowTopic, { key: topic, topic }))

/** Rows change many at a time: ask at once, then at most every three seconds. */
function FollowTopic({ topic }: { topic: string }) {
  const last = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useLive(topic, () => {
    clearTimeout(timer.current)
    const ask = () => {
      last.current = Date.now()
      void refresh('/api/indicators')
    }
    const wait = 3000 - (Date.now() - last.current)
    if (wait <= 0) ask()
    else timer.current = setTimeout(ask, wait)
  })
  return null
}
