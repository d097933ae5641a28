import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import type { Dataset, Resource } from '../schema.ts'

/** Ready lines to copy, and a try right here. */
export function ApiPanel({ dataset, resource }: { dataset: Dataset; resource: Resource }) {
  const { t } = useTranslation('open-data')
  const [kind, setKind] = useState<'curl' | 'js' | 'python'>('curl')
  const origin = globalThis.location?.origin ?? ''
  const path = `/ckan/api/3/action/datastore_search?resource_id=${resource.id}&limit=5`
  const lines = {
    curl: `curl '${origin}${path}' \\\n  -H 'X-CKAN-API-KEY: ${t('api.yourKey')}'`,
    js: `const answer = await fetch('${origin}${path}')\nconst { result } = await answer.json()\nconsole.table(result.records)`,
    python: `from ckanapi import RemoteCKAN\nsite = RemoteCKAN('${origin}/ckan')\nfound = site.action.datastore_search(resource_id='${resource.id}', limit=5)\nprint(found['total'], found['records'])`,
  }
  return (
    <div className="stack">
      <p className="row-wrap" role="group" aria-label={t('api.language')}>
        {(['curl', 'js', 'python'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="btn"
            data-size="small"
            aria-pressed={one === kind}
            onClick={() => setKind(one)}
          >
            {{ curl: 'curl', js: 'JavaScript', python: 'Python' }[one]}
          </button>
        ))}
        <Link to="/data/developers">{t('api.takeKey')}</Link>
      </p>
      <CodeBlock text={lines[kind]} />
      <TryIt path={path} />
      <p className="quiet">
        {t('api.dcat')}{' '}
        {['ttl', 'jsonld', 'rdf'].map((form) => (
          <a key={form} href={`/ckan/dataset/${dataset.name}.${form}`} className="data-form">
            {{ ttl: 'Turtle', jsonld: 'JSON-LD', rdf: 'RDF/XML' }[form]}
          </a>
        ))}
      </p>
    </div>
  )
}

export function CodeBlock({ text }: { text: string }) {
  const { t } = useTranslation('open-data')
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <div className="data-code">
      <pre tabIndex={0}>{text}</pre>
      <button type="button" className="btn" data-size="small" onClick={() => void copy()}>
        <Icon name={copied ? 'check' : 'copy'} size="1em" /> {copied ? t('api.copied') : t('api.copy')}
      </button>
    </div>
  )
}

interface Tried {
  status: number
  ms: number
  left: string | null
  body: string
}

/** Calls the address for real and shows what came back: status, time, what is left of the quota, the answer. */
export function TryIt({ path, apiKey }: { path: string; apiKey?: string }) {
  const { t } = useTranslation('open-data')
  const [tried, setTried] = useState<Tried>()
  const [isBusy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    const started = performance.now()
    try {
      const answer = await fetch(path, apiKey ? { headers: { 'x-ckan-api-key': apiKey } } : {})
      const text = await answer.text()
      setTried({
        status: answer.status,
        ms: Math.round(performance.now() - started),
        left: answer.headers.get('x-ratelimit-remaining'),
        body: pretty(text),
      })
    } catch {
      setTried({ status: 0, ms: 0, left: null, body: t('api.offline') })
    }
    setBusy(false)
  }
  return (
    <div className="stack">
      <p className="row-wrap">
        <button type="button" className="btn" data-kind="primary" disabled={isBusy} onClick={() => void run()}>
          <Icon name="play" /> {t('api.try')}
        </button>
        {tried && (
          <span role="status">
            {t('api.answered', { status: tried.status, ms: tried.ms })}
            {tried.left !== null && ` · ${t('api.left', { count: Number(tried.left) })}`}
          </span>
        )}
      </p>
      {tried && (
        <pre className="data-answer" tabIndex={0}>
          {tried.body}
        </pre>
      )}
    </div>
  )
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).slice(0, 20_000)
  } catch {
    return text.slice(0, 20_000)
  }
}
