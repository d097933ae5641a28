import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Chart } from '#kit/chart/chart.tsx'
import { useApi } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { ChartData, type Resource } from '../schema.ts'

const hows = ['avg', 'sum', 'max', 'count'] as const
type Wish = { by?: string; value?: string; how?: ChartData['how']; only?: string }

/** A chart that is sensible at once; by what, of what and how can be chosen. */
export function ChartPanel({ resource }: { resource: Resource }) {
  const { t } = useTranslation('open-data')
  const [wish, setWish] = useState<Wish>({})
  const query = useApi(withQuery(`/api/open-data/resources/${resource.id}/chart`, wish), ChartData, { keep: true })
  return (
    <Loaded query={query}>
      {(data) =>
        data.by === null ? (
          <Empty icon="chart" title={t('chart.none')} />
        ) : (
          <Drawn
            resource={resource}
            data={data}
            choose={(change) =>
              setWish({
                by: data.by ?? undefined,
                value: data.value ?? undefined,
                how: data.how,
                only: data.only?.value,
                ...change,
              } as Wish)
            }
          />
        )
      }
    </Loaded>
  )
}

function Drawn({ resource, data, choose }: { resource: Resource; data: ChartData; choose: (change: Wish) => void }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const field = (id: string | null) => resource.fields.find((one) => one.id === id)
  const name = (id: string) => text(field(id)?.title) || id
  const unit = data.how === 'count' ? undefined : (data.unit ?? field(data.value)?.unit)
  const what =
    data.how === 'count' || !data.value
      ? t('chart.countBy', { by: name(data.by as string) })
      : t(`chart.${data.how}Of`, { value: name(data.value), by: name(data.by as string) })
  const title = data.only ? `${data.only.value} · ${what}` : what
  return (
    <div className="stack">
      <div className="row-wrap data-choices">
        {data.only && (
          <Choice
            label={name(data.only.column)}
            value={data.only.value}
            options={data.only.choices.map((choice) => [choice, choice])}
            onChange={(only) => choose({ only })}
          />
        )}
        <Choice
          label={t('chart.by')}
          value={data.by as string}
          options={data.choices.by.map((id) => [id, name(id)])}
          onChange={(by) => choose({ by })}
        />
        <Choice
          label={t('chart.how')}
          value={data.how}
          options={hows
            .filter((how) => how === 'count' || data.choices.value.length > 0)
            .map((how) => [how, t(`chart.hows.${how}`)])}
          onChange={(how) => choose({ how: how as ChartData['how'], ...(!data.value && { value: data.choices.value[0] ?? '' }) })}
        />
        {data.how !== 'count' && (
          <Choice
            label={t('chart.value')}
            value={data.value ?? ''}
            options={data.choices.value.map((id) => [id, name(id)])}
            onChange={(value) => choose({ value })}
          />
        )}
      </div>
      <Chart
        title={title}
        kind={data.isTime ? 'line' : 'rank'}
        x={data.isTime ? 'time' : 'category'}
        {...(unit && { unit })}
        digits={data.how === 'count' || (data.how !== 'avg' && field(data.value)?.type === 'int8') ? 0 : 2}
        height={data.isTime ? '340px' : `${Math.max(240, data.points.length * 26 + 60)}px`}
        series={[{ name: title, points: data.points.map(({ key, value }) => [key, value] as const) }]}
      />
    </div>
  )
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string
  options: [string, string][]
  onChange: (value: string) => void
}) {
  return (
    <label>
      <span className="quiet">{label}</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}
