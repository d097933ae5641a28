import { useQuery } from '@tanstack/react-query'
import { api, type ApiError } from '../kit/api.ts'
import type { Front } from '../kit/page.ts'
import type { Text } from '../kit/text.ts'
import { pathOf } from '../kit/ref-link.tsx'

export interface Hit {
  ref: string
  title: Text | string
  kind?: Text
  snippet?: Text | string
  number?: string | null
  path: string | undefined
}

const ownPath = (href: string | null) => (href?.startsWith('/') && !href.startsWith('//') ? href : undefined)

/** Hits of every room, under the asker's rights, with the page that shows each. */
export const useSearch = (words: string, front: Front) =>
  useQuery<Hit[], ApiError>({
    queryKey: [`/api/search?q=${words}`, front],
    enabled: words.trim() !== '',
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const answer = await api.get<{ items: (Omit<Hit, 'path'> & { href: string | null })[] }>(
        `/api/search?q=${encodeURIComponent(words.trim())}`,
        undefined,
        signal,
      )
      return answer.items.map((hit) => ({
        ...hit,
        path: pathOf(hit.ref, front) ?? (front === 'work' ? ownPath(hit.href) : undefined),
      }))
    },
  })
