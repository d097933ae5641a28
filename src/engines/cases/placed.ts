import { treeColumn } from '#kernel'

const cases = { zh: '案件', en: 'Cases' }

/** Where cases stand in the two trees; the dispatch rules are a register and say so themselves. */
export const placed = [
  treeColumn('organisation', 'cases.case', 'unit', { title: cases, live: { column: 'ended_at' }, name: 'unit_name' }),
  treeColumn('area', 'cases.case', 'area', { title: cases, live: { column: 'ended_at' } }),
  treeColumn('organisation', 'cases.stage', 'unit', { live: { column: 'done_at' }, name: 'unit_name' }),
]
