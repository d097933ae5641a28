/** 案件：numbering, nearness, limits, alarms and the dispatch table of the first day. All may be changed here without touching code. */

const workingHours = (amount: number) => ({ amount, clock: 'working-hours' as const })
const workingDays = (amount: number) => ({ amount, clock: 'working-days' as const })
const urgentHours = (amount: number) => ({ amount, clock: 'urgent-hours' as const })

export const caseNumbers = {
  number: '青城管〔{year}〕第 {n} 号',
  nearby: { metres: 150, hours: 72, limit: 8 },
  // An exceedance nobody has looked at yet names a company: staff only.
  closedChannels: ['sensor', 'camera'],
  ratingDays: 15,
}

/** 各环节时限：in force for what is dispatched from now on; running clocks stay as they are. */
export const caseLimits = {
  ordinary: {
    accept: workingHours(1),
    file: workingHours(2),
    dispatch: workingHours(1),
    handle: workingDays(5),
    'decide-delay': workingHours(4),
    verify: workingDays(1),
    close: workingDays(1),
  },
  overrides: [
    { category: 'event-01-01', limits: { handle: workingDays(20) } },
    { category: 'event-01-02', limits: { handle: workingHours(4) } },
    { category: 'event-01-03', limits: { handle: workingDays(1) } },
    { category: 'event-01-04', limits: { handle: workingHours(2) } },
    { category: 'event-01-05', limits: { handle: workingHours(4) } },
    { category: 'event-01-07', limits: { accept: urgentHours(0.5), handle: urgentHours(2) } },
    { category: 'event-01-08', limits: { handle: workingDays(15) } },
    { category: 'event-02', limits: { handle: workingDays(2) } },
    { category: 'event-03', limits: { handle: workingHours(8) } },
    {
      category: 'event-04',
      limits: {
        accept: urgentHours(0.25),
        file: urgentHours(0.25),
        dispatch: urgentHours(0.25),
        handle: urgentHours(4),
        verify: urgentHours(4),
      },
    },
    { category: 'event-05', limits: { handle: workingHours(4) } },
    { category: 'event-06', limits: { accept: urgentHours(1), handle: urgentHours(24), verify: workingDays(2) } },
    { category: 'component-01', limits: { handle: workingDays(3) } },
    { category: 'component-01-06', limits: { handle: { amount: 3, clock: 'natural-days' as const } } },
    { category: 'component-02-03', limits: { accept: urgentHours(0.5), handle: urgentHours(6) } },
  ],
}

/** 报警转案件：the first row that fits. HJ 212 factor codes: `a…` air, `w…` water, `L…` noise. */
export const caseAlarms = [
  { kind: 'dust', category: 'event-03-01' },
  { property: 'a34001*', category: 'event-03-01' },
  { property: 'w*', category: 'event-06-02' },
  { property: 'L*', category: 'event-06-03' },
  { property: 'n*', category: 'event-06-03' },
  { property: 'a*', category: 'event-06-01' },
]

const district = '310118000000'
const whole = (category: string, unit: string) => ({ area: district, category, unit })
const inTown = (town: string, category: string, unit: string, note = '') => ({ area: `310118${town}000`, category, unit, note })

/** 派遣责任表：the deepest area wins, then the smaller category. */
export const caseResponsibilities = [
  whole('*', 'grid_centre'),
  whole('event-01', 'greening'),
  whole('event-01-01', 'roads'),
  whole('event-01-08', 'water'),
  whole('event-01-09', 'water'),
  whole('event-01-10', 'environment'),
  whole('event-02', 'roads'),
  whole('event-03', 'construction'),
  whole('event-03-03', 'roads'),
  whole('event-04', 'roads'),
  whole('event-04-04', 'greening'),
  whole('event-04-05', 'emergency'),
  whole('event-05', 'roads'),
  whole('event-05-03', 'police'),
  whole('event-06', 'environment'),
  whole('event-06-05', 'water'),
  whole('component-01', 'roads'),
  whole('component-01-07', 'fire'),
  whole('component-02', 'roads'),
  whole('component-02-03', 'police'),
  whole('component-02-05', 'transport'),
  whole('component-03', 'greening'),
  whole('component-04', 'greening'),
  whole('component-05', 'housing'),
  whole('component-06-02', 'water'),
  // Towns that keep their own streets clean.
  inTown('102', 'event-01-02', 'zhujiajiao', '古镇景区自行保洁'),
  inTown('102', 'event-01-04', 'zhujiajiao', '古镇景区自行保洁'),
  inTown('106', 'event-05-04', 'xujing', '国家会展中心周边由镇管理'),
]
