import { Popup } from 'maplibre-gl'
import { type ReactNode, useEffect, useMemo } from 'react'
import { createPortal } from 'react-dom'
import { useMap } from './map-context.ts'

/** A card at a place. Escape and the cross close it. */
export function MapPopup({
  at,
  onClose,
  children,
}: {
  at: { lon: number; lat: number }
  onClose: () => void
  children: ReactNode
}) {
  const { map } = useMap()
  const box = useMemo(() => document.createElement('div'), [])
  useEffect(() => {
    const popup = new Popup({ closeOnClick: false, maxWidth: '300px', offset: 16, focusAfterOpen: true })
      .setLngLat([at.lon, at.lat])
      .setDOMContent(box)
      .addTo(map)
    popup.on('close', onClose)
    return () => {
      popup.off('close', onClose)
      popup.remove()
    }
  }, [map, box, at.lon, at.lat, onClose])
  return createPortal(children, box)
}
