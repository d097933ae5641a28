import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { TextField } from '#kit/form/fields.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { Icon } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { useMe } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { Time } from '#kit/time.tsx'
import { type ApiKey, ApiKeys } from '../schema.ts'
import { CodeBlock, TryIt } from './api-panel.tsx'
import { DataNav } from './data-nav.tsx'

const path = '/api/open-data/keys'

/** For programmers: own keys and what they used, and every public call to be tried on the spot. */
export function DevelopersPage() {
  const { t } = useTranslation('open-data')
  const me = useMe()
  const [key, setKey] = useState<string>()
  return (
    <div className="stack">
      <DataNav />
      <h1>{t('developers.title')}</h1>
      <p>{t('developers.intro')}</p>
      <section className="stack">
        <h2>{t('developers.keys')}</h2>
        {me ? <Keys made={setKey} /> : <Link to="/sign-in">{t('developers.signIn')}</Link>}
        {key && (
          <div className="card stack" role="status">
            <strong>{t('developers.once')}</strong>
            <CodeBlock text={key} />
          </div>
        )}
      </section>
      <section className="stack">
        <h2>{t('developers.calls')}</h2>
        <p className="quiet">
          {t('developers.callsHint')} <a href="/api/open-data/openapi">OpenAPI 3.1</a>
        </p>
        <Calls apiKey={key} />
      </section>
    </div>
  )
}

function Keys({ made }: { made: (key: string | undefined) => void }) {
  const { t } = useTranslation('open-data')
  const query = useApi(path, ApiKeys, { everySeconds: 30 })
  const form = useForm({ name: '' })
  const make = useSend((body: { name: string }) => api.post<{ key: string }>(path, body), {
    refresh: [path],
    then: ({ key }) => {
      made(key)
      form.set({ name: '' })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate(form.values, { onError: form.refuse })
  }
  return (
    <>
      <Loaded query={query}>
        {({ items }) => (
          <ul className="data-keys">
            {items.map((item) => (
              <KeyCard key={item.id} item={item} />
            ))}
          </ul>
        )}
      </Loaded>
      <form onSubmit={submit} className="stack" noValidate>
        <ErrorSummary faults={form.faults} />
        <TextField
          {...form.field('name')}
          label={t('developers.name')}
          hint={t('developers.nameHint')}
          maxLength={60}
          width={24}
        />
        <p>
          <button type="submit" className="btn" data-kind="primary" disabled={make.isPending}>
            <Icon name="key" /> {t('developers.make')}
          </button>
        </p>
      </form>
    </>
  )
}

function KeyCard({ item }: { item: ApiKey }) {
  const { t } = useTranslation('open-data')
  const revoke = useSend(() => api.delete(`${path}/${item.id}`), { refresh: [path] })
  const [isAsked, setAsked] = useState(false)
  return (
    <li className="card stack">
      <p className="data-head">
        <strong>{item.name}</strong>
        <code>{item.hint}</code>
      </p>
      <label>
        <span>{t('developers.used', { used: item.usedToday, count: item.perDay })}</span>
        <meter min={0} max={item.perDay} high={item.perDay * 0.9} value={item.usedToday} />
      </label>
      <p className="quiet">
        {t('developers.limits', { count: item.perMinute })} · {t('developers.reset')} <Time at={item.resetAt} style="short" />
      </p>
      <p className="row-wrap">
        {isAsked ? (
          <>
            <span>{t('developers.revokeAsk')}</span>
            <button type="button" className="btn" data-kind="danger" data-size="small" onClick={() => revoke.mutate(undefined)}>
              {t('developers.revoke')}
            </button>
            <button type="button" className="btn" data-size="small" onClick={() => setAsked(false)}>
              {t('developers.keep')}
            </button>
          </>
        ) : (
          <button type="button" className="btn" data-size="small" onClick={() => setAsked(true)}>
            {t('developers.revoke')}
          </button>
        )}
      </p>
    </li>
  )
}

interface Parameter {
  name: string
  in: 'query' | 'path'
  required?: boolean
  description: string
  schema: { enum?: string[]; default?: string | number }
}
interface Call {
  path: string
  operationId: string
  summary: string
  tags: string[]
  parameters: Parameter[]
}
interface Described {
  paths: Record<string, { get: Omit<Call, 'path'> }>
}

function Calls({ apiKey }: { apiKey: string | undefined }) {
  const query = useApi<Described>('/api/open-data/openapi')
  return (
    <Loaded query={query}>
      {(described) => (
        <div className="data-calls">
          {Object.entries(described.paths).map(([at, { get }]) => (
            <OneCall key={at} call={{ ...get, path: at }} apiKey={apiKey} />
          ))}
        </div>
      )}
    </Loaded>
  )
}

/** The address with its parameters filled in. */
function addressOf(call: Call, values: Record<string, string>): string {
  const given = call.parameters.filter(({ name }) => values[name])
  const at = given
    .filter((one) => one.in === 'path')
    .reduce((text, { name }) => text.replace(`{${name}}`, encodeURIComponent(values[name] ?? '')), call.path)
  const query = new URLSearchParams(
    given.filter((one) => one.in === 'query').map(({ name }) => [name, values[name] ?? '']),
  ).toString()
  return query ? `${at}?${query}` : at
}

function OneCall({ call, apiKey }: { call: Call; apiKey: string | undefined }) {
  const { t } = useTranslation('open-data')
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      call.parameters.flatMap(({ name, schema, in: where }) =>
        where === 'path' && schema.default !== undefined ? [[name, String(schema.default)]] : [],
      ),
    ),
  )
  const address = addressOf(call, values)
  const missing = call.parameters.some(({ name, required }) => required && !values[name])
  return (
    <details className="card">
      <summary>
        <span className="data-method">GET</span> <code>{call.path}</code>
        <span className="quiet">{call.summary}</span>
      </summary>
      <div className="stack">
        {call.parameters.length > 0 && (
          <div className="data-parameters">
            {call.parameters.map(({ name, required, description, schema }) => (
              <label key={name}>
                <span>
                  <code>{name}</code> {required && <em>{t('developers.required')}</em>}
                </span>
                <small className="quiet">{description}</small>
                {schema.enum ? (
                  <select
                    className="input"
                    value={values[name] ?? ''}
                    onChange={(event) => setValues({ ...values, [name]: event.target.value })}
                  >
                    <option value="">–</option>
                    {schema.enum.map((one) => (
                      <option key={one}>{one}</option>
                    ))}
                  </select>
                ) : (
                  <input
                    className="input"
                    value={values[name] ?? ''}
                    placeholder={schema.default === undefined ? '' : String(schema.default)}
                    onChange={(event) => setValues({ ...values, [name]: event.target.value })}
                  />
                )}
              </label>
            ))}
          </div>
        )}
        <CodeBlock text={`${globalThis.location?.origin ?? ''}${address}`} />
        {missing ? <p className="quiet">{t('developers.missing')}</p> : <TryIt path={address} {...(apiKey && { apiKey })} />}
      </div>
    </details>
  )
}
