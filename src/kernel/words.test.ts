import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyWords, wordsOf } from './words.ts'

/** What PostgreSQL makes of the text of a tsvector: each word once, with all its places. */
function vector(text: string): Map<string, number[]> {
  const words = new Map<string, number[]>()
  for (const [, quoted, bare, places] of text.matchAll(/(?:'((?:[^'\\]|''|\\\\)*)'|([^\s':]+)):([\d,]+)/g)) {
    const word = (quoted ?? bare) as string
    words.set(
      word,
      [...(words.get(word) ?? []), ...(places as string).split(',').map(Number)].sort((a, b) => a - b),
    )
  }
  return new Map([...words].sort(([a], [b]) => (a < b ? -1 : 1)))
}

test('short everyday texts are cut into the same words at the same places as any text', () => {
  const letter = fc.constantFrom('青', '浦', '青浦', 'A', 'b', '1', '-', ' ', '，', '、', '。', '\n', '路', 'É', '①')
  const text = fc.array(letter, { maxLength: 25 }).map((letters) => letters.join(''))
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), (texts) => {
      expect(vector(wordsOf(texts))).toEqual(vector(anyWords(texts)))
    }),
    { numRuns: 1000 },
  )
})
