import { useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { Link, usePathParams } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { useMe } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Dataset, type Resource } from '../schema.ts'
import { ApiPanel } from './api-panel.tsx'
import { ChartPanel } from './chart-panel.tsx'
import { DataNav } from './data-nav.tsx'
import { DatasetCard } from './dataset-card.tsx'
import { FieldsPanel } from './fields-panel.tsx'
import { MapPanel } from './map-panel.tsx'
import { Questions } from './questions.tsx'
import { Reuses } from './reuses.tsx'
import { TablePanel } from './table-panel.tsx'
import { useVocabulary } from './use-vocabulary.ts'

/** Everything about one dataset: see it, understand it, take it, call it, ask about it. */
export function DatasetPage() {
  const { id } = usePathParams()
  const query = useApi(`/api/open-data/datasets/${encodeURIComponent(id ?? '')}`, Dataset)
  return (
    <div className="stack">
      <DataNav />
      <Loaded query={query}>{(dataset) => <Whole dataset={dataset} />}</Loaded>
    </div>
  )
}

function Whole({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const [chosen, setChosen] = useState(dataset.resources[0]?.id)
  const resource = dataset.resources.find(({ id }) => id === chosen) ?? dataset.resources[0]
  return (
    <article className="stack">
      <link rel="alternate" type="text/turtle" href={`/ckan/dataset/${dataset.name}.ttl`} />
      <link rel="alternate" type="application/ld+json" href={`/ckan/dataset/${dataset.name}.jsonld`} />
      <link rel="alternate" type="application/rdf+xml" href={`/ckan/dataset/${dataset.name}.rdf`} />
      <script type="application/ld+json">{JSON.stringify(dataset.jsonLd).replaceAll('<', '\\u003c')}</script>
      <header className="data-title">
        <h1>{text(dataset.title)}</h1>
        <p>{text(dataset.notes)}</p>
      </header>
      <div className="data-dataset">
        <div className="stack data-main">
          {dataset.resources.length > 1 && (
            <label className="row-wrap">
              {t('dataset.which')}
              <select className="input" value={resource?.id} onChange={(event) => setChosen(event.target.value)}>
                {dataset.resources.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {text(name)}
                  </option>
                ))}
              </select>
            </label>
          )}
          {resource && <ResourceTabs key={resource.id} dataset={dataset} resource={resource} />}
        </div>
        <Facts dataset={dataset} />
      </div>
      <Questions dataset={dataset} />
      <Reuses dataset={dataset} />
      {dataset.related.length > 0 && (
        <section>
          <h2>{t('dataset.related')}</h2>
          <div className="data-cards">
            {dataset.related.map((other) => (
              <DatasetCard key={other.id} dataset={other} />
            ))}
          </div>
        </section>
      )}
    </article>
  )
}

function ResourceTabs({ dataset, resource }: { dataset: Dataset; resource: Resource }) {
  const { t } = useTranslation('open-data')
  if (resource.kind === 'link')
    return (
      <p className="card">
        <a href={resource.url ?? '#'} rel="noreferrer" target="_blank">
          {resource.url} <Icon name="external" size="1em" />
        </a>
      </p>
    )
  const tabs = [
    ['table', <TablePanel key="t" resource={resource} />],
    ['chart', <ChartPanel key="c" resource={resource} />],
    ...(resource.hasPlaces ? ([['map', <MapPanel key="m" resource={resource} />]] as const) : []),
    ['fields', <FieldsPanel key="f" resource={resource} />],
    ['api', <ApiPanel key="a" dataset={dataset} resource={resource} />],
  ] as const
  return (
    <>
      <Downloads resource={resource} />
      <Tabs className="data-tabs">
        <TabList aria-label={t('dataset.look')}>
          {tabs.map(([id]) => (
            <Tab key={id} id={id}>
              {t(`tabs.${id}`)}
            </Tab>
          ))}
        </TabList>
        {tabs.map(([id, panel]) => (
          <TabPanel key={id} id={id}>
            {panel}
          </TabPanel>
        ))}
      </Tabs>
    </>
  )
}

function Downloads({ resource }: { resource: Resource }) {
  const { t } = useTranslation('open-data')
  const forms: [title: string, query: string][] = [
    ['CSV', 'csv'],
    ['CSV (GB 18030)', 'csv&encoding=gb18030'],
    ['XLSX', 'xlsx'],
    ['JSON', 'json'],
    ...(resource.hasPlaces ? ([['GeoJSON', 'geojson']] as [string, string][]) : []),
  ]
  return (
    <p className="row-wrap data-downloads">
      <span>
        <Icon name="download" size="1.1em" /> {t('dataset.download', { count: resource.rowCount })}
      </span>
      {forms.map(([title, format]) => (
        <a
          key={title}
          className="btn"
          data-size="small"
          href={`/api/open-data/resources/${resource.id}/download?format=${format}`}
          download
        >
          {title}
        </a>
      ))}
    </p>
  )
}

function Facts({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const { cycle, licence, licenceUrl, theme } = useVocabulary()
  const url = licenceUrl(dataset.licence)
  const rows: [string, React.ReactNode][] = [
    [
      t('facts.publisher'),
      <Link key="p" to={`/data/search?publisher=${dataset.publisher.code}`}>
        {text(dataset.publisher.title)}
      </Link>,
    ],
    [
      t('facts.theme'),
      <Link key="t" to={`/data/search?theme=${dataset.theme}`}>
        {theme(dataset.theme)}
      </Link>,
    ],
    [t('facts.cycle'), cycle(dataset.cycle)],
    [t('facts.updated'), dataset.dataAt ? <Time at={dataset.dataAt} style="short" /> : '–'],
    [t('facts.timely'), <Timely key="l" late={dataset.isLate} />],
    [
      t('facts.licence'),
      url ? (
        <a key="u" href={url} rel="noreferrer license" target="_blank">
          {licence(dataset.licence)}
        </a>
      ) : (
        licence(dataset.licence)
      ),
    ],
    [
      t('facts.tags'),
      <span key="g" className="data-tags">
        {dataset.tags.map((tag) => (
          <Link key={tag} to={`/data/search?tag=${encodeURIComponent(tag)}`}>
            {tag}
          </Link>
        ))}
      </span>,
    ],
    ...(dataset.contact
      ? ([[t('facts.contact'), [dataset.contact.name, dataset.contact.phone].filter(Boolean).join(' ')]] as [string, string][])
      : []),
    [t('facts.used'), t('facts.usedValue', { views: dataset.views, downloads: dataset.downloads, calls: dataset.calls })],
  ]
  return (
    <aside className="card data-facts">
      <Follow dataset={dataset} />
      <dl>
        {rows.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Score quality={dataset.qualityParts} />
    </aside>
  )
}

function Timely({ late }: { late: boolean }) {
  const { t } = useTranslation('open-data')
  return (
    <span data-tone={late ? 'warning' : 'done'} className="data-state">
      <Icon name={late ? 'warning' : 'circle-check'} size="1.1em" /> {late ? t('late') : t('onTime')}
    </span>
  )
}

function Score({ quality }: { quality: Dataset['qualityParts'] }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  return (
    <section className="data-score">
      <h2>
        {t('quality')} <strong>{quality.score}</strong>
        <span className="quiet"> / 100</span>
      </h2>
      {quality.parts.map(({ id, score, title }) => (
        <label key={id}>
          <span>
            {text(title)} <b>{score}</b>
          </span>
          <meter min={0} max={100} low={50} optimum={100} value={score} />
        </label>
      ))}
    </section>
  )
}

function Follow({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('open-data')
  const me = useMe()
  const send = useSend((on: boolean) => api.put(`/api/open-data/datasets/${dataset.name}/subscription`, { on }), {
    refresh: [`/api/open-data/datasets/${dataset.name}`],
  })
  if (!me)
    return (
      <Link className="btn" to="/sign-in">
        <Icon name="bell" /> {t('follow.signIn')}
      </Link>
    )
  return (
    <button
      type="button"
      className="btn"
      aria-pressed={dataset.subscribed}
      disabled={send.isPending}
      onClick={() => send.mutate(!dataset.subscribed)}
    >
      <Icon name={dataset.subscribed ? 'check' : 'bell'} /> {dataset.subscribed ? t('follow.on') : t('follow.off')}
    </button>
  )
}
