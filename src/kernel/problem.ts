import type { ErrorObject } from 'ajv'
import { DomainError, type Refusal } from './errors.ts'
import { type Locale, say, type Text } from './text.ts'

export const statusOf: Record<Refusal, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported: 415,
  too_many: 429,
  unavailable: 503,
}

/** RFC 9457, with our stable `code` and the faults by field. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
  errors?: { path: string; code: string; message: string }[]
  current?: unknown
}

export const problem = (status: number, code: string, detail: string, more: Partial<Problem> = {}): Problem => ({
  type: 'about:blank',
  title: code,
  status,
  detail,
  code,
  ...more,
})

export function problemOf(error: DomainError, locale: Locale): Problem {
  const errors = error.faults.map((fault) => ({ path: fault.path, code: fault.code, message: say(fault.text, locale) }))
  return problem(statusOf[error.is], error.code, say(error.text, locale, error.params), {
    ...(errors.length > 0 && { errors }),
    ...(error.current !== undefined && { current: error.current }),
  })
}

/** Ajv speaks to programmers; these speak to the person who filled in the form. */
const words: Record<string, (p: Record<string, any>) => Text> = {
  required: () => ({ zh: '请填写此项', en: 'Please fill this in' }),
  minLength: (p) =>
    p['limit'] === 1
      ? { zh: '请填写此项', en: 'Please fill this in' }
      : { zh: `至少 ${p['limit']} 个字`, en: `At least ${p['limit']} characters` },
  maxLength: (p) => ({ zh: `最多 ${p['limit']} 个字`, en: `At most ${p['limit']} characters` }),
  minimum: (p) => ({ zh: `不能小于 ${p['limit']}`, en: `Must be ${p['limit']} or more` }),
  maximum: (p) => ({ zh: `不能大于 ${p['limit']}`, en: `Must be ${p['limit']} or less` }),
  minItems: (p) => ({ zh: `至少 ${p['limit']} 项`, en: `At least ${p['limit']} entries` }),
  maxItems: (p) => ({ zh: `最多 ${p['limit']} 项`, en: `At most ${p['limit']} entries` }),
  enum: (p) => ({
    zh: `只能是：${(p['allowedValues'] as unknown[]).slice(0, 12).join('、')}`,
    en: `Must be one of: ${(p['allowedValues'] as unknown[]).slice(0, 12).join(', ')}`,
  }),
  additionalProperties: (p) => ({
    zh: `不认识的字段 ${p['additionalProperty']}`,
    en: `Unknown field ${p['additionalProperty']}`,
  }),
  type: (p) => ({ zh: `类型应为 ${p['type']}`, en: `Must be of type ${p['type']}` }),
}
const shapeWrong: Text = { zh: '格式不正确', en: 'Not in the right form' }

/** One message per field, with the field's path in dots. */
export function faultsOf(errors: readonly ErrorObject[], locale: Locale): NonNullable<Problem['errors']> {
  const byPath = new Map<string, { path: string; code: string; message: string }>()
  for (const { instancePath, keyword, params } of errors) {
    const own = keyword === 'required' ? `/${(params as { missingProperty: string }).missingProperty}` : ''
    const path = `${instancePath}${own}`.slice(1).replaceAll('/', '.')
    if (!byPath.has(path))
      byPath.set(path, { path, code: keyword, message: say((words[keyword] ?? (() => shapeWrong))(params), locale) })
  }
  return [...byPath.values()]
}
