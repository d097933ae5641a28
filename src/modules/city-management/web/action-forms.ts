import type { IconName } from '#kit/icon.tsx'
import type { ActionId, CaseDetail } from '../schema.ts'

export type FieldId =
  | 'reason'
  | 'reason?'
  | 'unit'
  | 'note'
  | 'explanation'
  | 'photos'
  | 'amount'
  | 'until'
  | 'result'
  | 'summary'
  | 'suggests'
  | 'into'
  | 'category'
  | 'description'
  | 'address'

/** One way to answer a step: what it is called, what it asks for, and what it adds to what was filled in. */
export interface Answer {
  /** Text key; absent: the action's own title. */
  title?:
    | 'act.accept'
    | 'act.notAccept'
    | 'act.file'
    | 'act.notFile'
    | 'act.grant'
    | 'act.refuse'
    | 'act.pass'
    | 'act.fail'
    | 'act.hide'
    | 'act.show'
  icon: IconName
  danger?: boolean
  fields: readonly FieldId[]
  body?: (found: CaseDetail) => Record<string, unknown>
}

const answers: Record<ActionId, readonly Answer[]> = {
  accept: [
    { title: 'act.accept', icon: 'check', fields: [], body: () => ({ accept: true }) },
    { title: 'act.notAccept', icon: 'ban', fields: ['reason'], body: () => ({ accept: false }) },
  ],
  file: [
    { title: 'act.file', icon: 'file-check', fields: [], body: () => ({ file: true }) },
    { title: 'act.notFile', icon: 'ban', fields: ['reason'], body: () => ({ file: false }) },
  ],
  dispatch: [{ icon: 'send', fields: ['unit', 'note'] }],
  handle: [{ icon: 'wrench', fields: ['explanation', 'photos'] }],
  reject: [{ icon: 'return', fields: ['reason', 'suggests'] }],
  'request-delay': [{ icon: 'clock', fields: ['amount', 'reason'] }],
  'decide-delay': [
    { title: 'act.grant', icon: 'check', fields: ['reason?'], body: () => ({ grant: true }) },
    { title: 'act.refuse', icon: 'ban', fields: ['reason'], body: () => ({ grant: false }) },
  ],
  verify: [
    { title: 'act.pass', icon: 'clipboard-check', fields: ['result', 'photos'], body: () => ({ passed: true }) },
    { title: 'act.fail', icon: 'undo', fields: ['result', 'photos'], body: () => ({ passed: false }) },
  ],
  rework: [{ icon: 'undo', fields: ['reason', 'photos'] }],
  close: [{ icon: 'check', fields: ['summary'] }],
  urge: [{ icon: 'bell', fields: ['reason'] }],
  suspend: [{ icon: 'pause', fields: ['reason', 'until'] }],
  resume: [{ icon: 'play', fields: ['reason'] }],
  void: [{ icon: 'trash', danger: true, fields: ['reason'] }],
  merge: [{ icon: 'merge', fields: ['into', 'reason'] }],
  unmerge: [{ icon: 'undo', fields: ['reason'] }],
  correct: [{ icon: 'edit', fields: ['category', 'description', 'address'] }],
  hide: [
    { title: 'act.hide', icon: 'eye-off', fields: ['reason'], body: () => ({ hidden: true }) },
    { title: 'act.show', icon: 'eye', fields: ['reason'], body: () => ({ hidden: false }) },
  ],
}

/** Of hiding and showing only the one that changes something; merging only where something is near. */
export function answersOf(id: ActionId, found: CaseDetail): readonly Answer[] {
  if (id === 'hide') return answers.hide.filter((_, index) => (index === 0) !== found.hidden)
  if (id === 'merge' && found.similar.length === 0) return []
  return answers[id]
}
