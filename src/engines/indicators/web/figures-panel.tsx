import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { useAddress, useGo } from '#kit/navigate.tsx'
import { Figure, Figures, Panel } from '#kit/panel.tsx'
import { useApi } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { useText } from '#kit/text.ts'
import { AlarmFigure, StationFigure } from '../../observations/web/wall-figures.tsx'
import { type Card, Cards } from '../schema.ts'
import { Follow, shown, toneOf, usePeriodName } from './words.ts'

interface Towns {
  items: { path: string; name: { zh: string; en: string } }[]
}

/** The numbers that matter today; each says what it counts and opens it. */
export function FiguresPanel() {
  const { t } = useTranslation('indicators')
  const text = useText()
  const [{ town }] = useAddress()
  const may = useMay('indicators.read')
  const maySeeStations = useMay('observations.read')
  const { data, error, isPending } = useApi(may ? withQuery('/api/indicators', { wall: 'true', area: town }) : null, Cards, {
    everySeconds: 60,
    keep: true,
  })
  const towns = useApi<Towns>('/api/geo/areas?kind=town&limit=200')
  const name = towns.data?.items.find(({ path }) => path === town)?.name
  return (
    <Panel
      title={name ? `${t('wall.title')} · ${text(name)}` : t('wall.title')}
      definition={t('wall.about')}
      freshAt={data?.items[0]?.asOf}
      isPending={may && isPending}
      error={may ? error?.detail : undefined}
    >
      <Follow cards={data?.items ?? []} />
      <Figures>
        {data?.items.map((card) => (
          <OneFigure key={card.id} card={card} />
        ))}
        {maySeeStations && <AlarmFigure />}
        {maySeeStations && <StationFigure />}
      </Figures>
    </Panel>
  )
}

function OneFigure({ card }: { card: Card }) {
  const text = useText()
  const go = useGo()
  const period = usePeriodName()
  const { id, title, about, unit, value, digits, standing, opens } = card
  return (
    <Figure
      value={shown(value, digits)}
      {...(value !== null && { unit: text(unit) })}
      title={card.period === 'today' ? `${period('today')}${text(title)}` : text(title)}
      definition={`${text(about)}（${period(card.period)}）`}
      tone={toneOf[standing]}
      onOpen={() => go(opens ?? `/work/indicators/${id}`)}
    />
  )
}
