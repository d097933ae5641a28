import type { IconName } from '#kit/icon.tsx'
import type { Tone } from '#kit/tokens.ts'
import type { CaseCard, CaseState, Channel } from '../../../engines/cases/schema.ts'

/** How a case's state looks; the words beside it come with the case. */
export const stateTone: Record<CaseState, Tone> = {
  accepting: 'active',
  filing: 'active',
  dispatching: 'active',
  handling: 'active',
  'deciding-delay': 'warning',
  verifying: 'active',
  closing: 'active',
  closed: 'done',
  'not-accepted': 'neutral',
  'not-filed': 'neutral',
  void: 'neutral',
  merged: 'neutral',
}

export const channelIcon: Record<Channel, IconName> = {
  patrol: 'users',
  citizen: 'user',
  hotline: 'phone',
  sensor: 'radio',
  open311: 'link',
  camera: 'camera',
}

export const toneOfCase = ({ overdue, state, suspended }: Pick<CaseCard, 'overdue' | 'state' | 'suspended'>): Tone =>
  suspended ? 'neutral' : overdue ? 'alarm' : stateTone[state]
