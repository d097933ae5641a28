import { type Ctx, type Delivered, fill, on, parseRef, type Text } from '#kernel'
import { caseById, caseMoved, type CaseRow, categoryShown, reportersOf } from '#engines/cases'
import { tell } from '#engines/notify'
import { limitPassed, limitWarned, taskOpened } from '#engines/process'
import { PROCESS } from './process.ts'
import { publicSteps } from './words.ts'

const about = (ctx: Ctx, row: CaseRow): Text => {
  const { title } = categoryShown(ctx.house, row.category)
  return {
    zh: `${row.number} ${title.zh}，${row.area_name.zh}${row.address}`,
    en: `${row.number} ${title.en}, ${row.address || row.area_name.en}`,
  }
}

interface Told {
  process: string
  subject: string
  unit: string | null
  capability: string | null
}

/** The unit that a task is for. Steps of the centre are in its inbox; a message for each would drown it. */
async function tellUnit(ctx: Ctx, { payload }: Delivered<Told>, title: Text): Promise<void> {
  const { process, subject, unit, capability } = payload
  if (process !== PROCESS || !unit || !capability) return
  const row = await caseById(ctx, parseRef(subject).id)
  if (row) await tell(ctx, { to: { organisation: unit, capability }, title, body: about(ctx, row), ref: subject })
}

async function tellSupervisors(ctx: Ctx, { payload }: Delivered<Told>): Promise<void> {
  const { process, subject } = payload
  if (process !== PROCESS) return
  const row = await caseById(ctx, parseRef(subject).id)
  const root = row?.unit?.split('.')[0]
  if (row && root)
    await tell(ctx, {
      to: { organisation: root, capability: 'city-management.supervise' },
      title: { zh: '案件超时', en: 'A case is overdue' },
      body: about(ctx, row),
      ref: subject,
    })
}

/** Whoever reported while signed in reads each turn in plain words. */
async function tellReporters(
  ctx: Ctx,
  { payload }: Delivered<{ caseId: string; what: string; unitName?: Text | null | undefined }>,
): Promise<void> {
  const step = publicSteps[payload.what]
  const row = step && (await caseById(ctx, payload.caseId))
  if (!step || !row) return
  const unit = payload.unitName ?? { zh: '处置单位', en: 'the unit' }
  const title = { zh: fill(step.title.zh, { unit: unit.zh }), en: fill(step.title.en, { unit: unit.en }) }
  await tell(ctx, { to: await reportersOf(ctx, row.id), title, body: about(ctx, row), ref: `cases.case:${row.id}` })
}

export const notices = [
  on(taskOpened, 'tell-unit', (ctx, event) => tellUnit(ctx, event, { zh: '有新的案件需要处置', en: 'A case to handle' })),
  on(limitWarned, 'warn-unit', (ctx, event) => tellUnit(ctx, event, { zh: '案件即将超时', en: 'A case is near its limit' })),
  on(limitPassed, 'tell-unit-overdue', (ctx, event) => tellUnit(ctx, event, { zh: '案件已超时', en: 'A case is overdue' })),
  on(limitPassed, 'tell-supervisors', tellSupervisors),
  on(caseMoved, 'tell-reporters', tellReporters),
]
