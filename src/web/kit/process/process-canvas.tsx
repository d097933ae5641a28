import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import 'bpmn-js/dist/assets/diagram-js.css'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../icon.tsx'
import { usePalette } from '../use-theme.ts'
import type { ProcessStep } from './process-step.ts'

interface Canvas {
  zoom: (to: 'fit-viewport' | number, center?: 'auto') => number
  addMarker: (id: string, marker: string) => void
}
interface Registry {
  get: (id: string) => unknown
}

/** bpmn-js draws; the states of the steps are classes on its shapes, coloured in process.css. */
export function ProcessCanvas({
  label,
  bpmn,
  steps,
  height,
}: {
  label: string
  bpmn: string
  steps: readonly ProcessStep[]
  height: string
}) {
  const { t } = useTranslation('web')
  const box = useRef<HTMLDivElement>(null)
  const viewer = useRef<NavigatedViewer>(null)
  const palette = usePalette()
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    const made = new NavigatedViewer({
      container: box.current as HTMLDivElement,
      bpmnRenderer: { defaultFillColor: palette.paper, defaultStrokeColor: palette.tile, defaultLabelColor: palette.ink },
    } as never)
    viewer.current = made
    let stopped = false
    made.importXML(bpmn).then(
      () => {
        if (stopped) return
        const canvas = made.get<Canvas>('canvas')
        const registry = made.get<Registry>('elementRegistry')
        for (const step of steps) if (registry.get(step.id)) canvas.addMarker(step.id, `step-${step.state}`)
        canvas.zoom('fit-viewport', 'auto')
      },
      () => !stopped && setFailed(true),
    )
    return () => {
      stopped = true
      made.destroy()
    }
  }, [bpmn, steps, palette])
  const zoom = (factor: number) => {
    const canvas = viewer.current?.get<Canvas>('canvas') as (Canvas & { zoom: (to?: number) => number }) | undefined
    if (canvas) canvas.zoom(canvas.zoom() * factor)
  }
  const now = steps.filter(({ state }) => state === 'current' || state === 'late').map(({ title }) => title)
  if (failed) return <p className="quiet">{t('process.notDrawn')}</p>
  return (
    <div className="process-drawing" style={{ height }}>
      <div ref={box} className="process-box" role="group" aria-label={`${label}: ${now.join('、')}`} />
      <div className="process-zoom">
        <button type="button" className="btn-icon" aria-label={t('map.zoomIn')} onClick={() => zoom(1.25)}>
          <Icon name="plus" size={16} />
        </button>
        <button type="button" className="btn-icon" aria-label={t('map.zoomOut')} onClick={() => zoom(0.8)}>
          <Icon name="minus" size={16} />
        </button>
      </div>
    </div>
  )
}
