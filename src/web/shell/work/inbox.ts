import type { LimitClock } from '../../kit/clock-ring.tsx'
import { useApi } from '../../kit/query.ts'
import type { Text } from '../../kit/text.ts'

/** One open task of mine, as `/api/process/inbox` lists it. */
export interface InboxItem {
  id: string
  subject: string
  title: Text | string
  step: Text | string
  number?: string | null
  openedAt: string
  remaining?: number | null
  clock?: LimitClock | null
  amount?: number | null
  warnAt?: string | null
  dueAt?: string | null
  state?: string
}

export interface InboxCounts {
  open: number
  soon: number
  late: number
}

export const inboxPath = '/api/process/inbox'

/** For the badge; asked again when a task opens or closes, and each minute because clocks run. */
export function useInboxCounts(): InboxCounts | undefined {
  const { data } = useApi<{ items: InboxItem[]; next: string | null }>(`${inboxPath}?limit=200`, undefined, { everySeconds: 60 })
  if (!data) return undefined
  const late = data.items.filter((item) => (item.remaining ?? 0) < 0).length
  const soon = data.items.filter(
    (item) => (item.remaining ?? 0) >= 0 && item.warnAt && new Date(item.warnAt) <= new Date(),
  ).length
  return { open: data.items.length, soon, late }
}
