import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '#kit/chart/chart.tsx'
import { Panel } from '#kit/panel.tsx'
import { useText } from '#kit/text.ts'
import { useFigures } from './use-figures.ts'

const most = 6

/** What the cases are about; what is small is put together. */
export function CategoryPanel() {
  const { t } = useTranslation('cases')
  const text = useText()
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
  return (
    <Panel
      title={t('wall.families')}
      definition={t('wall.familiesAbout')}
      freshAt={data?.asOf}
      isPending={isPending}
      error={error?.detail}
    >
      <Chart bare kind="ring" title={t('wall.families')} unit={t('wall.cases')} series={[{ name: t('wall.families'), points }]} />
    </Panel>
  )
}
