import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { Link, useGo } from '#kit/navigate.tsx'
import { usePages } from '#kit/query.ts'
import { pathOf, RefLink } from '#kit/ref-link.tsx'
import { Empty } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Detail, Row } from '../schema.ts'
import { shown } from './words.ts'

/** The rows the number is made of; each opens the thing itself, and from there its evidence. */
export function MadeOf({
  detail,
  id,
  period,
  area,
}: {
  detail: Detail
  id: string
  period: string | undefined
  area: string | undefined
}) {
  const { t } = useTranslation('indicators')
  const go = useGo()
  const isShare = detail.part !== null
  const [counted, setCounted] = useState<'all' | 'true' | 'false'>('all')
  const query = usePages<Row>(
    withQuery(`/api/indicators/${id}/rows`, { period, area, counted: counted === 'all' ? undefined : counted }),
  )
  return (
    <section className="figure-part figure-rows">
      <DataList
        id={`indicator-rows-${isShare ? 'share' : 'plain'}`}
        title={t('rows.title')}
        columns={useColumns(detail, isShare)}
        query={query}
        keyOf={(row) => `${row.ref} ${row.at}`}
        onOpen={(row) => {
          const path = row.ref && pathOf(row.ref)
          if (path) go(path)
        }}
        toneOf={(row) => (isShare && !row.counts ? 'warning' : undefined)}
        actions={
          <>
            {isShare && (
              <Segmented
                size="small"
                value={counted}
                options={(['all', 'true', 'false'] as const).map((value) => ({ value, label: t(`rows.${value}`) }))}
                onChange={setCounted}
              />
            )}
            {detail.opens && <Link to={detail.opens}>{t('rows.inList')}</Link>}
          </>
        }
        empty={<Empty title={t('rows.none')}>{t('rows.noneMore')}</Empty>}
      />
    </section>
  )
}

function useColumns(detail: Detail, isShare: boolean): Column<Row>[] {
  const { t } = useTranslation('indicators')
  const text = useText()
  const hasValue = detail.part === null && detail.whole > 0
  return [
    {
      id: 'title',
      title: { zh: '对象', en: 'What' },
      width: 'minmax(11rem, 1.4fr)',
      card: 'title',
      cell: (row) =>
        row.ref ? <RefLink to={row.ref}>{row.title ?? row.ref}</RefLink> : <span className="quiet">{t('rows.hidden')}</span>,
    },
    {
      id: 'area',
      title: { zh: '区域', en: 'Area' },
      width: 'minmax(8rem, 1fr)',
      card: 'meta',
      cell: (row) => row.area && text(row.area),
    },
    ...(detail.period === 'now'
      ? []
      : [
          {
            id: 'at',
            title: { zh: '时间', en: 'When' },
            width: '9.5rem',
            card: 'meta' as const,
            cell: (row: Row) => row.at && <Time at={row.at} style="exact" />,
          },
        ]),
    ...(isShare
      ? [
          {
            id: 'counts',
            title: { zh: '是否计入', en: 'Counted' },
            width: '7rem',
            card: 'status' as const,
            cell: (row: Row) => (
              <StatusTag tone={row.counts ? 'done' : 'warning'}>{row.counts ? t('rows.true') : t('rows.false')}</StatusTag>
            ),
          },
        ]
      : []),
    ...(hasValue && !isShare
      ? [
          {
            id: 'value',
            title: { zh: '数值', en: 'Value' },
            width: '6rem',
            align: 'end' as const,
            cell: (row: Row) => row.value !== null && shown(row.value, 2),
          },
        ]
      : []),
  ]
}
