import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Boundary } from '../states.tsx'
import type { MapCanvasProps } from './map-canvas.tsx'
import type { Place } from './place.ts'
import './map.css'

const MapCanvas = lazy(async () => ({ default: (await import('./map-canvas.tsx')).MapCanvas }))

export interface DistrictMapProps extends Omit<MapCanvasProps, 'onClick'> {
  height?: string
  /** Called with the place of a click or tap. */
  onClick?: (place: Place) => void
}

/** The district's map; `MapPoints` and `MapAreas` go inside. Its code is fetched when it is first shown. */
export function DistrictMap({ height = '100%', ...rest }: DistrictMapProps) {
  const { t } = useTranslation('web')
  return (
    <div className="map" style={{ height }} role="region" aria-label={rest.label}>
      <Boundary>
        <Suspense fallback={<p className="map-wait quiet">{t('map.loading')}</p>}>
          <MapCanvas {...rest} />
        </Suspense>
      </Boundary>
    </div>
  )
}
