import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { ProcessDiagram, StepList } from '#kit/process/process-diagram.tsx'
import type { ProcessStep } from '#kit/process/process-step.ts'
import { useText } from '#kit/text.ts'
import type { CaseDetail } from '../schema.ts'

type Process = NonNullable<CaseDetail['process']>

/** The process as it is drawn, on the version this case runs on, with the step lit where it stands. */
export function CaseProcess({ process }: { process: Process }) {
  const { t } = useTranslation('city-management')
  const steps = useSteps(process)
  const { data } = useQuery<string, ApiError>({
    queryKey: [process.definition.href, 'xml'],
    queryFn: () => api.get<string>(process.definition.href),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (typeof data !== 'string') return <StepList label={t('pane.process')} steps={steps} />
  return <ProcessDiagram label={t('pane.process')} bpmn={data} steps={steps} />
}

function useSteps(process: Process): ProcessStep[] {
  const text = useText()
  const names = new Map(process.tasks.map((task) => [task.step, task]))
  const passed = process.passed.filter((id) => !process.current.includes(id))
  const done = passed.map((id) => {
    const task = names.get(id)
    return {
      id,
      title: task ? text(task.stepTitle) : id,
      state: 'done' as const,
      ...(task?.closedByName && { who: task.closedByName }),
      at: task?.closedAt ?? null,
    }
  })
  const current = process.current.map((id) => {
    const task = process.tasks.find((open) => open.step === id && open.state === 'open')
    const isLate = (task?.clock.remaining ?? 0) < 0
    return {
      id,
      title: task ? text(task.stepTitle) : id,
      state: isLate ? ('late' as const) : ('current' as const),
      ...(task?.assigneeName && { who: task.assigneeName }),
    }
  })
  return [...done, ...current].filter(
    ({ id, title }) => title !== id || process.current.includes(id) || process.passed.includes(id),
  )
}
