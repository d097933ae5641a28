import { useTranslation } from 'react-i18next'
import { Link, useAddress } from '#kit/navigate.tsx'
import { Figure, Figures } from '#kit/panel.tsx'
import { useApi } from '#kit/query.ts'
import { useGo } from '#kit/navigate.tsx'
import { Empty, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { useMay } from '#kit/session.ts'
import type { RegistryCard, RegistryView, SourceView } from '../schema.ts'
import './registry.css'

const share = (part: number, whole: number) => (whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)}%`)

/** All base registries: how much of each, from whom, how well it fits together. */
export function RegistriesPage() {
  const { t } = useTranslation('registry')
  const text = useText()
  const [{ of }, change] = useAddress()
  const all = useApi<{ items: RegistryCard[] }>('/api/registry/registries')
  return (
    <div className="registry-page">
      <header className="row-wrap">
        <h1 className="grow">{t('title')}</h1>
        <StewardLinks />
      </header>
      <Loaded query={all}>
        {({ items }) => {
          const open = items.find(({ id }) => id === of) ?? items[0]
          return (
            <>
              <nav className="registry-cards" aria-label={t('title')}>
                {items.map((card) => (
                  <button
                    key={card.id}
                    type="button"
                    className="registry-card"
                    aria-pressed={card.id === open?.id}
                    onClick={() => change({ of: card.id })}
                  >
                    <strong>{text(card.title)}</strong>
                    <span className="numbers registry-big">{card.entities.toLocaleString()}</span>
                    <small className="quiet">
                      {t('from', { records: card.records.toLocaleString(), sources: card.sources })}
                    </small>
                  </button>
                ))}
              </nav>
              {open && <Overview id={open.id} />}
            </>
          )
        }}
      </Loaded>
    </div>
  )
}

function StewardLinks() {
  const { t } = useTranslation('registry')
  const manages = useMay('registry.manage')
  return manages ? <Link to="/work/registry/answers">{t('answers.title')}</Link> : null
}

function Overview({ id }: { id: string }) {
  const query = useApi<RegistryView>(`/api/registry/${id}`)
  return <Loaded query={query}>{(view) => <Numbers view={view} />}</Loaded>
}

function Numbers({ view }: { view: RegistryView }) {
  const { t } = useTranslation('registry')
  const text = useText()
  const go = useGo()
  const reviews = useMay('registry.review')
  const list = (query: string) => () => go(`/work/registry/list/${view.id}${query}`)
  return (
    <>
      <p className="quiet">
        {text(view.about)} {t('asOf')} <Time at={view.asOf} style="short" />
      </p>
      <Figures>
        <Figure title={t('entities')} value={view.entities.toLocaleString()} onOpen={list('')} />
        <Figure
          title={t('joined')}
          value={share(view.joined, view.entities)}
          definition={t('joinedMeans')}
          onOpen={list('?joined=true')}
        />
        <Figure
          title={t('queue')}
          value={view.queue.toLocaleString()}
          tone={view.queue > 0 ? 'warning' : 'done'}
          {...(reviews && { onOpen: () => go(`/work/registry/reviews?of=${view.id}`) })}
        />
        <Figure title={t('flagged')} value={view.flagged.toLocaleString()} tone={view.flagged > 0 ? 'warning' : 'done'} />
      </Figures>
      <section>
        <header className="row">
          <h2 className="grow">{t('sources')}</h2>
          <Link to={`/work/registry/sources/${view.id}`}>{t('sourcesAndDuties')}</Link>
        </header>
        <SourceTable sources={view.bySource} registry={view.id} />
      </section>
      <section>
        <h2>{t('quality')}</h2>
        {view.flags.length === 0 ? (
          <Empty icon="circle-check" title={t('noFlags')} />
        ) : (
          <ul className="registry-flags">
            {view.flags.map(({ flag, title, records }) => (
              <li key={flag}>
                <Link to={`/work/registry/list/${view.id}?flag=${encodeURIComponent(flag)}`}>{text(title)}</Link>
                <span className="numbers">{records.toLocaleString()}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}

function SourceTable({ sources, registry }: { sources: readonly SourceView[]; registry: string }) {
  const { t } = useTranslation('registry')
  const text = useText()
  return (
    <div className="registry-scroll">
      <table className="registry-table">
        <thead>
          <tr>
            <th>{t('source')}</th>
            <th>{t('organisation')}</th>
            <th className="end">{t('records')}</th>
            <th className="end">{t('matchRate')}</th>
            <th className="end">{t('flagged')}</th>
            <th>{t('freshness')}</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <tr key={source.id}>
              <td>
                <Link to={`/work/registry/list/${registry}?source=${source.id}`}>{text(source.title)}</Link>
              </td>
              <td>{text(source.organisation.name)}</td>
              <td className="end numbers">{source.records.toLocaleString()}</td>
              <td className="end numbers">{share(source.matched, source.records)}</td>
              <td className="end numbers">{share(source.flagged, source.records)}</td>
              <td>
                {source.lastAt === null ? (
                  <StatusTag>{t('never')}</StatusTag>
                ) : source.stale ? (
                  <StatusTag tone="warning">
                    {t('stale')} <Time at={source.lastAt} />
                  </StatusTag>
                ) : (
                  <StatusTag tone="done">
                    <Time at={source.lastAt} />
                  </StatusTag>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
