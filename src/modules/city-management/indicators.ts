import { defineIndicator, type Indicator, indicator } from '#engines/indicators'

const cases = { zh: '件', en: 'cases' }
const percent = { zh: '%', en: '%' }
const ofCase = { type: 'cases.case', key: 'id', title: 'number' } as const
const ofStep = { type: 'cases.case', key: 'case_id', title: 'number' } as const

const common = { version: 1, digits: 0, unit: cases, area: 'area', live: 'cases' } as const
const aboutCases = { ...common, dataset: 'published.cases_case_v1', row: ofCase } as const
const open = { column: 'ended_at', empty: true } as const

/** The figures of city management 城市管理: what the wall shows, and what the units are held against (GB/T 30428.4). */
const all: Indicator[] = [
  defineIndicator({
    ...aboutCases,
    id: 'city-management.reported',
    title: { zh: '上报', en: 'Reported' },
    about: {
      zh: '时段内新收到的案件；同一事件的重复反映、已并入他案的不另计。',
      en: 'Cases received in the period; further reports of the same event and merged cases do not count.',
    },
    better: 'neither',
    measure: { count: true },
    where: [],
    at: 'reported_at',
    usual: 'today',
    wall: 10,
    opens: '/work/cases?sort=newest',
  }),
  defineIndicator({
    ...aboutCases,
    id: 'city-management.ended',
    title: { zh: '办结', en: 'Ended' },
    about: {
      zh: '时段内结案、不予受理、不予立案或作废的案件，不含并案。',
      en: 'Cases closed, not taken up or made void in the period; merged ones do not count.',
    },
    better: 'neither',
    measure: { count: true },
    where: [{ column: 'ended_at', empty: false }],
    at: 'ended_at',
    usual: 'today',
  }),
  defineIndicator({
    ...aboutCases,
    id: 'city-management.open',
    title: { zh: '在办', en: 'Open' },
    about: { zh: '尚未办结的全部案件，含挂账。', en: 'All cases that have not ended, the suspended among them.' },
    better: 'neither',
    measure: { count: true },
    where: [open],
    wall: 30,
    opens: '/work/cases?state=open',
  }),
  defineIndicator({
    ...aboutCases,
    id: 'city-management.overdue',
    title: { zh: '超时', en: 'Overdue' },
    about: {
      zh: '当前环节已过时限的在办案件，不含挂账。',
      en: 'Open cases whose present step is past its limit; suspended ones do not count.',
    },
    better: 'less',
    measure: { count: true },
    where: [open, { column: 'suspended', is: false }, { column: 'due_at', past: true }],
    wall: 40,
    opens: '/work/cases?overdue=true',
  }),
  defineIndicator({
    ...aboutCases,
    id: 'city-management.suspended',
    title: { zh: '挂账', en: 'Suspended' },
    about: {
      zh: '因客观原因暂缓办理、停止计时的案件。',
      en: 'Cases set aside for reasons outside the unit, their clocks stopped.',
    },
    better: 'less',
    measure: { count: true },
    where: [open, { column: 'suspended', is: true }],
    opens: '/work/cases?suspended=true',
  }),
  defineIndicator({
    ...common,
    id: 'city-management.handled-on-time',
    title: { zh: '按期处置率', en: 'Handled on time' },
    about: {
      zh: '时段内处置完成的件次中，在处置时限内完成的比例。',
      en: 'Of what was handled in the period, the part handled within its limit.',
    },
    unit: percent,
    digits: 1,
    better: 'more',
    dataset: 'published.cases_stage_v1',
    measure: { share: [{ column: 'on_time', is: true }] },
    where: [
      { column: 'stage', is: 'handle' },
      { column: 'outcome', is: 'handled' },
    ],
    at: 'done_at',
    row: ofStep,
    usual: 'last-30d',
    wall: 20,
  }),
  defineIndicator({
    ...common,
    id: 'city-management.passed-at-once',
    title: { zh: '一次核查通过率', en: 'Passed verification at once' },
    about: {
      zh: '时段内完成的核查中，未要求返工的比例。',
      en: 'Of what was verified in the period, the part that was not sent back for rework.',
    },
    unit: percent,
    digits: 1,
    better: 'more',
    dataset: 'published.cases_stage_v1',
    measure: { share: [{ column: 'outcome', not: 'rework' }] },
    where: [
      { column: 'stage', is: 'verify' },
      { column: 'done_at', empty: false },
    ],
    at: 'done_at',
    row: ofStep,
    usual: 'last-30d',
  }),
  defineIndicator({
    ...aboutCases,
    id: 'city-management.hours-to-close',
    title: { zh: '办结用时（中位数）', en: 'Median time to close' },
    about: {
      zh: '时段内结案的案件，从上报到结案的自然小时数的中位数。',
      en: 'Median hours from report to closing, of cases closed in the period.',
    },
    unit: { zh: '小时', en: 'hours' },
    digits: 1,
    better: 'less',
    measure: { medianHours: ['reported_at', 'ended_at'] },
    where: [{ column: 'state', is: 'closed' }],
    at: 'ended_at',
    usual: 'last-30d',
  }),
  defineIndicator({
    ...common,
    id: 'city-management.rating',
    title: { zh: '公众评价', en: 'Residents’ rating' },
    about: { zh: '时段内收到的评价的平均星数。', en: 'Average of the ratings received in the period.' },
    unit: { zh: '星（满分 5）', en: 'of 5 stars' },
    digits: 1,
    better: 'more',
    dataset: 'published.cases_rating_v1',
    measure: { average: 'stars' },
    where: [],
    at: 'rated_at',
    row: ofStep,
    usual: 'last-30d',
  }),
]

export const indicators = all.map(indicator)
