/**
 * 统一社会信用代码, GB 32100-2015: registrar (1) · category (1) · area (6) · organisation code of GB 11714 (9) · check character.
 * Real codes that fail the check are in circulation: they are kept and flagged.
 */
export type CreditCodeFault = 'character' | 'registrar' | 'area' | 'organisation_check' | 'check'

export interface CreditCode {
  /** 18 characters, upper case. */
  code: string
  /** 登记管理部门: 1 establishment office, 5 civil affairs, 9 market supervision … */
  registrar: string
  /** 机构类别 within the registrar, for example 91 enterprise, 92 individual business, 51 social association. */
  category: string
  area: string
  /** GB 11714, nine characters without the dash. */
  organisation: string
  faults: CreditCodeFault[]
}

export const creditCodeCharacters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const value = new Map([...creditCodeCharacters].map((character, at) => [character, at]))
/** 3^(i-1) mod 31. */
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]
const registrars = '123456789ANY'

/** The check character over the first 17; undefined when one of them is outside the alphabet. */
export function creditCodeCheck(code: string): string | undefined {
  let sum = 0
  for (let at = 0; at < 17; at++) {
    const found = value.get(code[at] as string)
    if (found === undefined) return undefined
    sum += found * (weights[at] as number)
  }
  return creditCodeCharacters[(31 - (sum % 31)) % 31]
}

/** The ninth character over the first eight of an organisation code (digits and all capital letters). */
export function organisationCodeCheck(code: string): string {
  let sum = 0
  for (let at = 0; at < 8; at++) sum += Number.parseInt(code[at] as string, 36) * (organisationWeights[at] as number)
  const rest = 11 - (sum % 11)
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest)
}

export const cleanCreditCode = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}.·]/gu, '')
    .toUpperCase()

/** Null when the text has not the shape of a code at all. */
export function parseCreditCode(text: string): CreditCode | null {
  const code = cleanCreditCode(text)
  if (!/^[0-9A-Z]{18}$/.test(code)) return null
  const organisation = code.slice(8, 17)
  const faults: CreditCodeFault[] = []
  const check = creditCodeCheck(code)
  if (check === undefined || !value.has(code[17] as string)) faults.push('character')
  if (!registrars.includes(code[0] as string)) faults.push('registrar')
  if (!/^\d{6}$/.test(code.slice(2, 8))) faults.push('area')
  if (organisationCodeCheck(organisation) !== organisation[8]) faults.push('organisation_check')
  if (check !== undefined && check !== code[17]) faults.push('check')
  return { code, registrar: code.slice(0, 1), category: code.slice(0, 2), area: code.slice(2, 8), organisation, faults }
}

/** 组织机构代码 alone, as `MA62K026-0`; null when it has not the shape. */
export function parseOrganisationCode(text: string): { code: string; ok: boolean } | null {
  const code = cleanCreditCode(text)
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(code)) return null
  return { code, ok: organisationCodeCheck(code) === code[8] }
}
