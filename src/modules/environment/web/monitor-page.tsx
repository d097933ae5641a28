import { useTranslation } from 'react-i18next'
import { Facts } from '#kit/detail-pane.tsx'
import { Icon } from '#kit/icon.tsx'
import { DistrictMap } from '#kit/map/district-map.tsx'
import { MapPoints } from '#kit/map/map-points.tsx'
import { Link, usePathParams } from '#kit/navigate.tsx'
import { Figure, Figures } from '#kit/panel.tsx'
import { useApi } from '#kit/query.ts'
import { pathOf } from '#kit/ref-link.tsx'
import { useMay } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { type MonitorFactor, MonitorWithTraffic } from '../schema.ts'
import { isRefusal, lastOf, LineTag, monitorsPath, sumToday } from './monitor-look.tsx'
import { RefusedPackets, Tallies } from './packets.tsx'
import { useAreaName } from './use-area.ts'
import './monitors.css'

/** The device: what it is registered as, and what becomes of what it sends. */
export function MonitorPage() {
  const { id } = usePathParams()
  const query = useApi(`${monitorsPath}/${id}`, MonitorWithTraffic, { everySeconds: 10 })
  return <Loaded query={query}>{(monitor) => <Inside monitor={monitor} />}</Loaded>
}

function Inside({ monitor }: { monitor: MonitorWithTraffic }) {
  const { t } = useTranslation('environment')
  return (
    <div className="monitor">
      <Top monitor={monitor} />
      <Counters monitor={monitor} />
      <div className="monitor-main">
        <div className="monitor-side">
          <section className="card">
            <h2>{t('device.traffic')}</h2>
            {monitor.tallies.length > 0 ? (
              <Tallies tallies={monitor.tallies} />
            ) : (
              <p className="quiet">{t('device.noTraffic')}</p>
            )}
          </section>
          <section className="card">
            <h2>{t('device.refusedList')}</h2>
            <RefusedPackets refused={monitor.lastRefused} />
          </section>
        </div>
        <div className="monitor-side">
          <Registered monitor={monitor} />
          <section className="card">
            <h2>{t('device.factors')}</h2>
            <Factors factors={monitor.factors} />
          </section>
        </div>
      </div>
    </div>
  )
}

function Top({ monitor }: { monitor: MonitorWithTraffic }) {
  const { t } = useTranslation('environment')
  const text = useText()
  const may = useMay('environment.manage')
  const station = pathOf(monitor.stationRef)
  return (
    <header className="monitor-top">
      <div className="row-wrap">
        <h1>{monitor.name}</h1>
        <LineTag state={monitor.state} lastAt={lastOf(monitor.tallies)} />
        <span className="grow" />
        {station && (
          <Link className="btn" data-size="small" to={station}>
            <Icon name="chart" />
            {t('device.station')}
          </Link>
        )}
        <Link className="btn" data-size="small" to={`/work/devices/${monitor.id}`}>
          <Icon name="table" />
          {t('ledger.history')}
        </Link>
        {may && (
          <Link className="btn" data-size="small" to={`/work/monitors/${monitor.id}/edit`}>
            <Icon name="edit" />
            {t('device.edit')}
          </Link>
        )}
      </div>
      <p className="quiet">
        {text(monitor.systemName)} · <span className="numbers">{monitor.mn}</span>
      </p>
    </header>
  )
}

function Counters({ monitor: { tallies } }: { monitor: MonitorWithTraffic }) {
  const { t } = useTranslation('environment')
  const refused = sumToday(tallies, isRefusal)
  const last = lastOf(tallies)
  return (
    <div className="monitor-figures">
      <Figures>
        <Figure
          value={sumToday(tallies, (outcome) => outcome === 'accepted' || outcome === 'revised')}
          title={t('device.received')}
          definition={t('meaning.accepted')}
        />
        <Figure
          value={sumToday(tallies, (outcome) => outcome === 'duplicate')}
          title={t('device.repeated')}
          definition={t('meaning.duplicate')}
        />
        <Figure value={refused} title={t('device.refused')} tone={refused > 0 ? 'alarm' : 'neutral'} />
        <Figure value={last ? <Time at={last} /> : '—'} title={t('device.lastPacket')} />
      </Figures>
    </div>
  )
}

function Registered({ monitor }: { monitor: MonitorWithTraffic }) {
  const { t } = useTranslation('environment')
  const text = useText()
  const area = useAreaName(monitor.point)
  return (
    <section className="card">
      <Facts
        items={[
          [
            t('device.mn'),
            <span key="mn" className="numbers">
              {monitor.mn}
            </span>,
          ],
          [t('device.password'), monitor.hasPassword ? t('device.hasPassword') : t('device.noPassword')],
          [t('device.standard'), t(`form.standardName.${monitor.standard}`)],
          [t('device.crc'), t(`device.${monitor.crc}`)],
          [t('device.system'), text(monitor.systemName)],
          [t('device.enterprise'), monitor.enterprise],
          [t('device.area'), area === undefined ? '' : (area ?? t('device.noArea'))],
          [t('device.registered'), <Time key="at" at={monitor.createdAt} style="short" />],
          [t('device.changed'), <Time key="changed" at={monitor.updatedAt} style="short" />],
        ]}
      />
      <DistrictMap label={t('device.place')} height="220px" legend="folded" center={monitor.point} zoom={13}>
        <MapPoints
          id="monitor"
          title={t('device.place')}
          shape="station"
          cluster={false}
          things={[{ id: monitor.id, ...monitor.point, title: monitor.name, tone: 'active' }]}
        />
      </DistrictMap>
    </section>
  )
}

type Factor = MonitorWithTraffic['factors'][number]

function Factors({ factors }: { factors: readonly Factor[] }) {
  const { t } = useTranslation('environment')
  const text = useText()
  if (factors.length === 0) return <p className="quiet">{t('device.noFactors')}</p>
  return (
    <ul className="factor-lines">
      {factors.map((factor) => (
        <li key={factor.code}>
          <div className="row">
            <strong className="grow">{text(factor.name)}</strong>
            <span className="quiet numbers">
              {factor.code} · {factor.unit ?? '—'}
              {factor.use === 'converted' && ` · ${t('device.converted')}`}
            </span>
          </div>
          {factor.limits.length === 0 ? (
            <span className="quiet">{t('device.noLimits')}</span>
          ) : (
            factor.limits.map((limit, index) => <Limit key={index} limit={limit} unit={factor.unit} />)
          )}
        </li>
      ))}
    </ul>
  )
}

function Limit({ limit, unit }: { limit: MonitorFactor['limits'][number]; unit: string | null }) {
  const { t } = useTranslation('environment')
  const value = `${limit.raiseAt}${unit && unit !== '1' ? ` ${unit}` : ''}`
  return (
    <span>
      {t(`kind.${limit.kind}`)} · {t(limit.direction === 'above' ? 'device.limitAbove' : 'device.limitBelow', { value })}
      <span className="quiet">
        {limit.raiseAfter > 1 && ` · ${t('device.times', { count: limit.raiseAfter })}`} · {t(`severity.${limit.severity}`)}
      </span>
    </span>
  )
}
