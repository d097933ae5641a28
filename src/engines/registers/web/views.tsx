import { App, Button, Checkbox, Input, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { usePreference } from '#kit/preferences.ts'
import { useApi, useSend } from '#kit/query.ts'
import { type View, Views as AllViews } from '../schema.ts'
import { filterNames, listParams } from './address.ts'
import { useHere } from './register.ts'

/** The list's question as the server keeps it, and back into an address. */
function useQuestion(listId: string) {
  const { shape } = useHere()
  const [address, change] = useAddress()
  const [names, setNames] = usePreference<string[] | null>(`list.${listId}.columns`, null)
  const now = (): Record<string, string | string[]> => {
    const query: Record<string, string | string[]> = {}
    for (const [name, value] of listParams(shape, address)) {
      const before = query[name]
      query[name] = before === undefined ? value : [before, value].flat()
    }
    return { ...query, ...(names && { columns: names.join(',') }) }
  }
  const apply = ({ columns, ...query }: View['query']) => {
    setNames(typeof columns === 'string' ? columns.split(',') : null)
    const cleared = Object.fromEntries(['q', 'sort', 'removed', 'row', ...filterNames(address)].map((name) => [name, null]))
    change(
      { ...cleared, ...Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat().join(',')])) },
      false,
    )
  }
  return { now, apply }
}

/** Questions asked again and again, under a name: one's own, or shared with one's organisation. */
export function Views({ listId }: { listId: string }) {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const path = `${shape.path}/views`
  const [open, setOpen] = useState(false)
  const { data } = useApi(open ? path : null, AllViews)
  const { now, apply } = useQuestion(listId)
  const use = (view: View) => {
    apply(view.query)
    setOpen(false)
  }
  const box = (
    <div className="stack register-views">
      {data?.items.length === 0 && <p className="quiet">{t('views.none')}</p>}
      {data?.items.map((view) => (
        <ViewLine key={view.id} view={view} path={path} use={() => use(view)} />
      ))}
      <SaveView path={path} query={now} />
    </div>
  )
  return (
    <Popover content={box} trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen}>
      <Button size="small" type="text" icon={<Icon name="star" size={16} />}>
        {t('views.title')}
      </Button>
    </Popover>
  )
}

function ViewLine({ view, path, use }: { view: View; path: string; use: () => void }) {
  const { t } = useTranslation('registers')
  const { message } = App.useApp()
  const drop = useSend(() => api.delete(`${path}/${view.id}`), { refresh: [path] })
  return (
    <div className="row">
      <Button size="small" type="text" className="grow register-view" onClick={use}>
        {view.name}
        {view.shared && <span className="quiet"> · {t('views.shared')}</span>}
      </Button>
      {view.mine && (
        <Button
          size="small"
          type="text"
          aria-label={t('views.drop', { name: view.name })}
          icon={<Icon name="trash" size={15} />}
          onClick={() => drop.mutate(undefined, { onError: (error) => void message.error(error.detail) })}
        />
      )}
    </div>
  )
}

function SaveView({ path, query }: { path: string; query: () => Record<string, string | string[]> }) {
  const { t } = useTranslation('registers')
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const save = useSend(() => api.put(path, { name: name.trim(), shared, query: query() }), {
    refresh: [path],
    then: () => setName(''),
  })
  const problem = save.error?.faults[0]?.detail || save.error?.detail
  return (
    <form
      className="stack register-save-view"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) save.mutate(undefined)
      }}
    >
      <label>
        <span className="quiet">{t('views.name')}</span>
        <Input size="small" value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      </label>
      <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
        {t('views.share')}
      </Checkbox>
      {problem && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <Button size="small" type="primary" htmlType="submit" disabled={!name.trim()} loading={save.isPending}>
        {t('views.save')}
      </Button>
    </form>
  )
}
