import type { Panel } from '#kit/page.ts'
import { AlarmFeed } from './alarm-feed.tsx'
import { ReadingsPanel } from './readings-panel.tsx'
import { StationsOnMap } from './stations-on-map.tsx'

const may = 'observations.read'

export const panels: Panel[] = [
  { slot: 'map', order: 20, may, component: StationsOnMap },
  { slot: 'right', order: 10, grow: 1.2, may, component: AlarmFeed },
  { slot: 'right', order: 30, grow: 1, may, component: ReadingsPanel },
]
