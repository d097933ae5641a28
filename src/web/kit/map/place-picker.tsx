import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import '../form/form.css'
import { Icon } from '../icon.tsx'
import { DistrictMap } from './district-map.tsx'
import type { Place } from './place.ts'

const PlacePin = lazy(async () => ({ default: (await import('./place-pin.tsx')).PlacePin }))

/** Asks the device; null when it will not say. */
export const devicePlace = (): Promise<(Place & { accuracyM: number }) | null> =>
  new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude, accuracyM: Math.round(coords.accuracy) }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    )
  })

interface PlacePickerProps {
  name: string
  value: Place | null
  onChange: (place: Place) => void
  label: string
  error?: string | undefined
  height?: string
}

/** Where is it? By the device's position, by a tap on the map, or with the arrow keys: the pin stands in the middle. */
export function PlacePicker({ name, value, onChange, label, error, height = '320px' }: PlacePickerProps) {
  const { t } = useTranslation('web')
  const [state, setState] = useState<'idle' | 'asking' | 'refused'>('idle')
  const [centre, setCentre] = useState<Place | null>(value)
  const locate = async () => {
    setState('asking')
    const found = await devicePlace()
    setState(found ? 'idle' : 'refused')
    if (!found) return
    setCentre(found)
    onChange(found)
  }
  return (
    <div className="field place" data-field={name} data-error={error ? true : undefined}>
      {error && (
        <p className="field-error">
          <Icon name="circle-alert" />
          {error}
        </p>
      )}
      <button type="button" className="btn" onClick={() => void locate()} disabled={state === 'asking'}>
        <Icon name="locate" />
        {state === 'asking' ? t('map.asking') : t('map.myPlace')}
      </button>
      {state === 'refused' && (
        <p className="quiet" role="status">
          {t('map.noPlace')}
        </p>
      )}
      <DistrictMap label={label} height={height} legend="folded" onClick={onChange} {...(centre && { center: centre, zoom: 16 })}>
        <Suspense fallback={null}>
          <PlacePin value={value} onChange={onChange} />
        </Suspense>
      </DistrictMap>
      <p className="quiet numbers" role="status">
        {value ? t('map.placeIs', { lon: value.lon.toFixed(5), lat: value.lat.toFixed(5) }) : t('map.tapHint')}
      </p>
    </div>
  )
}
