import type { Ctx } from '#kernel'
import { maskAs, maskName } from '#engines/audit'
import { cleanNationalId, parseNationalId } from '#protocols/national-id'

/** Register columns are indexed under this purpose by the registers engine; ours must find the same rows. */
const purposeOf = (table: string, column: string) => `${table}.${column}`

const tidyName = (name: string) => name.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()

export const indexNumber = (ctx: Ctx, number: string): string =>
  ctx.secrets.blindIndex(purposeOf('credit.records', 'person_number'), parseNationalId(number)?.id ?? cleanNationalId(number))
export const indexName = (ctx: Ctx, name: string): string =>
  ctx.secrets.blindIndex(purposeOf('credit.records', 'person_name'), tidyName(name))

export const shortName = maskName
export const shortNumber = (number: string): string => maskAs('id-number', number)

export interface Sealed {
  person_name_sealed: string | null
  person_name_index: string | null
  person_number_sealed: string | null
  person_number_index: string | null
}
export const nobody: Sealed = {
  person_name_sealed: null,
  person_name_index: null,
  person_number_sealed: null,
  person_number_index: null,
}

/** Name and number of a person as they are kept: sealed, with an index that gives nothing back. */
export function sealPerson(ctx: Ctx, name: string, number: string): Sealed {
  const whole = parseNationalId(number)?.id ?? cleanNationalId(number)
  return {
    person_name_sealed: ctx.secrets.encrypt(name),
    person_name_index: indexName(ctx, name),
    person_number_sealed: ctx.secrets.encrypt(whole),
    person_number_index: indexNumber(ctx, whole),
  }
}
