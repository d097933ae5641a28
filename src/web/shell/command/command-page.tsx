import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { CommandMap } from './command-map.tsx'
import type { Panel } from '../../kit/page.ts'
import { allowed, useMe } from '../../kit/session.ts'
import { Boundary, Empty, Loading } from '../../kit/states.tsx'
import { loadPanels } from '../rooms.ts'

/** Left the figures, the map in the middle, right what needs someone; each tile comes from a room. */
export function CommandPage() {
  const { t } = useTranslation('web')
  const me = useMe()
  const { data } = useQuery({ queryKey: ['panels'], queryFn: loadPanels, staleTime: Infinity })
  if (!data) return <Loading />
  const panels = data.filter((panel) => allowed(me, panel.may))
  const slot = (name: Panel['slot']) => panels.filter((panel) => panel.slot === name)
  return (
    <div className="wall" data-left={slot('left').length > 0} data-right={slot('right').length > 0}>
      {slot('top').length > 0 && <Slot name="top" panels={slot('top')} label={t('command.top')} />}
      <Slot name="left" panels={slot('left')} label={t('command.left')} />
      <section className="wall-map" aria-label={t('command.map')}>
        <Boundary>
          <CommandMap>
            {slot('map').map((panel) => (
              <One key={panel.order} panel={panel} />
            ))}
          </CommandMap>
        </Boundary>
      </section>
      <Slot name="right" panels={slot('right')} label={t('command.right')} />
      {panels.length === 0 && <Empty title={t('command.none')} />}
    </div>
  )
}

function Slot({ name, panels, label }: { name: Panel['slot']; panels: readonly Panel[]; label: string }) {
  if (panels.length === 0) return null
  return (
    <section className={`wall-${name}`} aria-label={label}>
      {panels.map((panel) => (
        <div key={panel.order} className="wall-cell" style={{ flexGrow: panel.grow ?? 1 }}>
          <One panel={panel} />
        </div>
      ))}
    </section>
  )
}

function One({ panel }: { panel: Panel }) {
  return (
    <Boundary>
      <Suspense fallback={null}>
        <panel.component />
      </Suspense>
    </Boundary>
  )
}
