import { vectorOf } from '#engines/search'
import type { Text } from '#kernel'

/** What a dataset is found by. */
export const wordsOf = (it: { title: Text; notes: Text; tags: readonly string[]; publisher_title: Text; name: string }): string =>
  vectorOf({
    titles: [...new Set([it.title.zh, it.title.en])],
    body: [
      it.notes.zh,
      it.notes.en,
      ...it.tags,
      it.publisher_title.zh,
      it.publisher_title.en,
      it.name.replaceAll(/[-_]/g, ' '),
    ].join('\n'),
    numbers: [],
  })

/** What a row is found by: its texts. */
export const rowWords = (cells: readonly (string | null)[]): string =>
  vectorOf({ titles: [], body: cells.filter((cell) => cell !== null).join('\n'), numbers: [] })
