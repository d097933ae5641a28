import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Boundary } from '../states.tsx'
import { StatusTag } from '../status-tag.tsx'
import { Time } from '../time.tsx'
import type { Tone } from '../tokens.ts'
import type { ProcessStep } from './process-step.ts'
import './process.css'

const ProcessCanvas = lazy(async () => ({ default: (await import('./process-canvas.tsx')).ProcessCanvas }))

interface ProcessDiagramProps {
  label: string
  /** The BPMN 2.0 XML with its drawing. */
  bpmn: string
  steps: readonly ProcessStep[]
  height?: string
}

const toneOf: Record<ProcessStep['state'], Tone> = {
  done: 'done',
  current: 'active',
  late: 'alarm',
  ahead: 'neutral',
  skipped: 'neutral',
}

/** The process as it is drawn, the current step lit; and the same as a list of steps. */
export function ProcessDiagram({ label, bpmn, steps, height = '220px' }: ProcessDiagramProps) {
  const { t } = useTranslation('web')
  const [view, setView] = useState<'steps' | 'drawing'>('drawing')
  return (
    <div className="process">
      <div className="process-views" role="group" aria-label={label}>
        {(['drawing', 'steps'] as const).map((name) => (
          <button key={name} type="button" aria-pressed={view === name} onClick={() => setView(name)}>
            {t(name === 'drawing' ? 'process.drawing' : 'process.steps')}
          </button>
        ))}
      </div>
      {view === 'drawing' ? (
        <Boundary>
          <Suspense fallback={<div style={{ height }} />}>
            <ProcessCanvas label={label} bpmn={bpmn} steps={steps} height={height} />
          </Suspense>
        </Boundary>
      ) : (
        <StepList label={label} steps={steps} />
      )}
    </div>
  )
}

export function StepList({ label, steps }: Pick<ProcessDiagramProps, 'label' | 'steps'>) {
  const { t } = useTranslation('web')
  return (
    <ol className="process-steps" aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.id}
          data-state={step.state}
          {...((step.state === 'current' || step.state === 'late') && { 'aria-current': 'step' as const })}
        >
          <span className="grow">{step.title}</span>
          {step.who && <span className="quiet">{step.who}</span>}
          {step.at && (
            <span className="quiet">
              <Time at={step.at} style="short" />
            </span>
          )}
          <StatusTag tone={toneOf[step.state]}>{t(`process.state.${step.state}`)}</StatusTag>
        </li>
      ))}
    </ol>
  )
}
