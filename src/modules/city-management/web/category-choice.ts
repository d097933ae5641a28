import { useApi } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import type { Category } from '../../../engines/cases/schema.ts'

/** The district's categories, by big class, in the reader's language; for residents only those they may report. */
export function useCategories(openTo: 'residents' | 'staff') {
  const text = useText()
  const all = useApi<{ items: Category[] }>('/api/cases/categories', undefined, { offline: true }).data?.items ?? []
  const shown = all.filter(({ open }) => openTo === 'staff' || open)
  const families = [...Map.groupBy(shown, ({ family }) => family.code)].map(([code, members]) => ({
    code,
    title: text(members[0]?.family.title),
    members: members.map((category) => ({ code: category.code, title: text(category.title), hint: text(category.hint) })),
  }))
  const titleOf = (code: string | null) => text(all.find((category) => category.code === code)?.title)
  return { families, titleOf }
}
