import type { ClockView } from '../../kit/clock-ring.tsx'
import { useApi } from '../../kit/query.ts'
import type { Text } from '../../kit/text.ts'

/** One open task, as the process engine lists it. */
export interface Task {
  id: string
  subject: string
  title: string
  processTitle: Text
  stepTitle: Text
  outcomes: { id: string; title: Text }[]
  unit: string | null
  assignee: string | null
  assigneeName: string | null
  openedAt: string
  clock: ClockView
  mayComplete: boolean
  version: number
}

export const inboxPath = '/api/process/inbox'

interface Counts {
  items: { process: string; processTitle: Text; step: string; stepTitle: Text; count: number; mine: number; overdue: number }[]
}

/** By process and step; asked again when a task opens or closes, and each minute because clocks run. */
export const useInboxCounts = () => useApi<Counts>(`${inboxPath}/counts`, undefined, { everySeconds: 60 }).data?.items

export interface InboxTotal {
  open: number
  late: number
}

export function useInboxTotal(): InboxTotal | undefined {
  return useInboxCounts()?.reduce((sum, { count, overdue }) => ({ open: sum.open + count, late: sum.late + overdue }), {
    open: 0,
    late: 0,
  })
}

export const isLate = ({ clock }: Task): boolean => clock.state === 'overdue' || (clock.remaining !== null && clock.remaining < 0)
export const isWarned = ({ clock }: Task): boolean => clock.state === 'warned'
