import { type Mask, maskAs } from '#engines/audit'

export const maskValue = (value: string, mask: Mask | undefined): string => (mask ? maskAs(mask, value) : value)
