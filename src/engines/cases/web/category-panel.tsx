import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Chart } from '#kit/chart/chart.tsx'
import { useGo } from '#kit/navigate.tsx'
import { Panel } from '#kit/panel.tsx'
import { pathOf } from '#kit/ref-link.tsx'
import { useText } from '#kit/text.ts'
import { useFigures } from './use-figures.ts'

const most = 8

/** What the cases are about, most first; a bar opens its cases. */
export function CategoryPanel() {
  const { t } = useTranslation('cases')
  const text = useText()
  const go = useGo()
  const { data, error, isPending } = useFigures()
  const points = useMemo(() => {
    const all = (data?.byFamily ?? []).filter(({ total }) => total > 0).sort((a, b) => b.total - a.total)
    const shown = all.length > most ? all.slice(0, most - 1) : all
    const rest = all.slice(shown.length).reduce((sum, { total }) => sum + total, 0)
    return [
      ...shown.map(({ title, total }) => [text(title), total] as const),
      ...(rest > 0 ? [[t('wall.otherFamilies'), rest] as const] : []),
    ]
  }, [data, text, t])
  const list = pathOf('cases.case:list')?.replace(/\/list$/, '')
  const open = useCallback(
    (name: string) => {
      const family = data?.byFamily.find(({ title }) => text(title) === name)
      if (list && family) go(withQuery(list, { family: family.key, state: 'open' }))
    },
    [data, go, list, text],
  )
  return (
    <Panel
      title={t('wall.families')}
      definition={t('wall.familiesAbout')}
      freshAt={data?.asOf}
      isPending={isPending}
      error={error?.detail}
    >
      <Chart
        bare
        kind="rank"
        title={t('wall.families')}
        unit={t('wall.cases')}
        series={[{ name: t('wall.families'), points }]}
        {...(list && { onOpen: open })}
      />
    </Panel>
  )
}
