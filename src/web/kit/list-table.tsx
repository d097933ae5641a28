import { Checkbox } from 'antd'
import type { CSSProperties, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'
import { trackOf } from './list-columns.ts'
import type { BodyProps } from './list-props.ts'
import { useText } from './text.ts'

export function ListTable<T>({
  shown,
  query,
  bulk,
  keyOf,
  openKey,
  onOpen,
  current,
  chosen,
  toggle,
  chooseAll,
  toneOf,
  sort,
  onSort,
}: BodyProps<T>) {
  const { t } = useTranslation('web')
  const text = useText()
  const template = `${bulk ? '36px ' : ''}${shown.map((column) => trackOf(column.width)).join(' ')}`
  return (
    <table role="table" className="list-table" style={{ '--columns': template } as CSSProperties}>
      <thead role="rowgroup">
        <tr role="row">
          {bulk && (
            <th role="columnheader" className="list-check">
              <Checkbox
                aria-label={t('list.chooseAll')}
                checked={chosen.size > 0 && chosen.size === query.rows.length}
                indeterminate={chosen.size > 0 && chosen.size < query.rows.length}
                onChange={(event) => chooseAll(event.target.checked)}
              />
            </th>
          )}
          {shown.map((column) => (
            <th
              key={column.id}
              role="columnheader"
              scope="col"
              data-align={column.align}
              aria-sort={onSort && column.sort ? sortedBy(column.sort, sort) : undefined}
            >
              {onSort && column.sort ? (
                <SortHead title={text(column.title)} name={column.sort} sort={sort} onSort={onSort} />
              ) : (
                text(column.title)
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {query.rows.map((row, index) => {
          const key = keyOf(row)
          return (
            <tr
              key={key}
              role="row"
              data-row
              data-tone={toneOf?.(row)}
              data-current={index === current || undefined}
              data-open={key === openKey || undefined}
              onClick={() => onOpen?.(row)}
            >
              {bulk && (
                <td role="cell" className="list-check" onClick={(event) => event.stopPropagation()}>
                  <Checkbox aria-label={t('list.chooseRow')} checked={chosen.has(key)} onChange={() => toggle(key)} />
                </td>
              )}
              {shown.map((column, place) => (
                <td
                  key={column.id}
                  role="cell"
                  data-align={column.align}
                  data-card={column.card ?? (place === 0 ? 'title' : 'meta')}
                >
                  <RowCell opens={place === 0 && onOpen ? () => onOpen(row) : undefined}>{column.cell(row)}</RowCell>
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** The first cell is the button that opens the row, so that a keyboard and a screen reader can. */
function RowCell({ opens, children }: { opens: (() => void) | undefined; children: ReactNode }) {
  if (!opens) return <span className="list-cell">{children}</span>
  return (
    <button
      type="button"
      className="list-cell list-open"
      onClick={(event) => {
        event.stopPropagation()
        opens()
      }}
    >
      {children}
    </button>
  )
}

const sortedBy = (name: string, sort: string | undefined): 'ascending' | 'descending' | 'none' =>
  sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none'

/** The head of a column as a button: once upwards, once more downwards. */
function SortHead({
  title,
  name,
  sort,
  onSort,
}: {
  title: string
  name: string
  sort: string | undefined
  onSort: (sort: string) => void
}) {
  const state = sortedBy(name, sort)
  return (
    <button type="button" className="list-sort" onClick={() => onSort(state === 'ascending' ? `-${name}` : name)}>
      {title}
      <span className="list-sort-mark" data-on={state !== 'none' || undefined}>
        <Icon name={state === 'descending' ? 'down' : 'up'} size={13} />
      </span>
    </button>
  )
}
