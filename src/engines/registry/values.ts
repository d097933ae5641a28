import type { Ctx } from '#kernel'
import { type FieldValues, isPersonal, type Registry } from './definition.ts'
import { maskValue } from './masks.ts'

export interface Kept {
  readonly sealed: string | null
  readonly open: FieldValues
}

/** Personal values go into one sealed text, the others stay readable for the database. */
export function seal({ secrets }: Pick<Ctx, 'secrets'>, { fields }: Registry, values: FieldValues): Kept {
  const personal: FieldValues = {}
  const open: FieldValues = {}
  for (const [field, value] of Object.entries(values)) (isPersonal(fields[field] ?? {}) ? personal : open)[field] = value
  const isEmpty = Object.keys(personal).length === 0
  return { sealed: isEmpty ? null : secrets.encrypt(JSON.stringify(personal)), open }
}

export const unseal = ({ secrets }: Pick<Ctx, 'secrets'>, { sealed, open }: Kept): FieldValues => ({
  ...open,
  ...(sealed ? (JSON.parse(secrets.decrypt(sealed)) as FieldValues) : {}),
})

export const masked = ({ fields }: Registry, values: FieldValues): FieldValues =>
  Object.fromEntries(Object.entries(values).map(([field, value]) => [field, maskValue(value, fields[field]?.mask)]))

/** One form of the content, whatever the order of its fields: a repeated delivery is known by it. */
export const digestOf = ({ secrets }: Pick<Ctx, 'secrets'>, values: FieldValues, observedOn: string): string =>
  secrets.blindIndex('registry.content', JSON.stringify([observedOn, ...Object.entries(values).sort()]))
