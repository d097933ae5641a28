import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../icon.tsx'
import { useText } from '../text.ts'
import { usePalette } from '../use-theme.ts'
import type { LegendEntry } from './map-context.ts'
import { markSvg } from './marks.ts'

const picture = (svg: string) => `data:image/svg+xml;base64,${btoa(svg)}`

/** What the marks mean; and the same things as a list, for those who cannot use the picture. */
export function Legend({ entries, open, note }: { entries: readonly LegendEntry[]; open: boolean; note: string }) {
  const { t } = useTranslation('web')
  const text = useText()
  const palette = usePalette()
  const [shown, setShown] = useState<'none' | 'legend' | 'list'>(open ? 'legend' : 'none')
  const things = entries.some((entry) => entry.things.length > 0)
  const turn = (to: typeof shown) => setShown(shown === to ? 'none' : to)
  return (
    <div className="map-legend">
      <div className="row">
        <button type="button" aria-expanded={shown === 'legend'} onClick={() => turn('legend')}>
          <Icon name="layers" size="1.2em" />
          {t('map.legend')}
        </button>
        {things && (
          <button type="button" aria-expanded={shown === 'list'} onClick={() => turn('list')}>
            <Icon name="list" size="1.2em" />
            {t('map.list')}
          </button>
        )}
      </div>
      {shown === 'legend' && (
        <ul>
          {entries.map((entry) => (
            <li key={entry.id}>
              <strong>
                {entry.shape && (
                  <img src={picture(markSvg(entry.shape, entry.tones ? 'neutral' : 'active', palette, 18))} alt="" />
                )}
                {text(entry.title)}
              </strong>
              {entry.tones && (
                <span className="map-legend-tones">
                  {entry.tones.map((state) => (
                    <span key={state.tone}>
                      <img src={picture(markSvg(entry.shape ?? 'station', state.tone, palette, 18))} alt="" />
                      {text(state.title)}
                    </span>
                  ))}
                </span>
              )}
              {entry.scale && (
                <span className="map-legend-tones">
                  {entry.scale.map((step) => (
                    <span key={step.title}>
                      <i style={{ background: step.colour }} />
                      {step.title}
                    </span>
                  ))}
                </span>
              )}
            </li>
          ))}
          <li className="quiet">{note}</li>
        </ul>
      )}
      {shown === 'list' && <ThingList entries={entries} />}
    </div>
  )
}

function ThingList({ entries }: { entries: readonly LegendEntry[] }) {
  const text = useText()
  return (
    <div className="map-list" tabIndex={0} role="group">
      {entries
        .filter((entry) => entry.things.length > 0)
        .map((entry) => (
          <section key={entry.id}>
            <strong>
              {text(entry.title)} {entry.things.length}
            </strong>
            <ul>
              {entry.things.slice(0, 200).map((thing) => (
                <li key={thing.id}>
                  {entry.onOpen ? (
                    <button type="button" onClick={() => entry.onOpen?.(thing.id)}>
                      {text(thing.title)}
                      {thing.state && <span className="quiet"> {text(thing.state)}</span>}
                    </button>
                  ) : (
                    text(thing.title)
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  )
}
