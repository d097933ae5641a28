import type { CaseState } from '#engines/cases'

/** Which state of the case belongs to which user task of its drawing: each is the other's shadow. */
export const caseAt = {
  accept: 'accepting',
  file: 'filing',
  dispatch: 'dispatching',
  handle: 'handling',
  'decide-delay': 'deciding-delay',
  verify: 'verifying',
  close: 'closing',
} as const satisfies Record<string, CaseState>
