import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { useAddress, useGo, usePathParams } from '#kit/navigate.tsx'
import { useApi, usePages } from '#kit/query.ts'
import { Empty } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { EntityCard, RegistryView } from '../schema.ts'
import './registry.css'

const PLAIN = 4

/** Golden records, masked: what a number of the overview counts. */
export function EntitiesPage() {
  const { t } = useTranslation('registry')
  const text = useText()
  const go = useGo()
  const { registry = '' } = usePathParams()
  const [{ q, source, flag, joined, area }] = useAddress()
  const view = useApi<RegistryView>(`/api/registry/${registry}`).data
  const query = usePages<EntityCard>(withQuery(`/api/registry/${registry}/entities`, { q, source, flag, joined, area }))
  const sourceName = (id: string) => text(view?.bySource.find((each) => each.id === id)?.title ?? { zh: id, en: id })
  const shown = (view?.fields ?? []).filter(({ id }) => id !== view?.nameField).slice(0, PLAIN)
  const columns: Column<EntityCard>[] = [
    { id: 'name', title: { zh: '名称', en: 'Name' }, width: 'minmax(9rem, 1.6fr)', card: 'title', cell: (row) => row.name },
    ...shown.map(
      ({ id, title, codes }): Column<EntityCard> => ({
        id,
        title,
        width: 'minmax(7rem, 1fr)',
        card: 'meta',
        cell: (row) =>
          text(
            codes.find(({ value }) => value === row.values[id])?.title ?? { zh: row.values[id] ?? '', en: row.values[id] ?? '' },
          ),
      }),
    ),
    {
      id: 'sources',
      title: { zh: '来源', en: 'Sources' },
      width: 'minmax(10rem, 1.6fr)',
      cell: (row) => row.sources.map(sourceName).join('、'),
    },
    {
      id: 'updated',
      title: { zh: '更新', en: 'Updated' },
      width: '7rem',
      cell: (row) => <Time at={row.updatedAt} style="short" />,
    },
  ]
  return (
    <DataList
      id={`registry-${registry}`}
      title={view?.title ?? t('title')}
      columns={columns}
      query={query}
      keyOf={(row) => row.id}
      onOpen={(row) => go(`/work/registry/${registry}/${row.id}`)}
      search={view?.open ?? false}
      toneOf={(row) => (row.flags.length > 0 ? 'warning' : undefined)}
      filters={[
        {
          id: 'source',
          title: { zh: '来源', en: 'Source' },
          options: (view?.bySource ?? []).map(({ id, title }) => ({ value: id, title: text(title) })),
        },
        {
          id: 'flag',
          title: { zh: '质量问题', en: 'Quality' },
          options: (view?.flags ?? []).map(({ flag: value, title }) => ({ value, title: text(title) })),
        },
        {
          id: 'joined',
          title: { zh: '归集', en: 'Joined' },
          options: [
            { value: 'true', title: { zh: '多来源', en: 'Several sources' } },
            { value: 'false', title: { zh: '单一来源', en: 'One source' } },
          ],
        },
      ]}
      empty={<Empty title={t('nothing')}>{t('nothingHint')}</Empty>}
    />
  )
}
