import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Column, DataList } from '#kit/data-list.tsx'
import { useGo } from '#kit/navigate.tsx'
import { useApi, usePages } from '#kit/query.ts'
import { Empty } from '#kit/states.tsx'
import { Count } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Board, type BoardLine, UnusedList } from '../schema.ts'
import { qualityTitles } from '../words.ts'
import { Corrections } from './corrections.tsx'
import { number, Score } from './look.tsx'
import './catalog.css'

const kinds = ['completeness', 'uniqueness', 'validity', 'consistency', 'timeliness'] as const

const percent = (measure: { checked: number; failed: number } | undefined): string =>
  measure && measure.checked > 0 ? `${(Math.floor((1 - measure.failed / measure.checked) * 1000) / 10).toFixed(1)}` : '–'

/** Every measured resource, worst first; requests for correction; what nobody uses. */
export function QualityPage() {
  const { t } = useTranslation('catalog')
  const text = useText()
  const go = useGo()
  const columns = useMemo<Column<BoardLine>[]>(
    () => [
      {
        id: 'name',
        title: { zh: '资源', en: 'Resource' },
        width: 'minmax(11rem, 2fr)',
        card: 'title',
        cell: (row) => text(row.resource.name),
      },
      {
        id: 'score',
        title: { zh: '得分', en: 'Score' },
        width: '8.5rem',
        card: 'status',
        cell: (row) => (
          <>
            <Score value={row.score} none={t('quality.notYet')} /> <Change now={row.score} before={row.before} />
          </>
        ),
      },
      ...kinds.map(
        (kind): Column<BoardLine> => ({
          id: kind,
          title: qualityTitles[kind] ?? { zh: kind, en: kind },
          width: '5.5rem',
          align: 'end',
          card: 'none',
          cell: (row) => (
            <span
              className="numbers"
              title={
                row.kinds[kind]
                  ? t('quality.of', {
                      good: number((row.kinds[kind]?.checked ?? 0) - (row.kinds[kind]?.failed ?? 0)),
                      all: number(row.kinds[kind]?.checked),
                    })
                  : ''
              }
            >
              {percent(row.kinds[kind])}
            </span>
          ),
        }),
      ),
      {
        id: 'provider',
        title: { zh: '提供方', en: 'Provider' },
        width: 'minmax(8rem, 1fr)',
        card: 'meta',
        cell: (row) => text(row.providerName),
      },
      {
        id: 'rows',
        title: { zh: '记录数', en: 'Rows' },
        width: '6.5rem',
        align: 'end',
        card: 'meta',
        cell: (row) => <span className="numbers">{t('exchange.rows', { count: number(row.rows) })}</span>,
      },
      {
        id: 'fix',
        title: { zh: '待更正', en: 'To correct' },
        width: '5rem',
        align: 'end',
        card: 'none',
        cell: (row) => <Count value={row.corrections} tone="warning" />,
      },
      { id: 'at', title: { zh: '检测', en: 'Measured' }, width: '6.5rem', card: 'meta', cell: (row) => <Time at={row.at} /> },
    ],
    [t, text],
  )
  return (
    <div className="quality-page">
      <DataList
        id="data-quality"
        title={{ zh: '数据质量', en: 'Data quality' }}
        columns={columns}
        query={usePages<BoardLine>('/api/catalog/quality', Board)}
        keyOf={(row) => row.resource.id}
        onOpen={(row) => go(`/work/catalog/${row.resource.id}?tab=quality`)}
        toneOf={(row) =>
          row.score !== null && row.score < 90 ? 'alarm' : row.score !== null && row.score < 98 ? 'warning' : undefined
        }
        empty={
          <Empty icon="gauge" title={t('quality.nothing')}>
            {t('quality.noneHint')}
          </Empty>
        }
      />
      <div className="quality-below">
        <Corrections />
        <Unused />
      </div>
    </div>
  )
}

function Change({ now, before }: { now: number | null; before: number | null }) {
  if (now === null || before === null || Math.abs(now - before) < 0.05) return null
  return <small className="numbers quiet">{`${now > before ? '↑' : '↓'}${Math.abs(now - before).toFixed(1)}`}</small>
}

function Unused() {
  const { t } = useTranslation('catalog')
  const text = useText()
  const go = useGo()
  const { data } = useApi('/api/catalog/unused', UnusedList)
  if (!data || data.items.length === 0) return null
  return (
    <details className="unused">
      <summary>{t('usage.unused', { count: data.items.length })}</summary>
      <ul>
        {data.items.map((item) => (
          <li key={item.id}>
            <button type="button" className="link" onClick={() => go(`/work/catalog/${item.id}`)}>
              {text(item.name)}
            </button>{' '}
            <span className="quiet">
              {text(item.providerName)} · {item.lastUsed ? t('usage.lastOn', { day: item.lastUsed }) : t('usage.never')}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
