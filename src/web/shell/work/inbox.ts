import type { TaskView } from '../../../engines/process/schema.ts'
import { useApi } from '../../kit/query.ts'

/** One open task of mine, as `/api/process/inbox` lists it. */
export type InboxItem = TaskView

export const isLate = ({ clock }: InboxItem): boolean => clock.state === 'overdue'
export const isWarned = ({ clock }: InboxItem): boolean => clock.state === 'warned'

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
  const late = data.items.filter(isLate).length
  const soon = data.items.filter(isWarned).length
  return { open: data.items.length, soon, late }
}
