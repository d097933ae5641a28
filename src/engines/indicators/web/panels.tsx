import type { Panel } from '#kit/page.ts'
import { FiguresPanel } from './figures-panel.tsx'

export const panels: Panel[] = [{ slot: 'left', order: 10, grow: 0.95, component: FiguresPanel }]
