import { holdsOver, type User } from '#kernel'
import type { Task } from './store.ts'

const isUnder = (path: string, root: string): boolean => path === root || path.startsWith(`${root}.`)

/** May this user do the task? `mayDoRow` in store-rights.ts is the same rule in SQL; a test holds them together. */
export function mayDo(user: User, task: Pick<Task, 'assignee' | 'capability' | 'unit' | 'organisation' | 'area'>): boolean {
  if (user.kind === 'system') return true
  if (user.kind === 'anonymous') return false
  if (task.assignee === user.id) return true
  if (task.capability === null)
    return task.unit !== null && user.organisation !== undefined && isUnder(user.organisation, task.unit)
  const anywhere = task.organisation === null && task.area === null
  return anywhere ? user.grants.some((grant) => grant.capability === task.capability) : holdsOver(user, task.capability, task)
}

/** … and nobody else has taken it. */
export const mayComplete = (user: User, task: Task): boolean =>
  task.state === 'open' && mayDo(user, task) && (user.kind === 'system' || task.assignee === null || task.assignee === user.id)
