import { cleanCreditCode, parseCreditCode } from '#protocols/credit-code'
import type { Ctx } from '#kernel'
import type { Publisher } from './drafts.ts'
import { creditCodeWrong } from './errors.ts'
import { publisherOf } from './store-enterprises.ts'

/** An enterprise is named by its unified social credit code, whose check digits must hold. */
export function enterprise(name: string, creditCode: string): Publisher {
  const code = cleanCreditCode(creditCode)
  const parsed = parseCreditCode(code)
  if (!parsed || parsed.faults.length > 0) throw creditCodeWrong()
  return {
    publisher: `e-${code.toLowerCase()}`,
    publisher_title: { zh: name, en: name },
    publisher_kind: 'enterprise',
    publisher_path: null,
  }
}

/** The enterprise for which this account has handed something in before. */
export const enterpriseOf = async (ctx: Ctx): Promise<Publisher | undefined> => {
  const found = await publisherOf(ctx, ctx.user.id)
  return found && { ...found, publisher_kind: 'enterprise', publisher_path: null }
}
