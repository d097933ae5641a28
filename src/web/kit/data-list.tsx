import { Button, Dropdown } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from './icon.tsx'
import { isOnPage, useKeys } from './keys.ts'
import { type Column, useShownColumns } from './list-columns.ts'
import { ListFilters } from './list-filters.tsx'
import type { BodyProps, BulkAction, DataListProps, Rows } from './list-props.ts'
import { ListTable } from './list-table.tsx'
import { Empty, Failed, Loading } from './states.tsx'
import { useText } from './text.ts'
import './data-list.css'

export type { BulkAction, Column, DataListProps }

/** The list of the workbench: 32-px rows, filters in the address, columns by choice, j k and Enter, cards on a phone. */
export function DataList<T>(props: DataListProps<T>) {
  const { query, keyOf, onOpen, openKey, bulk } = props
  const list = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(-1)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const columns = useShownColumns(props, list)
  const open = openKey === undefined ? -1 : query.rows.findIndex((row) => keyOf(row) === openKey)
  const current = at >= 0 ? at : open
  const move = (step: number) => {
    const next = Math.max(0, Math.min(query.rows.length - 1, current + step))
    setAt(next)
    list.current?.querySelectorAll<HTMLElement>('[data-row]')[next]?.scrollIntoView({ block: 'nearest' })
    const row = query.rows[next]
    if (row && openKey !== undefined) onOpen?.(row)
  }
  const enter = (event: KeyboardEvent) => {
    const row = query.rows[current]
    const elsewhere = event.target instanceof HTMLElement && event.target.closest('button, a, [role="option"], dialog')
    if (!row || elsewhere) return false
    onOpen?.(row)
  }
  const toggle = (key: string) =>
    setChosen((now) => new Set(now.has(key) ? [...now].filter((other) => other !== key) : [...now, key]))
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    arrowdown: (event) => isOnPage(event) && !props.body && move(1),
    arrowup: (event) => isOnPage(event) && !props.body && move(-1),
    enter,
    x: () => bulk && query.rows[current] && toggle(keyOf(query.rows[current])),
  })
  return (
    <section className="list" aria-busy={query.isFetching ?? false} ref={list}>
      <ListTop {...props} chosen={chosen} clear={() => setChosen(new Set())} />
      <ListBody
        {...props}
        shown={columns}
        current={current}
        chosen={chosen}
        toggle={toggle}
        chooseAll={(all) => setChosen(new Set(all ? query.rows.map(keyOf) : []))}
      />
    </section>
  )
}

type TopProps<T> = DataListProps<T> & { chosen: ReadonlySet<string>; clear: () => void }

function ListTop<T>(props: TopProps<T>) {
  const { t } = useTranslation('web')
  const text = useText()
  const { title, query, actions, chosen, bulk, clear } = props
  const count = query.total ?? query.rows.length
  return (
    <header className="list-top">
      <div className="row list-title">
        <h1>{text(title)}</h1>
        {!query.isPending && !query.error && (
          <span className="quiet numbers">
            {query.about && '≈ '}
            {count}
            {query.total === undefined && query.hasMore ? '+' : ''}
          </span>
        )}
        <span className="grow" />
        {actions}
      </div>
      {chosen.size > 0 && bulk ? (
        <div className="list-bulk row-wrap" role="status">
          <strong>{t('list.chosen', { count: chosen.size })}</strong>
          {bulk.map((action) => (
            <Button
              key={action.title.en}
              size="small"
              danger={action.danger ?? false}
              icon={action.icon && <Icon name={action.icon} />}
              onClick={() => void Promise.resolve(action.run([...chosen])).then(clear)}
            >
              {text(action.title)}
            </Button>
          ))}
          <Button size="small" type="text" onClick={clear}>
            {t('action.clear')}
          </Button>
        </div>
      ) : (
        (props.bar ?? <ListFilters id={props.id} filters={props.filters} search={props.search} columns={props.columns} />)
      )}
    </header>
  )
}

function ListBody<T>(props: BodyProps<T>) {
  const { query, empty, body } = props
  if (body) return <>{body}</>
  if (query.error && query.rows.length === 0) return <Failed error={query.error} again={query.again} />
  if (query.isPending) return <Loading rows={8} />
  if (query.rows.length === 0) return <>{empty ?? <Empty />}</>
  return (
    <div className="list-scroll">
      <ListTable {...props} />
      <MoreRows query={query as Rows<unknown>} />
    </div>
  )
}

function MoreRows({ query }: { query: Rows<unknown> }) {
  const { t } = useTranslation('web')
  const end = useRef<HTMLDivElement>(null)
  const more = useRef(query.more)
  more.current = query.more
  useEffect(() => {
    if (!end.current || !query.hasMore) return
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && more.current?.(), { rootMargin: '400px' })
    watcher.observe(end.current)
    return () => watcher.disconnect()
  }, [query.hasMore])
  if (!query.hasMore) return null
  return (
    <div ref={end} className="list-more">
      <Button size="small" onClick={() => query.more?.()}>
        {t('action.moreRows')}
      </Button>
    </div>
  )
}

/** A menu of the less usual actions. */
export function MoreActions({
  items,
  size,
}: {
  /** As the buttons beside it. */
  size?: 'small'
  items: readonly { key: string; title: string; icon?: IconName; danger?: boolean; run: () => void }[]
}) {
  const { t } = useTranslation('web')
  if (items.length === 0) return null
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: items.map((item) => ({
          key: item.key,
          label: item.title,
          danger: item.danger ?? false,
          icon: item.icon && <Icon name={item.icon} size={16} />,
          onClick: item.run,
        })),
      }}
    >
      <Button {...(size && { size })} icon={<Icon name="more" size={18} />} aria-label={t('action.more')} />
    </Dropdown>
  )
}
