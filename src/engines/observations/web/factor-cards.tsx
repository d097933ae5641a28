import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Datastream } from '../schema.ts'
import { firstLatest, isPast, numberShown, unitShown, useFlagTitle, valueShown } from './words.tsx'

/** The latest value of every factor, with its flag and its limit; one of them is drawn below. */
export function FactorCards({
  streams,
  chosen,
  choose,
}: {
  streams: readonly Datastream[]
  chosen: number
  choose: (id: number) => void
}) {
  const { t } = useTranslation('observations')
  return (
    <div className="factors" role="group" aria-label={t('station.factorChoice')}>
      {streams.map((stream) => (
        <FactorCard key={stream.id} stream={stream} isChosen={stream.id === chosen} choose={() => choose(stream.id)} />
      ))}
    </div>
  )
}

function FactorCard({ stream, isChosen, choose }: { stream: Datastream; isChosen: boolean; choose: () => void }) {
  const { t } = useTranslation('observations')
  const text = useText()
  const flagTitle = useFlagTitle()
  const latest = firstLatest(stream)
  const past = latest !== undefined && isPast(stream, latest)
  const rule = stream.rules.find((one) => one.kind === latest?.kind) ?? stream.rules[0]
  const limit =
    rule &&
    t(rule.direction === 'above' ? 'station.limitAbove' : 'station.limitBelow', { value: valueShown(rule.raiseAt, stream.unit) })
  return (
    <button type="button" className="factor" aria-pressed={isChosen} data-past={past || undefined} onClick={choose}>
      <span className="factor-name">
        <span>{text(stream.name)}</span>
        {latest && (
          <small>
            {t(`kind.${latest.kind}`)} <Time at={latest.at} style="short" />
          </small>
        )}
      </span>
      <span className="factor-value numbers">
        {latest ? numberShown(latest.value) : '—'}
        {unitShown(stream.unit) && <small>{unitShown(stream.unit)}</small>}
      </span>
      <span className="factor-limit">
        {past && (
          <span>
            <Icon name="alarm" size={14} />
            {t('station.overLimit')}
          </span>
        )}
        {latest && latest.flag !== 'N' && (
          <span>
            <Icon name="flag" size={14} />
            {flagTitle(latest.flag)}
          </span>
        )}
        <span>{limit ?? t('station.noLimit')}</span>
      </span>
    </button>
  )
}
