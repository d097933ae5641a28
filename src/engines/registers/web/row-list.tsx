import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Column, DataList, MoreActions } from '#kit/data-list.tsx'
import { Icon } from '#kit/icon.tsx'
import { useAddress, useGo } from '#kit/navigate.tsx'
import { usePreference } from '#kit/preferences.ts'
import { usePages } from '#kit/query.ts'
import { Empty } from '#kit/states.tsx'
import { type Text, useLanguage } from '#kit/text.ts'
import type { ColumnShape, RegisterShape, Row, RowPage } from '../schema.ts'
import { AboutDialog } from './about-dialog.tsx'
import { asPath, filterNames, listParams } from './address.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { FilterBar } from './filter-bar.tsx'
import { MapView } from './map-view.tsx'
import { useHere, withUnit } from './register.ts'
import { Value } from './value.tsx'

const widths: Partial<Record<ColumnShape['kind'], string>> = {
  integer: '6rem',
  decimal: '7rem',
  boolean: '5rem',
  date: '7rem',
  instant: '8.5rem',
  area: '8rem',
  point: '11rem',
}

/** Chinese characters are twice as wide as letters; digits and capitals somewhat wider. */
const lengthOf = (words: string): number =>
  [...words].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : /[0-9A-Z]/.test(letter) ? 1.22 : 1), 0)

/** As wide as most of the words in it, within reason; the column that names the row takes what is left. */
function widthOf(column: ColumnShape, shape: RegisterShape, rows: readonly Row[], text: (title: Text) => string): string {
  const fixed = widths[column.kind]
  if (fixed) return fixed
  const lengths = rows
    .map(({ values, titles }) => titles[column.name] ?? values[column.name])
    .filter((value) => value !== null && value !== undefined && value !== '')
    .map((value) => lengthOf(typeof value === 'object' ? text(value as Text) : String(value)))
    .sort((a, b) => a - b)
  const usual = Math.max(lengths[Math.floor(lengths.length * 0.9)] ?? 10, lengthOf(text(withUnit(column))))
  const rem = Math.min(17, Math.max(5, usual * 0.5 + 1.6))
  return `minmax(${rem.toFixed(1)}rem, ${column.name === shape.label ? '1.6fr' : '1fr'})`
}

/** What the row is called comes first; then the usual columns; the rest wait in the choice of columns. */
function useColumns(shape: RegisterShape, rows: readonly Row[]): Column<Row>[] {
  const language = useLanguage()
  return useMemo(() => {
    const text = (title: Text) => title[language]
    const usual = (name: string) => shape.list.columns.includes(name)
    const rank = ({ name }: ColumnShape) => {
      if (name === shape.label) return -1
      return usual(name) ? shape.list.columns.indexOf(name) : 1000
    }
    return [...shape.columns]
      .sort((a, b) => rank(a) - rank(b))
      .map((column) => ({
        id: column.name,
        title: withUnit(column),
        width: widthOf(column, shape, rows, text),
        ...(column.kind === 'integer' || column.kind === 'decimal' ? { align: 'end' as const } : {}),
        ...(column.sort && { sort: column.name }),
        hidden: !usual(column.name) && column.name !== shape.label,
        cell: (row) => (column.name === shape.label ? row.label : <Value column={column} row={row} bare />),
      }))
  }, [shape, rows, language])
}

const none: readonly Row[] = []

type Asking = 'export' | 'about' | undefined

/** The rows of the register, narrowed by the address. */
export function RowList({ openId, open }: { openId: string | undefined; open: (id: string | null) => void }) {
  const { shape } = useHere()
  const { t } = useTranslation('registers')
  const [address, change] = useAddress()
  const [asking, setAsking] = useState<Asking>()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const listId = `register.${shape.id}`
  const [names] = usePreference<string[] | null>(`list.${listId}.columns`, null)
  const wanted = (names ?? shape.list.columns).filter((name) => shape.columns.some((column) => column.name === name))
  const params = listParams(shape, address)
  const path = asPath(shape.path, [...params, ['columns', [...new Set([shape.label, ...wanted])].join(',')], ['count', 'true']])
  const pages = usePages<Row>(path)
  const count = (pages.first as RowPage | undefined)?.count
  const narrowed = filterNames(address).length > 0 || Boolean(address['q'])
  const query = { ...pages, ...(count && { total: count.rows, about: !count.exact }) }
  return (
    <>
      <DataList
        id={listId}
        title={shape.title}
        columns={useColumns(shape, pages.first?.items ?? none)}
        query={query}
        keyOf={(row) => row.id}
        onOpen={(row) => open(row.id)}
        {...(openId && { openKey: openId })}
        bar={<FilterBar listId={listId} />}
        {...(address['view'] === 'map' && { body: <MapView params={params} openId={openId} open={open} /> })}
        sort={address['sort'] ?? shape.list.sort}
        onSort={(sort) => change({ sort })}
        toneOf={(row) => (row.removedAt ? 'warning' : undefined)}
        {...(shape.may.edit &&
          address['removed'] !== 'true' && {
            bulk: [{ title: { zh: '批量修改', en: 'Change all' }, icon: 'edit' as const, run: setChosen }],
          })}
        actions={<Actions open={open} ask={setAsking} />}
        empty={<NoRows narrowed={narrowed} removed={address['removed'] === 'true'} open={open} />}
      />
      {asking === 'export' && <ExportDialog params={params} count={count} shown={wanted} close={() => setAsking(undefined)} />}
      {asking === 'about' && <AboutDialog close={() => setAsking(undefined)} />}
      {chosen.length > 0 && (
        <BulkDialog
          rows={pages.rows.filter(({ id }) => chosen.includes(id))}
          params={params}
          count={count}
          close={() => setChosen([])}
        />
      )}
      <span className="unseen" role="status">
        {count ? t('list.counted', { count: count.rows }) : ''}
      </span>
    </>
  )
}

function NoRows({ narrowed, removed, open }: { narrowed: boolean; removed: boolean; open: (id: string) => void }) {
  const { t } = useTranslation('registers')
  const { shape, base } = useHere()
  const go = useGo()
  if (narrowed || removed)
    return (
      <Empty icon={removed ? 'trash' : 'filter'} title={t(removed ? 'list.noneRemoved' : 'list.noneFound')}>
        {t(removed ? 'list.noneRemovedHint' : 'list.noneFoundHint')}
      </Empty>
    )
  return (
    <Empty
      icon="table"
      title={t('list.none')}
      action={
        <span className="row-wrap">
          {shape.may.import && <Button onClick={() => go(`${base}/imports`)}>{t('list.import')}</Button>}
          {shape.may.edit && (
            <Button type="primary" onClick={() => open('new')}>
              {t('list.new')}
            </Button>
          )}
        </span>
      }
    >
      {t('list.noneHint')}
    </Empty>
  )
}

function Actions({ open, ask }: { open: (id: string) => void; ask: (what: Asking) => void }) {
  const { t } = useTranslation('registers')
  const { shape, base } = useHere()
  const go = useGo()
  const [address, change] = useAddress()
  const removed = address['removed'] === 'true'
  return (
    <>
      {shape.may.import && (
        <Button size="small" icon={<Icon name="upload" size={15} />} onClick={() => go(`${base}/imports`)}>
          {t('list.import')}
        </Button>
      )}
      {shape.may.export && (
        <Button size="small" icon={<Icon name="download" size={15} />} onClick={() => ask('export')}>
          {t('list.export')}
        </Button>
      )}
      {shape.may.edit && (
        <Button size="small" type="primary" icon={<Icon name="plus" size={15} />} onClick={() => open('new')}>
          {t('list.new')}
        </Button>
      )}
      <MoreActions
        size="small"
        items={[
          ...(shape.may.edit
            ? [
                {
                  key: 'removed',
                  title: t(removed ? 'list.showPresent' : 'list.showRemoved'),
                  icon: removed ? ('list' as const) : ('trash' as const),
                  run: () => change({ removed: removed ? null : 'true', row: null }),
                },
              ]
            : []),
          { key: 'about', title: t('list.about'), icon: 'info', run: () => ask('about') },
        ]}
      />
    </>
  )
}
