import {
  announces,
  dataset,
  defineModule,
  migrations,
  on,
  permissions,
  protectedType,
  seed,
  settings,
  settingsOf,
  ticker,
} from '#kernel'
import { alarmCleared, alarmRaised } from '#engines/observations'
import { register } from '#engines/registers'
import { searchType } from '#engines/search'
import { acts } from './acts.ts'
import { alarmToCase, noteAlarmCleared } from './alarms.ts'
import { plantResponsibilities } from './dispatch.ts'
import { caseMerged, caseMoved, caseOpened, caseUnmerged, reportJoined } from './events.ts'
import { indexAgain } from './intake.ts'
import { eraseOldReporters } from './people.ts'
import { published } from './published.ts'
import { responsibilities } from './responsibilities.ts'
import { routes } from './routes.ts'
import { alarmSettings, caseSettings, categorySettings, limitSettings, responsibilitySettings } from './settings.ts'
import { caseType } from './store-rights.ts'
import { placed } from './placed.ts'

export const cases = defineModule({
  id: 'cases',
  title: { zh: '案件', en: 'Cases' },
  contributes: [
    placed,
    migrations(new URL('./migrations/', import.meta.url)),
    permissions({
      'cases.read': { zh: '查看案件', en: 'See cases' },
      'cases.see-reporter': { zh: '查看上报人姓名电话（留痕）', en: 'See who reported (kept in the audit)' },
      'cases.administer': { zh: '维护派遣责任表', en: 'Keep the dispatch table' },
    }),
    [
      settings(caseSettings),
      settings(categorySettings),
      settings(limitSettings),
      settings(alarmSettings),
      settings(responsibilitySettings),
    ],
    acts,
    protectedType(caseType),
    searchType({ type: 'cases.case', title: { zh: '案件', en: 'Case' }, href: (id) => `/work/cases/${id}` }),
    announces(caseOpened, caseMoved, reportJoined, caseMerged, caseUnmerged),
    on(alarmRaised, 'alarm-to-case', alarmToCase),
    on(alarmCleared, 'alarm-cleared', noteAlarmCleared),
    on(caseMoved, 'index', indexAgain),
    seed({
      id: 'cases.responsibilities',
      when: 'first',
      run: plantResponsibilities,
    }),
    ticker({ id: 'cases.erase-reporters', everySeconds: 86_400, run: eraseOldReporters }),
    published,
    dataset({
      view: 'published.cases_case_v1',
      title: { zh: '案件', en: 'Cases' },
      owner: 'cases',
      access: 'internal',
      columns: {
        id: { zh: '标识', en: 'Id' },
        number: { zh: '编号', en: 'Number' },
        channel: { zh: '来源', en: 'Channel' },
        category: { zh: '类别', en: 'Category' },
        area: { zh: '区域', en: 'Area' },
        unit: { zh: '处置单位', en: 'Unit' },
        state: { zh: '状态', en: 'State' },
        outcome: { zh: '结果', en: 'Outcome' },
        suspended: { zh: '挂账', en: 'Suspended' },
        due_at: { zh: '本环节到期', en: 'Due' },
        observed_at: { zh: '发现时间', en: 'Observed' },
        reported_at: { zh: '上报时间', en: 'Reported' },
        ended_at: { zh: '办结时间', en: 'Ended' },
        lon: { zh: '经度', en: 'Longitude' },
        lat: { zh: '纬度', en: 'Latitude' },
      },
    }),
    dataset({
      view: 'published.cases_stage_v1',
      title: { zh: '案件各环节用时', en: 'Steps of cases' },
      owner: 'cases',
      access: 'internal',
      columns: {
        id: { zh: '标识', en: 'Id' },
        case_id: { zh: '案件', en: 'Case' },
        stage: { zh: '环节', en: 'Step' },
        unit: { zh: '处置单位', en: 'Unit' },
        opened_at: { zh: '开始', en: 'Opened' },
        due_at: { zh: '到期', en: 'Due' },
        done_at: { zh: '完成', en: 'Done' },
        outcome: { zh: '结果', en: 'Outcome' },
        on_time: { zh: '按期', en: 'On time' },
        category: { zh: '类别', en: 'Category' },
        area: { zh: '区域', en: 'Area' },
        number: { zh: '案件编号', en: 'Number of the case' },
      },
    }),
    dataset({
      view: 'published.cases_rating_v1',
      title: { zh: '案件的公众评价', en: 'Residents’ ratings of cases' },
      owner: 'cases',
      access: 'internal',
      columns: {
        id: { zh: '标识', en: 'Id' },
        case_id: { zh: '案件', en: 'Case' },
        number: { zh: '案件编号', en: 'Number of the case' },
        stars: { zh: '星数', en: 'Stars' },
        solved: { zh: '已解决', en: 'Solved' },
        rated_at: { zh: '评价时间', en: 'Rated at' },
        category: { zh: '类别', en: 'Category' },
        unit: { zh: '处置单位', en: 'Unit' },
        area: { zh: '区域', en: 'Area' },
      },
    }),
    dataset({
      view: 'published.cases_monthly_v1',
      title: { zh: '城市管理案件月度汇总', en: 'City management cases by month' },
      owner: 'cases',
      access: 'open',
      columns: {
        month: { zh: '月份', en: 'Month' },
        town: { zh: '街镇', en: 'Town' },
        family: { zh: '类别代码', en: 'Category code' },
        cases: { zh: '案件数量', en: 'Number of cases' },
        ended: { zh: '办结数量', en: 'Number of ended cases' },
        mean_hours: { zh: '平均办结用时（小时）', en: 'Mean hours to the end' },
      },
    }),
    dataset({
      view: 'published.cases_service_v1',
      title: { zh: '城市管理办理时效日报', en: 'Handling times by day' },
      owner: 'cases',
      access: 'open',
      columns: {
        day: { zh: '日期', en: 'Day' },
        stage: { zh: '环节', en: 'Step' },
        opened: { zh: '进入环节', en: 'Begun' },
        done: { zh: '完成', en: 'Done' },
        on_time: { zh: '按期完成', en: 'Done on time' },
        mean_hours: { zh: '平均用时（小时）', en: 'Mean hours' },
      },
    }),
    routes,
    register(responsibilities),
  ],
})
