import { Marker } from 'maplibre-gl'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../icon.tsx'
import { usePalette } from '../use-theme.ts'
import type { Place } from './place.ts'
import { useMap } from './map-context.ts'

/** The pin of a picked place; it can be dragged, and a button puts it into the middle of the map for those who cannot. */
export function PlacePin({ value, onChange }: { value: Place | null; onChange: (place: Place) => void }) {
  const { t } = useTranslation('web')
  const { map } = useMap()
  const palette = usePalette()
  const latest = useRef(onChange)
  latest.current = onChange
  const lon = value?.lon
  const lat = value?.lat
  useEffect(() => {
    if (lon === undefined || lat === undefined) return
    const pin = new Marker({ color: palette.lantern, draggable: true }).setLngLat([lon, lat]).addTo(map)
    pin.getElement().setAttribute('aria-label', t('map.pin'))
    pin.on('dragend', () => {
      const { lng, lat: latitude } = pin.getLngLat()
      latest.current({ lon: lng, lat: latitude })
    })
    return () => void pin.remove()
  }, [map, lon, lat, palette, t])
  const [away, setAway] = useState(true)
  useEffect(() => {
    const measure = () => {
      if (lon === undefined || lat === undefined) return setAway(true)
      const [pin, middle] = [map.project([lon, lat]), map.project(map.getCenter())]
      setAway(Math.hypot(pin.x - middle.x, pin.y - middle.y) > 12)
    }
    measure()
    map.on('move', measure)
    return () => void map.off('move', measure)
  }, [map, lon, lat])
  const takeMiddle = () => {
    const { lng, lat: latitude } = map.getCenter()
    onChange({ lon: lng, lat: latitude })
  }
  if (!away) return null
  return (
    <>
      <span className="map-cross" aria-hidden="true">
        <Icon name="crosshair" size={28} />
      </span>
      <button type="button" className="btn map-middle" data-size="small" onClick={takeMiddle}>
        <Icon name="pin" />
        {t('map.takeMiddle')}
      </button>
    </>
  )
}
