import { Button, Input, Segmented } from 'antd'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useAddress } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { RefLink } from '#kit/ref-link.tsx'
import { Empty, Failed, Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import type { EntityCard, LookUp, RegistryCard, RegistryView } from '../schema.ts'
import { isWhy, PurposeFields, type Why } from './purpose-fields.tsx'
import './registry.css'

/** An officer finds one, exactly, for a purpose; nobody browses. */
export function LookUpPage() {
  const { t } = useTranslation('registry')
  const text = useText()
  const [{ of = 'population' }, change] = useAddress()
  const all = useApi<{ items: RegistryCard[] }>('/api/registry/registries')
  const view = useApi<RegistryView>(`/api/registry/${of}`)
  return (
    <div className="registry-page registry-narrow">
      <header className="row-wrap">
        <h1 className="grow">{t('lookUp.title')}</h1>
        <Segmented
          value={of}
          options={(all.data?.items ?? []).map(({ id, title }) => ({ value: id, label: text(title) }))}
          onChange={(id) => change({ of: id })}
        />
      </header>
      <Loaded query={view}>{(registry) => <Form key={registry.id} registry={registry} />}</Loaded>
    </div>
  )
}

function Form({ registry }: { registry: RegistryView }) {
  const { t } = useTranslation('registry')
  const text = useText()
  const [way, setWay] = useState(0)
  const [by, setBy] = useState<Record<string, string>>({})
  const [why, setWhy] = useState<Why>(registry.open ? { purpose: 'verification', note: t('lookUp.openNote') } : {})
  const fields = registry.lookUps[way] ?? []
  const title = (id: string) => text(registry.fields.find((field) => field.id === id)?.title ?? { zh: id, en: id })
  const find = useSend((body: LookUp) => api.post<{ items: EntityCard[] }>(`/api/registry/${registry.id}/look-ups`, body))
  const values = Object.fromEntries(fields.map((field) => [field, by[field]?.trim() ?? '']))
  const ready = fields.every((field) => values[field]) && isWhy(why)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isWhy(why) && ready) find.mutate({ ...why, by: values })
  }
  return (
    <>
      <form className="registry-form" onSubmit={submit}>
        {!registry.open && <PurposeFields id="look-up" value={why} onChange={setWhy} />}
        <Segmented
          value={way}
          options={registry.lookUps.map((each, value) => ({ value, label: each.map(title).join(' + ') }))}
          onChange={setWay}
        />
        <div className="row-wrap">
          {fields.map((field) => (
            <label key={field} className="registry-field">
              {title(field)}
              <Input
                value={by[field] ?? ''}
                maxLength={200}
                autoComplete="off"
                onChange={(event) => setBy({ ...by, [field]: event.target.value })}
              />
            </label>
          ))}
          <Button type="primary" htmlType="submit" disabled={!ready} loading={find.isPending}>
            {t('lookUp.find')}
          </Button>
        </div>
      </form>
      {find.error && <Failed error={find.error} />}
      {find.data && <Found items={find.data.items} registry={registry} />}
    </>
  )
}

function Found({ items, registry }: { items: readonly EntityCard[]; registry: RegistryView }) {
  const { t } = useTranslation('registry')
  const text = useText()
  if (items.length === 0)
    return (
      <Empty icon="search" title={t('lookUp.none')}>
        {t('lookUp.noneHint')}
      </Empty>
    )
  return (
    <ul className="registry-found" aria-label={t('lookUp.found', { count: items.length })}>
      {items.map((item) => (
        <li key={item.id}>
          <RefLink to={item.ref}>
            <strong>{item.name}</strong>
          </RefLink>
          <span className="quiet">
            {registry.fields
              .filter(({ id }) => id !== registry.nameField && item.values[id])
              .slice(0, 5)
              .map(({ id, title }) => `${text(title)} ${item.values[id]}`)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
