import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { Time } from '#kit/time.tsx'
import { type Stranger, StrangerPage, Unreadable } from '../schema.ts'
import { RefusedPackets, Tallies } from './packets.tsx'
import './monitors.css'

/** Who knocks without being known, and what nobody can read. */
export function StrangersPage() {
  const { t } = useTranslation('environment')
  const strangers = useApi('/api/environment/unregistered?limit=200', StrangerPage, { everySeconds: 15 })
  const unreadable = useApi('/api/environment/unreadable', Unreadable, { everySeconds: 30 })
  return (
    <div className="monitor">
      <header className="monitor-top">
        <h1>{t('strangers.title')}</h1>
        <p className="quiet">{t('strangers.hint')}</p>
      </header>
      <section className="card">
        <Loaded query={strangers}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty icon="circle-check" title={t('strangers.none')}>
                {t('strangers.noneHint')}
              </Empty>
            ) : (
              <ul className="packets">
                {items.map((stranger) => (
                  <StrangerLine key={stranger.mn} stranger={stranger} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      <section className="card">
        <h2>{t('strangers.unreadable')}</h2>
        <p className="quiet">{t('strangers.unreadableHint')}</p>
        <Loaded query={unreadable}>
          {({ tallies, lastRefused }) =>
            tallies.length === 0 ? (
              <p className="quiet">{t('strangers.noUnreadable')}</p>
            ) : (
              <>
                <Tallies tallies={tallies} />
                <RefusedPackets refused={lastRefused} />
              </>
            )
          }
        </Loaded>
      </section>
    </div>
  )
}

/** The system code that the packet itself names: one thing less to choose. */
const systemOf = (packet: string): string | undefined => /(?:^|;)ST=(\d{2});/.exec(packet)?.[1]

function StrangerLine({ stranger }: { stranger: Stranger }) {
  const { t } = useTranslation('environment')
  return (
    <li>
      <div className="row-wrap">
        <strong className="numbers">{stranger.mn}</strong>
        <span className="quiet numbers">
          {t('strangers.count')} {stranger.count}
        </span>
        <span className="quiet">
          {t('strangers.last')} <Time at={stranger.lastAt} />
        </span>
        <span className="quiet numbers">{stranger.address}</span>
        <span className="grow" />
        <Link
          className="btn"
          data-kind="primary"
          data-size="small"
          to={withQuery('/work/monitors/new', { mn: stranger.mn, system: systemOf(stranger.packet) })}
        >
          <Icon name="plus" />
          {t('strangers.register')}
        </Link>
      </div>
      <code>{stranger.packet}</code>
    </li>
  )
}
