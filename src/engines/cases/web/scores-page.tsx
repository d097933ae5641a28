import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Chart } from '#kit/chart/chart.tsx'
import { Link, useAddress, useGo } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import type { z } from 'zod'
import type { Scores as ScoresShape } from '../schema.ts'
import './cases-numbers.css'

type Scores = z.infer<typeof ScoresShape>

/** How the units did, with the rule beside the figures; a unit opens its cases. */
export function ScoresPage() {
  const { t } = useTranslation('cases')
  const [{ days = '30' }, change] = useAddress()
  const query = useApi<Scores>(withQuery('/api/cases/scores', { days }), undefined, { keep: true })
  return (
    <div className="numbers-page">
      <header className="row">
        <h1 className="grow">{t('scores.title')}</h1>
        <Segmented
          value={days}
          options={['7', '30', '90'].map((value) => ({ value, label: t('scores.days', { count: Number(value) }) }))}
          onChange={(value) => change({ days: value })}
        />
      </header>
      <Loaded query={query}>
        {(scores) => (scores.items.length === 0 ? <Empty title={t('scores.none')} /> : <Table scores={scores} />)}
      </Loaded>
    </div>
  )
}

function Table({ scores }: { scores: Scores }) {
  const { t } = useTranslation('cases')
  const text = useText()
  const go = useGo()
  const pathOf = (unit: string) => withQuery('/work/cases', { unit })
  const ranked = [...scores.items].sort((a, b) => (b.score ?? -1) - (a.score ?? -1))
  const scored = ranked.filter(({ score }) => score !== null)
  return (
    <>
      <Chart
        title={t('scores.chart')}
        kind="rank"
        x="category"
        series={[{ name: t('scores.score'), points: scored.map(({ unit, score }) => [text(unit.name), score] as const) }]}
        height={`${Math.max(8, scored.length * 2.2)}rem`}
        onOpen={(name) => {
          const found = scored.find(({ unit }) => text(unit.name) === name)
          if (found) go(pathOf(found.unit.path))
        }}
      />
      <div className="numbers-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('scores.unit')}</th>
              {(['handled', 'onTime', 'overdue', 'returned', 'rework', 'score'] as const).map((column) => (
                <th key={column} scope="col" className="end">
                  {t(`scores.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ranked.map(({ unit, handled, onTime, overdue, returned, rework, score }) => (
              <tr key={unit.path}>
                <th scope="row">
                  <Link to={pathOf(unit.path)} title={t('scores.open')}>
                    {text(unit.name)}
                  </Link>
                </th>
                {[handled, onTime, overdue, returned, rework].map((value, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
                  <td key={index} className="end">
                    {value}
                  </td>
                ))}
                <td className="end">
                  <strong>{score ?? '–'}</strong>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet">
        {t('scores.definition')}：{text(scores.definition)}
      </p>
    </>
  )
}
