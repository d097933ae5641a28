import { Button, Checkbox, Input, Popover, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'
import { useAddress } from './navigate.tsx'
import { usePreference } from './preferences.ts'
import { Count } from './status-tag.tsx'
import { type Text, useText } from './text.ts'

export interface ListFilter {
  /** Name in the address and in the question to the server. */
  id: string
  title: Text
  options: readonly { value: string; title: Text | string }[]
}

interface FilterProps {
  id: string
  filters?: readonly ListFilter[] | undefined
  search?: boolean | undefined
  columns: readonly { id: string; title: Text; hidden?: boolean }[]
}

/** Search words, filters, saved combinations and the choice of columns: all that narrows a list. */
export function ListFilters({ id, filters = [], search, columns }: FilterProps) {
  const { t } = useTranslation('web')
  const text = useText()
  const [address, change] = useAddress()
  const [shown, setShown] = useState(false)
  const active = filters.filter((filter) => address[filter.id])
  if (filters.length === 0 && !search) return null
  return (
    <div className="list-filters row-wrap" role="search" data-shown={shown || undefined}>
      {search && <SearchWords key={address['q'] ?? ''} words={address['q'] ?? ''} apply={(q) => change({ q })} />}
      {filters.length > 0 && (
        <button type="button" className="list-fold" aria-expanded={shown} onClick={() => setShown(!shown)}>
          <Icon name="list-filter" size={18} />
          {t('list.filters')}
          <Count value={active.length} tone="active" />
        </button>
      )}
      {filters.map((filter) => (
        <Select
          key={filter.id}
          size="small"
          allowClear
          aria-label={text(filter.title)}
          placeholder={text(filter.title)}
          value={address[filter.id] ?? null}
          options={filter.options.map((option) => ({ value: option.value, label: text(option.title) }))}
          onChange={(value: string | null) => change({ [filter.id]: value ?? null })}
          popupMatchSelectWidth={false}
          className="list-filter"
          data-active={address[filter.id] ? true : undefined}
        />
      ))}
      {(active.length > 0 || address['q']) && (
        <Button
          size="small"
          type="link"
          onClick={() => change(Object.fromEntries([...filters.map((filter) => [filter.id, null]), ['q', null]]))}
        >
          {t('action.clear')}
        </Button>
      )}
      <span className="list-tools">
        <SavedFilters id={id} names={[...filters.map((filter) => filter.id), 'q']} />
        <ColumnChoice id={id} columns={columns} />
      </span>
    </div>
  )
}

function SearchWords({ words, apply }: { words: string; apply: (words: string) => void }) {
  const { t } = useTranslation('web')
  return (
    <Input.Search
      size="small"
      allowClear
      defaultValue={words}
      placeholder={t('list.search')}
      aria-label={t('list.search')}
      onSearch={apply}
      className="list-search"
    />
  )
}

interface Saved {
  name: string
  values: Record<string, string>
}

/** Combinations of filters this person uses again and again. */
function SavedFilters({ id, names }: { id: string; names: string[] }) {
  const { t } = useTranslation('web')
  const [address, change] = useAddress()
  const [saved, setSaved] = usePreference<Saved[]>(`list.${id}.saved`, [])
  const [name, setName] = useState('')
  const now = Object.fromEntries(names.flatMap((key) => (address[key] ? [[key, address[key]]] : [])))
  const empty = Object.fromEntries(names.map((key) => [key, null]))
  const keep = () => {
    setSaved([...saved.filter((entry) => entry.name !== name), { name, values: now }])
    setName('')
  }
  const box = (
    <div className="stack list-saved">
      {saved.length === 0 && <p className="quiet">{t('list.noneSaved')}</p>}
      {saved.map((entry) => (
        <div className="row" key={entry.name}>
          <Button size="small" type="text" className="grow" onClick={() => change({ ...empty, ...entry.values })}>
            {entry.name}
          </Button>
          <Button
            size="small"
            type="text"
            aria-label={`${t('action.remove')} ${entry.name}`}
            icon={<Icon name="trash" size={16} />}
            onClick={() => setSaved(saved.filter((other) => other !== entry))}
          />
        </div>
      ))}
      {Object.keys(now).length > 0 && (
        <div className="row">
          <Input
            size="small"
            value={name}
            maxLength={30}
            placeholder={t('list.nameFilter')}
            aria-label={t('list.nameFilter')}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={() => name && keep()}
          />
          <Button size="small" type="primary" disabled={!name} onClick={keep}>
            {t('action.save')}
          </Button>
        </div>
      )}
    </div>
  )
  return (
    <Popover content={box} trigger="click" placement="bottomRight">
      <Button size="small" type="text" icon={<Icon name="star" size={16} />}>
        {t('list.saved')}
      </Button>
    </Popover>
  )
}

function ColumnChoice({ id, columns }: Pick<FilterProps, 'id' | 'columns'>) {
  const { t } = useTranslation('web')
  const text = useText()
  const [names, setNames] = usePreference<string[] | null>(`list.${id}.columns`, null)
  const shown = names ?? columns.filter((column) => !column.hidden).map((column) => column.id)
  const box = (
    <Checkbox.Group
      className="list-columns"
      value={shown}
      options={columns.map((column) => ({
        value: column.id,
        label: text(column.title),
        disabled: shown.length === 1 && shown[0] === column.id,
      }))}
      onChange={(chosen) => setNames(chosen as string[])}
    />
  )
  return (
    <Popover content={box} trigger="click" placement="bottomRight">
      <Button size="small" type="text" icon={<Icon name="columns" size={16} />} className="list-columns-button">
        {t('list.columns')}
      </Button>
    </Popover>
  )
}
