import { Button, Dropdown, Input, Popover, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { useText } from '#kit/text.ts'
import type { ColumnShape } from '../schema.ts'
import { columnInFilter, filterNames, filtersOn, without } from './address.ts'
import { ColumnChoice } from './column-choice.tsx'
import { FilterEditor } from './filter-editor.tsx'
import { FilterWords } from './filter-words.tsx'
import { pointColumn } from './map-view.tsx'
import { useHere } from './register.ts'
import { Views } from './views.tsx'

/** Search words, conditions as chips that open their editor, saved views, columns, list or map. */
export function FilterBar({ listId }: { listId: string }) {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const [address, change] = useAddress()
  const [adding, setAdding] = useState<string>()
  const [folded, setFolded] = useState(true)
  const active = [...new Set(filterNames(address).map(columnInFilter))]
  const shown = [...active, ...(adding && !active.includes(adding) ? [adding] : [])]
    .map((name) => shape.columns.find((column) => column.name === name))
    .filter((column): column is ColumnShape => column !== undefined)
  const clear = () => change({ q: null, sort: null, ...Object.fromEntries(filterNames(address).map((name) => [name, null])) })
  return (
    <div className="list-filters row-wrap register-bar" role="search" data-shown={folded ? undefined : true}>
      {shape.searchable && (
        <Input.Search
          key={address['q'] ?? ''}
          size="small"
          allowClear
          defaultValue={address['q'] ?? ''}
          placeholder={t('bar.search')}
          aria-label={t('bar.search')}
          onSearch={(q) => change({ q: q || null })}
          className="list-search"
        />
      )}
      <button type="button" className="list-fold" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
        <Icon name="list-filter" size={18} />
        {t('bar.tools')}
      </button>
      {shown.map((column) => (
        <FilterChip key={column.name} column={column} fresh={column.name === adding} settled={() => setAdding(undefined)} />
      ))}
      <AddFilter taken={shown} add={setAdding} />
      {(active.length > 0 || address['q']) && (
        <Button size="small" type="link" onClick={clear}>
          {t('bar.clear')}
        </Button>
      )}
      {address['removed'] === 'true' && (
        <button type="button" className="filter-chip filter-words" data-tone="warning" onClick={() => change({ removed: null })}>
          <Icon name="trash" size={14} /> {t('bar.removedOnly')} <Icon name="close" size={13} />
        </button>
      )}
      <span className="list-tools">
        {pointColumn(shape) && (
          <Segmented
            size="small"
            value={address['view'] === 'map' ? 'map' : 'list'}
            options={[
              { value: 'list', label: t('bar.asList'), icon: <Icon name="list" size={14} /> },
              { value: 'map', label: t('bar.asMap'), icon: <Icon name="map" size={14} /> },
            ]}
            onChange={(view) => change({ view: view === 'map' ? 'map' : null })}
          />
        )}
        <Views listId={listId} />
        <ColumnChoice listId={listId} />
      </span>
    </div>
  )
}

/** Conditions that can be added: every column that can be filtered by and is not in use. */
function AddFilter({ taken, add }: { taken: readonly ColumnShape[]; add: (name: string) => void }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { shape } = useHere()
  const left = shape.columns.filter((column) => column.filters.length > 0 && column.kind !== 'point' && !taken.includes(column))
  if (left.length === 0) return null
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: left.map((column) => ({ key: column.name, label: text(column.title) })),
        onClick: ({ key }) => add(key),
        className: 'filter-menu',
      }}
    >
      <Button size="small" className="list-filter filter-add" icon={<Icon name="plus" size={14} />}>
        {t('bar.addFilter')}
      </Button>
    </Dropdown>
  )
}

/** One condition in words; opening it changes it. A new one opens by itself. */
function FilterChip({ column, fresh, settled }: { column: ColumnShape; fresh: boolean; settled: () => void }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const [address, change] = useAddress()
  const [open, setOpen] = useState(fresh)
  const values = filtersOn(address, column.name)
  const isSet = Object.keys(values).length > 0
  const finish = (next?: Record<string, string | null>) => {
    setOpen(false)
    if (next) change({ ...without(address, column.name), ...next })
    settled()
  }
  return (
    <span className="list-filter filter-chip" data-active={isSet || undefined}>
      <Popover
        trigger="click"
        placement="bottomLeft"
        open={open}
        onOpenChange={(next) => (next ? setOpen(true) : finish())}
        destroyOnHidden
        content={<FilterEditor column={column} values={values} finish={finish} />}
      >
        <button type="button" className="filter-words" aria-expanded={open}>
          <span className="quiet">{text(column.title)}</span>
          {isSet ? <FilterWords column={column} values={values} /> : '…'}
        </button>
      </Popover>
      {isSet && (
        <button
          type="button"
          className="filter-off"
          aria-label={t('bar.drop', { column: text(column.title) })}
          onClick={() => finish({})}
        >
          <Icon name="close" size={13} />
        </button>
      )}
    </span>
  )
}
