import { type Mask, maskAs } from '#engines/audit'

export const MASKS = ['name', 'phone', 'id-number', 'address', 'all'] as const satisfies readonly Mask[]
export type MaskKind = (typeof MASKS)[number]

/** Nobody's name or number has two stars in a row: this came out of a list and must not go back in. */
export const looksMasked = (value: string): boolean => value.includes('**')

/** A masked value that came back as it was shown is no change. */
export const isEcho = (kind: MaskKind, value: unknown, now: unknown): boolean =>
  typeof value === 'string' && typeof now === 'string' && value !== now && value === maskAs(kind, now)
