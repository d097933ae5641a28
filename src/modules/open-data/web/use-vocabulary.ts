import { useApi } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import { Vocabulary } from '../schema.ts'
import { cycleTitles } from '../words.ts'

/** Names of themes, licences and cycles in the reader's language. */
export function useVocabulary() {
  const text = useText()
  const { data } = useApi('/api/open-data/vocabulary', Vocabulary, { offline: true })
  return {
    themes: data?.themes ?? [],
    licences: data?.licences ?? [],
    theme: (id: string) => text(data?.themes.find((it) => it.id === id)?.title) || id,
    licence: (id: string) => text(data?.licences.find((it) => it.id === id)?.title) || id,
    licenceUrl: (id: string) => data?.licences.find((it) => it.id === id)?.url,
    cycle: (cycle: number) => text(cycleTitles[cycle]),
  }
}
