import type { Text } from './text.ts'

/** What kind of refusal it is. Only the edge knows which HTTP status that means. */
export type Refusal =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'too_large'
  | 'unsupported'
  | 'too_many'
  | 'unavailable'

/** One field that is wrong, with the place in the input where it stands (`factors.0.unit`). */
export interface FieldFault {
  path: string
  code: string
  text: Text
}

/** Every expected failure: a stable code, its parameters, and what to tell the reader in either language. */
export class DomainError extends Error {
  readonly is: Refusal
  readonly code: string
  readonly text: Text
  readonly params: Record<string, unknown>
  readonly faults: readonly FieldFault[]
  /** The object's state now, for a 409, so that the loser of a race sees what won. */
  readonly current: unknown

  constructor(
    is: Refusal,
    code: string,
    text: Text,
    params: Record<string, unknown> = {},
    more: { faults?: readonly FieldFault[]; current?: unknown } = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`)
    this.name = 'DomainError'
    this.is = is
    this.code = code
    this.text = text
    this.params = params
    this.faults = more.faults ?? []
    this.current = more.current
  }
}

/**
 * Declares a refusal once, with its words: `const alreadyClosed = defineError('conflict', 'already_closed', {zh, en})`,
 * then `throw alreadyClosed({ number })`. Say what is wrong, where, and what to do next.
 */
export const defineError =
  (is: Refusal, code: string, text: Text) =>
  (params: Record<string, unknown> = {}, more: { faults?: readonly FieldFault[]; current?: unknown } = {}): DomainError =>
    new DomainError(is, code, text, params, more)

export const notFound = defineError('not_found', 'not_found', {
  zh: '没有找到{what}。它可能已被撤销，或者您没有查看的权限。',
  en: '{what} was not found. It may have been withdrawn, or you may not be allowed to see it.',
})
export const forbidden = defineError('forbidden', 'forbidden', {
  zh: '您没有进行这项操作的权限（{capability}）。请联系本单位管理员。',
  en: 'You do not have the permission for this ({capability}). Ask your unit’s administrator.',
})
export const signInRequired = defineError('unauthenticated', 'sign_in_required', {
  zh: '请先登录。',
  en: 'Please sign in first.',
})
export const invalid = defineError('invalid', 'invalid', {
  zh: '提交的内容有误，请按提示修改。',
  en: 'Something in what you sent is not right. Please correct the fields marked.',
})
export const staleVersion = defineError('conflict', 'stale_version', {
  zh: '这条记录刚刚被别人改过，请按最新内容重新操作。',
  en: 'Someone else has just changed this record. Please look at it again and repeat your change.',
})
