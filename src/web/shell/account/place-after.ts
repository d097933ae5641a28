import type { Me } from '../../kit/session.ts'

/** Where somebody wanted to go, if it is a place of ours: an address in a link must not send anyone elsewhere. */
export const placeAfter = (wanted: string | undefined, me: Me | null): string =>
  wanted && /^\/(?![/\\])/.test(wanted) ? wanted : me?.kind === 'staff' ? '/work' : '/'
