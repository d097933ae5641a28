import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { DistrictMap } from '#kit/map/district-map.tsx'
import { MapPoints } from '#kit/map/map-points.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { useApi, usePages } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import type { AddressView, Geocoded, ReverseGeocoded } from '../schema.ts'
import './registry.css'

/** Standard addresses: write one and see where it is, click the map and see which it is, go down the tree. */
export function AddressesPage() {
  const { t } = useTranslation('registry')
  const [{ q, at, under }, change] = useAddress()
  const [typed, setTyped] = useState(q ?? '')
  const found = useApi<Geocoded>(q ? withQuery('/api/registry/addresses/geocode', { q }) : null)
  const [lon, lat] = at?.split(',') ?? []
  const here = useApi<ReverseGeocoded>(at ? withQuery('/api/registry/addresses/reverse', { lon, lat }) : null)
  const point = q ? found.data?.point : undefined
  const things = [
    ...(point && found.data
      ? [{ id: 'found', ...point, title: found.data.match?.fullName ?? found.data.text, tone: 'active' as const }]
      : []),
    ...(at && here.data?.nearest
      ? [{ id: 'here', ...here.data.nearest.point, title: here.data.nearest.fullName, tone: 'done' as const }]
      : []),
  ]
  const focus = point ?? (at ? here.data?.nearest?.point : undefined)
  return (
    <div className="registry-addresses">
      <div className="registry-address-side">
        <h1>{t('addresses.title')}</h1>
        <Input.Search
          value={typed}
          maxLength={200}
          allowClear
          enterButton={t('addresses.locate')}
          placeholder={t('addresses.example')}
          aria-label={t('addresses.locate')}
          onChange={(event) => setTyped(event.target.value)}
          onSearch={(text) => change({ q: text.trim() || null, at: null })}
        />
        {q && (
          <Loaded query={found} rows={3}>
            {(result) => <Found result={result} open={(id) => change({ under: id })} />}
          </Loaded>
        )}
        {at && (
          <Loaded query={here} rows={3}>
            {(result) => <Here result={result} />}
          </Loaded>
        )}
        <Tree
          under={under}
          open={(id) => change({ under: id })}
          locate={(text) => {
            setTyped(text)
            change({ q: text, at: null })
          }}
        />
      </div>
      <DistrictMap
        key={focus ? `${focus.lon},${focus.lat}` : 'all'}
        label={t('addresses.map')}
        {...(focus && { center: focus, zoom: 15 })}
        onClick={(place) => change({ at: `${place.lon.toFixed(6)},${place.lat.toFixed(6)}`, q: null })}
      >
        <MapPoints id="addresses" title={t('addresses.title')} shape="facility" things={things} cluster={false} />
      </DistrictMap>
    </div>
  )
}

const toneOf = (confidence: number) => (confidence >= 0.9 ? 'done' : confidence >= 0.4 ? 'warning' : 'alarm')

function Found({ result, open }: { result: Geocoded; open: (id: string) => void }) {
  const { t } = useTranslation('registry')
  const level = (id: string) => t(`addressLevel.${id as 'road'}`)
  return (
    <section className="registry-box">
      <p className="row-wrap">
        <StatusTag tone={toneOf(result.confidence)}>{t(`addresses.how.${result.how}`)}</StatusTag>
        <span className="numbers">{t('addresses.sure', { share: Math.round(result.confidence * 100) })}</span>
      </p>
      {result.match && (
        <button type="button" className="registry-link" onClick={() => open(result.match?.id ?? '')}>
          {result.match.fullName}
        </button>
      )}
      <p className="quiet">
        {Object.entries(result.parsed)
          .map(([id, value]) => `${level(id)} ${value}`)
          .join(' · ')}
      </p>
      {result.ignored.length > 0 && <p>{t('addresses.ignored', { what: result.ignored.map(level).join('、') })}</p>}
      {result.others.length > 0 && (
        <p className="quiet">{t('addresses.alsoPossible', { what: result.others.map(({ fullName }) => fullName).join('；') })}</p>
      )}
    </section>
  )
}

function Here({ result }: { result: ReverseGeocoded }) {
  const { t } = useTranslation('registry')
  const text = useText()
  return (
    <section className="registry-box">
      {result.nearest ? (
        <p>
          <strong>{result.nearest.fullName}</strong>{' '}
          <span className="quiet numbers">{t('addresses.away', { metres: result.nearest.distanceM })}</span>
        </p>
      ) : (
        <p>{t('addresses.nothingNear')}</p>
      )}
      <p className="quiet">
        {[result.town, result.village, result.grid?.name ?? null].flatMap((name) => (name ? [text(name)] : [])).join(' · ')}
      </p>
    </section>
  )
}

interface Line {
  address: AddressView
  above: AddressView[]
}

function Tree({
  under,
  open,
  locate,
}: {
  under: string | undefined
  open: (id: string | null) => void
  locate: (text: string) => void
}) {
  const { t } = useTranslation('registry')
  const line = useApi<Line>(under ? `/api/registry/addresses/${under}` : null).data
  const below = usePages<AddressView>(withQuery('/api/registry/addresses', { parent: under, limit: 100 }))
  const crumbs = line ? [...line.above, line.address] : []
  return (
    <section>
      <nav className="row-wrap" aria-label={t('addresses.tree')}>
        <button type="button" className="registry-link" onClick={() => open(null)}>
          {t('addresses.tree')}
        </button>
        {crumbs.map((each) => (
          <button key={each.id} type="button" className="registry-link" onClick={() => open(each.id)}>
            › {each.name}
          </button>
        ))}
      </nav>
      {line && (
        <p className="quiet numbers">
          {line.address.code} · {line.address.point.lon.toFixed(5)}, {line.address.point.lat.toFixed(5)} · {line.address.source}
        </p>
      )}
      {!below.isPending && below.rows.length === 0 && !line && (
        <Empty title={t('addresses.none')}>{t('addresses.noneHint')}</Empty>
      )}
      <ul className="registry-tree">
        {below.rows.map((each) => (
          <li key={each.id}>
            <button
              type="button"
              className="registry-link"
              onClick={() => (each.children > 0 ? open(each.id) : locate(each.fullName))}
            >
              {each.name}
            </button>
            {each.children > 0 && <span className="quiet numbers">{each.children}</span>}
          </li>
        ))}
      </ul>
      {below.hasMore && (
        <button type="button" className="registry-link" onClick={below.more}>
          {t('addresses.more')}
        </button>
      )}
    </section>
  )
}
