import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Legend } from './legend.tsx'
import { type LegendEntry, MapContext } from './map-context.ts'
import type { Place } from './place.ts'
import { useScale } from '../use-scale.ts'
import { useGlMap, useStyle, useView, type View } from './use-gl-map.ts'

export interface MapCanvasProps extends View {
  label: string
  /** Folded until asked for; on maps narrower than 560 px unless told. */
  legend?: 'open' | 'folded'
  onClick?: ((place: Place) => void) | undefined
  children?: ReactNode
}

/** Drawn smaller and shown larger, so that marks and names grow with the text around the map. */
const grown = (scale: number) =>
  scale === 1
    ? undefined
    : {
        inset: '0 auto auto 0',
        width: `${100 / scale}%`,
        height: `${100 / scale}%`,
        transform: `scale(${scale})`,
        transformOrigin: '0 0',
      }

export function MapCanvas({ label, legend, onClick, children, ...view }: MapCanvasProps) {
  const { t } = useTranslation('web')
  const box = useRef<HTMLDivElement>(null)
  const [roomy, setRoomy] = useState<boolean>()
  useLayoutEffect(() => setRoomy((box.current?.clientWidth ?? 0) >= 560), [])
  const scale = useScale()
  const map = useGlMap(box, label, onClick)
  useEffect(() => map?.setPixelRatio(devicePixelRatio * scale), [map, scale])
  const styled = useStyle(map)
  useView(map, view)
  const [entries, setEntries] = useState<readonly LegendEntry[]>([])
  const tell = useCallback((entry: LegendEntry) => setEntries((now) => [...now.filter(({ id }) => id !== entry.id), entry]), [])
  const forget = useCallback((id: string) => setEntries((now) => now.filter((entry) => entry.id !== id)), [])
  const shared = useMemo(() => map && { map, styled, tell, forget }, [map, styled, tell, forget])
  return (
    <>
      <div ref={box} className="map-box" style={grown(scale)} data-picking={onClick ? true : undefined} />
      <span className="map-note">{t('map.schematicShort')}</span>
      {roomy !== undefined && <Legend entries={entries} open={legend ? legend === 'open' : roomy} note={t('map.schematic')} />}
      {shared && <MapContext value={shared}>{children}</MapContext>}
    </>
  )
}
