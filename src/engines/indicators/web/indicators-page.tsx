import { useTranslation } from 'react-i18next'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { type Card, Cards } from '../schema.ts'
import { Spark } from './spark.tsx'
import { Follow, shown, toneOf, useMadeOf, usePeriodName, useTarget } from './words.ts'
import './indicators.css'

/** Every figure of the district with what it means, how it stands and where it is going; the worst of a room first. */
export function IndicatorsPage() {
  const { t } = useTranslation('indicators')
  const query = useApi('/api/indicators', Cards, { everySeconds: 60, keep: true })
  return (
    <div className="figures-page">
      <header>
        <h1>{t('list.title')}</h1>
        <p className="quiet">{t('list.about')}</p>
      </header>
      <Loaded query={query}>
        {({ items }) => (items.length === 0 ? <Empty title={t('list.empty')} /> : <Groups cards={items} />)}
      </Loaded>
    </div>
  )
}

function Groups({ cards }: { cards: Card[] }) {
  const text = useText()
  const groups = [...Map.groupBy(cards, ({ group }) => text(group))]
  return (
    <>
      <Follow cards={cards} />
      {groups.map(([group, members]) => (
        <section key={group} aria-label={group}>
          <h2>{group}</h2>
          <ul className="figure-cards">
            {members.map((card) => (
              <li key={card.id}>
                <FigureCard card={card} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function FigureCard({ card }: { card: Card }) {
  const { t } = useTranslation('indicators')
  const text = useText()
  const period = usePeriodName()
  const madeOf = useMadeOf()
  const target = useTarget()(card)
  return (
    <Link to={`/work/indicators/${card.id}`} className="figure-card" data-tone={toneOf[card.standing]} title={text(card.about)}>
      <span className="figure-card-title">
        {text(card.title)}
        <small>{period(card.period)}</small>
      </span>
      <span className="figure-card-value numbers">
        {shown(card.value, card.digits)}
        {card.value !== null && <small>{text(card.unit)}</small>}
      </span>
      <Spark values={card.recent} />
      <span className="figure-card-foot">
        {target ? (
          <StatusTag tone={toneOf[card.standing]}>{card.standing === 'none' ? target : t(`standing.${card.standing}`)}</StatusTag>
        ) : null}
        <span className="quiet numbers">{target && card.standing !== 'none' ? target : madeOf(card)}</span>
      </span>
    </Link>
  )
}
