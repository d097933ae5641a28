import type { Panel } from '#kit/page.ts'
import { CasesOnMap } from './cases-on-map.tsx'
import { CategoryPanel } from './category-panel.tsx'
import { TownPanel } from './town-panel.tsx'
import { TrendPanel } from './trend-panel.tsx'

const may = 'cases.read'

export const panels: Panel[] = [
  { slot: 'left', order: 20, grow: 1.05, may, component: TrendPanel },
  { slot: 'left', order: 30, grow: 1.15, may, component: CategoryPanel },
  { slot: 'map', order: 10, may, component: CasesOnMap },
  { slot: 'right', order: 20, grow: 1.35, may, component: TownPanel },
]
