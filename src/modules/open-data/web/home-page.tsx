import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { useLanguage, useText } from '#kit/text.ts'
import { type DatasetLine, Home } from '../schema.ts'
import { DataNav, DataSearch } from './data-nav.tsx'
import { DatasetCard } from './dataset-card.tsx'
import { ReuseCard } from './reuses.tsx'

/** The front door of the open data: search, themes, what is new and used, and how it stands in figures. */
export function HomePage() {
  const { t } = useTranslation('open-data')
  const query = useApi('/api/open-data/home', Home)
  return (
    <div className="data-home stack">
      <DataNav />
      <header className="data-hero">
        <h1>{t('home.title')}</h1>
        <p>{t('home.intro')}</p>
        <DataSearch />
      </header>
      <Loaded query={query}>
        {(home) => (
          <>
            <Numbers numbers={home.numbers} />
            <Themes themes={home.themes} />
            <Cards title={t('home.newest')} datasets={home.newest} more="/data/search?sort=newest" />
            <Cards title={t('home.mostUsed')} datasets={home.mostUsed} more="/data/search?sort=used" />
            {home.reuses.length > 0 && (
              <section>
                <h2>{t('reuse.gallery')}</h2>
                <div className="data-cards">
                  {home.reuses.map((reuse) => (
                    <ReuseCard key={reuse.id} reuse={reuse} withDataset />
                  ))}
                </div>
              </section>
            )}
            <Ways />
          </>
        )}
      </Loaded>
    </div>
  )
}

function Numbers({ numbers }: { numbers: Home['numbers'] }) {
  const { t } = useTranslation('open-data')
  const language = useLanguage()
  const say = (value: number) => new Intl.NumberFormat(language === 'en' ? 'en-GB' : 'zh-CN').format(value)
  const shown: [string, string, string][] = [
    [t('home.datasets'), say(numbers.datasets), '/data/search'],
    [t('home.rows'), say(numbers.rows), '/data/search'],
    [t('home.publishers'), say(numbers.publishers), '/data/search'],
    [t('home.enterprises'), say(numbers.enterprises), '/data/search?kind=enterprise'],
    [t('home.uses'), say(numbers.downloads + numbers.calls), '/data/search?sort=used'],
    ...(numbers.onTimeShare === null
      ? []
      : [[t('home.onTime'), `${Math.round(numbers.onTimeShare * 100)}%`, '/data/search'] as [string, string, string]]),
  ]
  return (
    <ul className="data-numbers">
      {shown.map(([title, value, to]) => (
        <li key={title}>
          <Link to={to}>
            <strong>{value}</strong>
            <span>{title}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Themes({ themes }: { themes: Home['themes'] }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  return (
    <section>
      <h2>{t('home.themes')}</h2>
      <ul className="data-themes">
        {themes.map(({ id, title, icon, count }) => (
          <li key={id}>
            <Link to={`/data/search?theme=${id}`}>
              <Icon name={icon as IconName} size={26} />
              <span>{text(title)}</span>
              <small className="quiet">{t('home.count', { count })}</small>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Cards({ title, datasets, more }: { title: string; datasets: readonly DatasetLine[]; more: string }) {
  const { t } = useTranslation('open-data')
  return (
    <section>
      <h2 className="data-head">
        {title}
        <Link to={more}>{t('more')}</Link>
      </h2>
      <div className="data-cards">
        {datasets.map((dataset) => (
          <DatasetCard key={dataset.id} dataset={dataset} />
        ))}
      </div>
    </section>
  )
}

function Ways() {
  const { t } = useTranslation('open-data')
  const ways: [IconName, string, string][] = [
    ['key', 'developers', '/data/developers'],
    ['message', 'requests', '/data/requests'],
    ['store', 'publish', '/data/publish'],
  ]
  return (
    <section className="data-ways">
      {ways.map(([icon, name, to]) => (
        <Link key={name} to={to} className="card">
          <Icon name={icon} size={28} />
          <strong>{t(`ways.${name}`)}</strong>
          <span className="quiet">{t(`ways.${name}Hint`)}</span>
        </Link>
      ))}
    </section>
  )
}
