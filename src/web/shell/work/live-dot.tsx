import { useTranslation } from 'react-i18next'
import { useLiveState } from '../../kit/live.ts'
import './live-dot.css'

/** Whether what is on the screen moves by itself. Silent while nothing live is on it. */
export function LiveDot() {
  const { t } = useTranslation('web')
  const state = useLiveState()
  if (state === 'idle') return null
  const words = t(state === 'fresh' ? 'shell.live' : state === 'late' ? 'shell.late' : 'shell.lost')
  return (
    <span className="live-dot" data-state={state} role="status">
      <span aria-hidden="true" />
      {words}
    </span>
  )
}
