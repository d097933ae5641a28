import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { wallMinute } from '#kit/district-time.ts'
import { Icon } from '#kit/icon.tsx'
import { useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { type Resource, Rows } from '../schema.ts'

const PAGE = 15
/** Values as people read them: moments by the district's clock, nothing as a dash. */
export function shownValue(value: unknown, type: string): string {
  if (value === null || value === undefined) return '–'
  if (type === 'timestamptz') return wallMinute(String(value)).replace('T', ' ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Rows to page, search and sort through. */
export function TablePanel({ resource }: { resource: Resource }) {
  const { t } = useTranslation('open-data')
  const [q, setQ] = useState('')
  const [asked, setAsked] = useState('')
  const [offset, setOffset] = useState(0)
  const [sort, setSort] = useState<{ column: string; isDown: boolean }>()
  const path = withQuery(`/api/open-data/resources/${resource.id}/rows`, {
    q: asked,
    offset,
    limit: PAGE,
    sort: sort && `"${sort.column}" ${sort.isDown ? 'desc' : 'asc'} nulls last`,
  })
  const query = useApi(path, Rows, { keep: true })
  const turn = (column: string) => {
    setOffset(0)
    setSort((now) => (now?.column === column ? (now.isDown ? undefined : { column, isDown: true }) : { column, isDown: false }))
  }
  return (
    <div className="stack">
      <form
        className="data-search"
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          setOffset(0)
          setAsked(q.trim())
        }}
      >
        <Icon name="search" />
        <input
          className="input"
          type="search"
          value={q}
          onChange={(event) => setQ(event.target.value)}
          aria-label={t('table.search')}
          placeholder={t('table.search')}
          maxLength={200}
        />
        <button type="submit" className="btn">
          {t('search.go')}
        </button>
      </form>
      <Loaded query={query}>
        {(page) => (
          <>
            <Grid resource={resource} rows={page.rows} sort={sort} turn={turn} />
            <p className="row-wrap data-pager">
              <button
                type="button"
                className="btn"
                data-size="small"
                disabled={offset === 0}
                onClick={() => setOffset(Math.max(0, offset - PAGE))}
              >
                {t('table.before')}
              </button>
              <span role="status">
                {page.total === 0
                  ? t('table.none')
                  : t('table.range', { from: offset + 1, to: Math.min(offset + PAGE, page.total), count: page.total })}
              </span>
              <button
                type="button"
                className="btn"
                data-size="small"
                disabled={offset + PAGE >= page.total}
                onClick={() => setOffset(offset + PAGE)}
              >
                {t('table.after')}
              </button>
            </p>
          </>
        )}
      </Loaded>
    </div>
  )
}

function Grid({
  resource,
  rows,
  sort,
  turn,
}: {
  resource: Resource
  rows: Rows['rows']
  sort: { column: string; isDown: boolean } | undefined
  turn: (column: string) => void
}) {
  const { t } = useTranslation('open-data')
  const text = useText()
  return (
    <div className="data-grid" role="region" aria-label={t('tabs.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {resource.fields.map(({ id, title, unit }) => (
              <th key={id} scope="col" aria-sort={sort?.column === id ? (sort.isDown ? 'descending' : 'ascending') : 'none'}>
                <button type="button" onClick={() => turn(id)}>
                  {text(title)}
                  {unit && <small className="quiet">（{unit}）</small>}
                  {sort?.column === id && <Icon name={sort.isDown ? 'down' : 'up'} size="0.9em" />}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={String(row['_id'])}>
              {resource.fields.map(({ id, type }) => (
                <td key={id} data-number={type === 'int8' || type === 'float8' || undefined}>
                  {shownValue(row[id], type)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
