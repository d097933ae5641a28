import { randomInt } from 'node:crypto'

/** Crockford's letters: none that is taken for another when read aloud or from a bad copy. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 16

/** 80 random bits as four groups of four: `7K3M-9QWD-T4XF-2HBN`. */
export const newCode = (): string => grouped(Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join(''))

const grouped = (letters: string) => (letters.match(/.{4}/g) ?? []).join('-')

/** What somebody typed, as the code it means; null when it cannot be one. */
export function readCode(typed: string): string | null {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-—–_]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  return letters.length === LENGTH && [...letters].every((letter) => LETTERS.includes(letter)) ? grouped(letters) : null
}
