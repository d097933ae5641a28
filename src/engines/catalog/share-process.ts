import { tell } from '#engines/notify'
import { type Completed, defineProcess, type Instance } from '#engines/process'
import { type Ctx, parseRef, type Text } from '#kernel'
import type { ApplicationState } from './schema.ts'
import { grant } from './shares.ts'
import * as store from './store-sharing.ts'

export const PROCESS = 'catalog.share'
export const applicationRef = (id: string) => `catalog.application:${id}` as const

const idOf = ({ subject }: Instance) => parseRef(subject).id

/** What each outcome makes of the application. */
const states: Record<string, ApplicationState> = {
  'decide.approve': 'granted',
  'decide.less': 'revising',
  'decide.refuse': 'refused',
  'revise.accept': 'granted',
  'revise.resubmit': 'deciding',
  'revise.withdraw': 'withdrawn',
  'consider.appeal': 'appealed',
  'consider.agree': 'ended',
  'arbitrate.grant': 'granted',
  'arbitrate.uphold': 'ended',
}

const told: Partial<Record<ApplicationState, Text>> = {
  granted: { zh: '数据共享申请已授权', en: 'Your application for data was granted' },
  revising: { zh: '提供方建议缩小范围，请答复', en: 'The provider offers less; please answer' },
  refused: { zh: '数据共享申请未获同意，可在期限内申诉', en: 'Your application for data was refused; you may appeal' },
  ended: { zh: '数据共享申请已办结：不予共享', en: 'Your application for data has ended: not shared' },
}

interface Data {
  terms?: store.ApplicationRow['terms']
}

async function complete(ctx: Ctx, step: string, { instance, outcome, data, comment }: Completed<Data>): Promise<void> {
  const id = idOf(instance)
  const state = states[`${step}.${outcome}`] as ApplicationState
  const byProvider = step === 'decide' || step === 'arbitrate'
  await store.update(ctx, id, {
    state,
    ...(data?.terms && { terms: data.terms }),
    ...(byProvider && { answer: comment, answered_by: ctx.user.name }),
  })
  const row = (await store.unchecked(ctx, id)) as store.ApplicationRow
  if (state === 'granted') await grant(ctx, row)
  const title = told[state]
  if (title) await tell(ctx, { to: [row.applicant], title, body: { zh: row.number, en: row.number }, ref: applicationRef(id) })
}

const step = (id: string, title: Text, outcomes: Record<string, Text>) => ({
  title,
  outcomes,
  complete: (ctx: Ctx, completed: Completed<Data>) => complete(ctx, id, completed),
})

/** 共享申请: the provider approves, offers less or refuses; against a refusal the data bureau decides. */
export const shareProcess = defineProcess({
  id: PROCESS,
  title: { zh: '数据共享申请', en: 'Application for data' },
  bpmn: new URL('./processes/share.bpmn', import.meta.url),
  steps: {
    decide: step(
      'decide',
      { zh: '审核共享申请', en: 'Decide on an application' },
      {
        approve: { zh: '同意', en: 'Approve' },
        less: { zh: '建议缩小范围', en: 'Offer less' },
        refuse: { zh: '不同意', en: 'Refuse' },
      },
    ),
    revise: step(
      'revise',
      { zh: '答复提供方建议', en: 'Answer the offer' },
      {
        accept: { zh: '接受', en: 'Accept' },
        resubmit: { zh: '补充理由再报', en: 'Explain and send again' },
        withdraw: { zh: '放弃', en: 'Give up' },
      },
    ),
    consider: step(
      'consider',
      { zh: '对不同意的结论', en: 'After a refusal' },
      {
        appeal: { zh: '申诉', en: 'Appeal' },
        agree: { zh: '不再申诉', en: 'Leave it' },
      },
    ),
    arbitrate: step(
      'arbitrate',
      { zh: '裁定共享申诉', en: 'Decide on an appeal' },
      {
        grant: { zh: '应予共享', en: 'To be shared' },
        uphold: { zh: '维持不同意', en: 'Refusal upheld' },
      },
    ),
  },
  // Silence after a refusal ends it.
  ended: async (ctx, { instance }) => {
    const row = await store.unchecked(ctx, idOf(instance))
    if (row?.state === 'refused') await store.update(ctx, row.id, { state: 'ended' })
  },
})
