import { defineEvent, refOf } from '#kernel'
import { z } from 'zod'
import { accountType } from './protected.ts'

/** Somebody left, or is shut out for another reason: what they had in hand waits for somebody else. */
export const accountDisabled = defineEvent('identity.account-disabled', z.object({ account: z.string() }), ({ account }) =>
  refOf(accountType.type, account),
)
