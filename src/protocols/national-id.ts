/**
 * 公民身份号码, GB 11643-1999: area (6) · birth date (8) · sequence (3, odd = male) · check character.
 * Numbers of 15 digits were given until 1999: two digits of the year, no check character.
 * A number that fails a check is kept and flagged: registers hold such numbers, and they are evidence.
 */
export type NationalIdFault = 'area' | 'birth_date' | 'check_digit'

export interface NationalId {
  /** 18 characters, upper case; a number of 15 digits is brought to 18. */
  id: string
  /** As many digits as were written. */
  written: 15 | 18
  /** The six digits of GB/T 2260 at the time of registration. */
  area: string
  /** ISO 8601; missing when the digits are no date. */
  bornOn?: string
  sex: 'male' | 'female'
  sequence: string
  faults: NationalIdFault[]
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkCharacters = '10X98765432'
/** GB/T 2260; 83 residence permits of Taiwan residents, 9 permanent residence of foreigners (nationality follows). */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
)
/** In a number of 15 digits these sequences were kept for people above a hundred years. */
const centenarians = new Set(['996', '997', '998', '999'])

/** The check character over the first 17 digits (ISO 7064 MOD 11-2). */
export function nationalIdCheck(digits: string): string {
  let sum = 0
  for (let at = 0; at < 17; at++) sum += (digits.charCodeAt(at) - 48) * (weights[at] as number)
  return checkCharacters[sum % 11] as string
}

/** Full width, spaces, dashes and the cross in its many spellings are how people write it, not faults. */
export const cleanNationalId = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}·.]/gu, '')
    .replace(/[xX×Ⅹ✕Хх*]$/u, 'X')

const daysOf = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

function dateOf(digits: string): string | undefined {
  const [year, month, day] = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8))]
  if (year < 1800 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return undefined
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`
}

/** 15 digits to 18. `bornIn` (a year known from elsewhere) settles the century when it ends in the same two digits. */
export function nationalIdTo18(fifteen: string, bornIn?: number): string {
  const year = fifteen.slice(6, 8)
  const usual = centenarians.has(fifteen.slice(12)) ? '18' : '19'
  const known = bornIn !== undefined && String(bornIn).slice(-2) === year ? String(bornIn).slice(0, 2) : usual
  const digits = `${fifteen.slice(0, 6)}${known}${fifteen.slice(6)}`
  return digits + nationalIdCheck(digits)
}

/** Null when the text has not the shape of a number at all; everything else is told, with its faults. */
export function parseNationalId(text: string, bornIn?: number): NationalId | null {
  const clean = cleanNationalId(text)
  const written = clean.length
  if (!/^(\d{15}|\d{17}[\dX])$/.test(clean)) return null
  const id = written === 15 ? nationalIdTo18(clean, bornIn) : clean
  const bornOn = dateOf(id.slice(6, 14))
  const faults: NationalIdFault[] = []
  if (!provinces.has(id.slice(0, 2)) && id[0] !== '9') faults.push('area')
  if (!bornOn) faults.push('birth_date')
  if (nationalIdCheck(id) !== id[17]) faults.push('check_digit')
  return {
    id,
    written: written as 15 | 18,
    area: id.slice(0, 6),
    ...(bornOn && { bornOn }),
    sex: Number(id[16]) % 2 === 1 ? 'male' : 'female',
    sequence: id.slice(14, 17),
    faults,
  }
}

/** What is the same in the old and the new form of one number: area, two digits of the year, month, day, sequence. */
export const nationalIdCore = (id: string): string => (id.length === 18 ? id.slice(0, 6) + id.slice(8, 17) : id)
