import { announces, defineModule, job, migrations, permissions, protectedType, seed, settings, ticker } from '#kernel'
import { fillDemo } from './demo.ts'
import { playDemo } from './demo-play.ts'
import { plantDemo, plantMeasures } from './demo-story.ts'
import { register } from '#engines/registers'
import { records } from './records.ts'
import { recordWithdrawn, subjectListed, subjectUnlisted } from './events.ts'
import * as rights from './store-rights.ts'
import { objectionProcess, repairProcess } from './process.ts'
import { intakeRoutes } from './routes-intake.ts'
import { matterRoutes } from './routes-matters.ts'
import { ownRoutes } from './routes-own.ts'
import { acts } from './acts.ts'
import { endPublication } from './ending.ts'
import { goOnMaking, makeBatches } from './exchange.ts'
import { published } from './published.ts'
import { exchangeRoutes, listRoutes, measureRoutes } from './routes-lists.ts'
import { refreshStatistics } from './statistics.ts'
import { warningProvider } from './warnings.ts'
import { tieProvider } from './registered.ts'
import { publicRoutes } from './routes-public.ts'
import { subjectRoutes } from './routes-subjects.ts'
import { creditSettings } from './settings.ts'
import { placed } from './placed.ts'

/** 公共信用：what departments recognise about enterprises and practitioners, who may see it and how long, and how it is put right. */
export const credit = defineModule({
  id: 'credit',
  title: { zh: '公共信用', en: 'Public credit' },
  contributes: [
    placed,
    migrations(new URL('./migrations/', import.meta.url)),
    settings(creditSettings),
    permissions({
      'credit.read': { zh: '查看信用信息', en: 'See credit records' },
      'credit.edit': { zh: '录入和更正信用信息', en: 'Enter and correct credit records' },
      'credit.unmask': { zh: '查看证件号码全文', en: 'See identity numbers in full' },
      'credit.hand-in': { zh: '报送信用信息（接口）', en: 'Hand in records (systems)' },
      'credit.office': { zh: '受理异议与修复、确认办事人', en: 'Receive objections and repairs, confirm representatives' },
      'credit.decide': { zh: '核查异议、决定修复（认定单位）', en: 'Check objections, decide repairs (recogniser)' },
      'credit.list': { zh: '列入和移出严重失信名单', en: 'Enter on and take off lists of serious breaches' },
      'credit.measure': { zh: '设立奖惩措施', en: 'Make measures' },
      'credit.execute': { zh: '反馈措施执行情况', en: 'Report on measures carried out' },
      'credit.exchange': { zh: '向上级平台交换', en: 'Exchange with the platform above' },
      'credit.ask': { zh: '经授权查询（征信机构）', en: 'Ask with consent (agencies)' },
    }),
    [
      rights.subjectType,
      rights.objectionType,
      rights.repairType,
      rights.entryType,
      rights.executionType,
      rights.receiptType,
      rights.consentType,
    ].map(protectedType),
    announces(recordWithdrawn, subjectListed, subjectUnlisted),
    seed({ id: 'credit.measures', when: 'first', run: plantMeasures }),
    seed({ id: 'credit.demo', when: 'demo', run: plantDemo }),
    job(fillDemo),
    job(playDemo),
    job(goOnMaking),
    register(records),
    published,
    publicRoutes,
    subjectRoutes,
    objectionProcess,
    repairProcess,
    intakeRoutes,
    matterRoutes,
    ownRoutes,
    listRoutes,
    measureRoutes,
    exchangeRoutes,
    acts,
    warningProvider,
    tieProvider,
    ticker({ id: 'credit.end-publication', everySeconds: 300, run: endPublication }),
    ticker({ id: 'credit.statistics', everySeconds: 60, run: refreshStatistics }),
    ticker({ id: 'credit.exchange', everySeconds: 24 * 3600, tx: 'none', run: async (ctx) => void (await makeBatches(ctx)) }),
  ],
})
