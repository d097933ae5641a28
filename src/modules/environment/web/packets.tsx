import { useTranslation } from 'react-i18next'
import { StatusTag } from '#kit/status-tag.tsx'
import { Time } from '#kit/time.tsx'
import type { Refused, Tally } from '../schema.ts'
import { isRefusal } from './monitor-look.tsx'

/** What became of the packets, by outcome: today and in all. */
export function Tallies({ tallies }: { tallies: readonly Tally[] }) {
  const { t } = useTranslation('environment')
  const sorted = [...tallies].sort((a, b) => Number(isRefusal(a.outcome)) - Number(isRefusal(b.outcome)) || b.total - a.total)
  return (
    <div className="table-box" tabIndex={0} role="group" aria-label={t('device.traffic')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('device.outcome')}</th>
            <th scope="col" data-align="end">
              {t('device.today')}
            </th>
            <th scope="col" data-align="end">
              {t('device.total')}
            </th>
            <th scope="col">{t('device.last')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((tally) => (
            <tr key={tally.outcome}>
              <th scope="row" title={t(`meaning.${tally.outcome}`)}>
                <StatusTag
                  tone={isRefusal(tally.outcome) ? 'alarm' : tally.outcome === 'accepted' ? 'done' : 'neutral'}
                  {...(isRefusal(tally.outcome) && { icon: 'ban' as const })}
                >
                  {t(`outcome.${tally.outcome}`)}
                </StatusTag>
                <small>{t(`meaning.${tally.outcome}`)}</small>
              </th>
              <td data-align="end" className="numbers">
                {tally.today}
              </td>
              <td data-align="end" className="numbers">
                {tally.total}
              </td>
              <td>
                <Time at={tally.lastAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Refused packets as they came, so that whoever stands before the device sees what it really sends. */
export function RefusedPackets({ refused }: { refused: readonly Refused[] }) {
  const { t } = useTranslation('environment')
  if (refused.length === 0) return <p className="quiet">{t('device.noRefused')}</p>
  return (
    <ul className="packets">
      {refused.map((one) => (
        <li key={one.id}>
          <div className="row-wrap">
            <StatusTag tone="alarm" icon="ban">
              {t(`outcome.${one.reason}`)}
            </StatusTag>
            <span className="quiet">
              <Time at={one.at} style="short" />
            </span>
            <span className="quiet numbers">{one.address}</span>
            <span className="quiet numbers">{t('device.bytes', { count: one.size })}</span>
          </div>
          {one.packet && <code>{one.packet}</code>}
        </li>
      ))}
    </ul>
  )
}
