import { useTranslation } from 'react-i18next'
import { useAddress, useGo } from '#kit/navigate.tsx'
import { Figure as Number, Figures, Panel } from '#kit/panel.tsx'
import { pathOf } from '#kit/ref-link.tsx'
import { useMay } from '#kit/session.ts'
import { useText } from '#kit/text.ts'
import type { Tone } from '#kit/tokens.ts'
import { AlarmFigure, StationFigure } from '../../observations/web/wall-figures.tsx'
import type { Figure } from '../schema.ts'
import { useCasesLive, useFigures, useTowns } from './use-figures.ts'

const wanted = ['reported-today', 'on-time', 'open', 'overdue']
const toneOf = ({ id, value }: Figure): Tone => {
  if (id === 'overdue' && value) return 'alarm'
  if (id === 'on-time' && value !== null) return value >= 90 ? 'done' : value >= 75 ? 'warning' : 'alarm'
  return 'neutral'
}

/** The numbers that matter today; each says what it counts and opens it. */
export function TodayPanel() {
  const { t } = useTranslation('cases')
  const text = useText()
  const [{ town }] = useAddress()
  const { data, error, isPending } = useFigures()
  const towns = useTowns()
  const maySeeCases = useMay('cases.read')
  const maySeeStations = useMay('observations.read')
  useCasesLive()
  const name = towns.data?.items.find(({ path }) => path === town)?.name
  return (
    <Panel
      title={name ? `${t('wall.today')} · ${text(name)}` : t('wall.today')}
      definition={t('wall.todayAbout')}
      freshAt={data?.asOf}
      isPending={maySeeCases && isPending}
      error={maySeeCases ? error?.detail : undefined}
    >
      <Figures>
        {maySeeCases &&
          wanted.map((id) => {
            const figure = data?.figures.find((one) => one.id === id)
            return figure && <CaseFigure key={id} figure={figure} />
          })}
        {maySeeStations && <AlarmFigure />}
        {maySeeStations && <StationFigure />}
      </Figures>
    </Panel>
  )
}

function CaseFigure({ figure }: { figure: Figure }) {
  const text = useText()
  const go = useGo()
  const list = pathOf('cases.case:list')?.replace(/\/list$/, '')
  const filter = figure.filter ?? (figure.id === 'reported-today' ? 'sort=newest' : null)
  const shown = figure.value === null ? '—' : figure.value.toLocaleString('en')
  return (
    <Number
      value={shown}
      {...(figure.value !== null && { unit: text(figure.unit) })}
      title={text(figure.title)}
      definition={text(figure.definition)}
      tone={toneOf(figure)}
      {...(list && filter && { onOpen: () => go(`${list}?${filter}`) })}
    />
  )
}
