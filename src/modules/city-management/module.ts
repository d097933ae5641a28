import { defineModule, job, permissions, ticker } from '#kernel'
import { caseFlow } from '#engines/cases'
import { resumeWhenOver, sweepSuspensions } from './actions.ts'
import { flow } from './flow.ts'
import { indicators } from './indicators.ts'
import { casesLayer } from './map.ts'
import { notices } from './notices.ts'
import { caseProcess } from './process.ts'
import { routes } from './routes.ts'
import { reportRoutes } from './routes-reports.ts'

export const cityManagement = defineModule({
  id: 'city-management',
  title: { zh: '城市管理', en: 'City management' },
  contributes: [
    indicators,
    permissions({
      'city-management.report': { zh: '巡查上报', en: 'Report on patrol' },
      'city-management.take-calls': { zh: '接听 12345 来电', en: 'Take 12345 calls' },
      'city-management.report-by-camera': { zh: '视频识别上报（系统）', en: 'Report by camera (systems)' },
      'city-management.accept': { zh: '受理案件', en: 'Accept cases' },
      'city-management.file': { zh: '立案', en: 'File cases' },
      'city-management.dispatch': { zh: '派遣、并案、更正', en: 'Dispatch, merge, correct' },
      'city-management.handle': { zh: '处置案件', en: 'Handle cases' },
      'city-management.supervise': { zh: '督办：延期、挂账、作废', en: 'Supervise: delays, suspension, void' },
      'city-management.verify': { zh: '核查案件', en: 'Verify cases' },
      'city-management.close': { zh: '结案', en: 'Close cases' },
    }),
    caseProcess,
    caseFlow(flow),
    casesLayer,
    notices,
    job(resumeWhenOver),
    ticker({ id: 'city-management.suspensions', everySeconds: 60, run: sweepSuspensions }),
    reportRoutes,
    routes,
  ],
})
