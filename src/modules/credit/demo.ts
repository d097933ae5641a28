import { z } from 'zod'
import { type Ctx, defineJob, wordsOf } from '#kernel'
import { daysBefore, type Day } from './dates.ts'
import { demoRecord, demoSubject, type DemoSubject } from './demo-data.ts'
import { derive } from './derive.ts'
import { nobody, sealPerson, type Sealed, shortName } from './persons.ts'
import { creditOf, kindOf } from './settings.ts'
import { advance, progress } from './store-demo.ts'
import { insertRecords, type NewRecord } from './store-records.ts'
import { insertSubjects, type NewSubject } from './store-subjects.ts'
import { todayOf } from './views.ts'

const CHUNK = 500
const PAUSE_MS = 300
const CHUNK_OF_SUBJECTS = 1000

const sealedOf = (ctx: Ctx, subject: DemoSubject): Sealed =>
  subject.number ? sealPerson(ctx, subject.name, subject.number) : nobody

export function demoSubjectRow(ctx: Ctx, n: number): NewSubject {
  const subject = demoSubject(n)
  return {
    kind: subject.kind,
    code: subject.code,
    name: subject.number ? shortName(subject.name) : subject.name,
    status: 'active',
    industry: subject.industry,
    registered_on: subject.registeredOn,
    address: subject.address,
    flags: '',
    ...sealedOf(ctx, subject),
    words: subject.number ? '' : wordsOf([subject.name, subject.code ?? '']),
    employer_code: subject.employer,
    occupation: subject.occupation,
  }
}

const wrongCheck = (code: string) => code.slice(0, 17) + (code.endsWith('7') ? '8' : '7')

/** Record n of the demo, as a department would have sent it; the same for ever but for the day it is counted from. */
export function demoRecordRow(ctx: Ctx, n: number, subjects: number, today: Day): NewRecord {
  const { fields } = creditOf(ctx)
  const made = demoRecord(n, subjects)
  const subject = demoSubject(made.subject)
  const field = fields[made.fieldAt] as (typeof fields)[number]
  const decidedOn = daysBefore(today, made.daysAgo)
  const code = subject.code && made.badCode ? wrongCheck(subject.code) : subject.code
  const told = {
    subject_code: code,
    kind: made.kind,
    degree: made.degree,
    decided_on: decidedOn,
    term_months: null,
    must_publish: false,
    basis: made.basis,
  }
  return {
    ...told,
    ...sealedOf(ctx, subject),
    subject_name: subject.number ? shortName(subject.name) : subject.name,
    source: field.departments[0] as string,
    document_number: `青信${field.title.zh.slice(0, 1)}〔${decidedOn.slice(0, 4)}〕第 ${String(n + 1).padStart(7, '0')} 号`,
    field: field.code,
    title: `${made.kind === 'licence' ? field.title.zh : ''}${made.title}`,
    valid_until: made.kind === 'licence' ? daysBefore(today, made.daysAgo - 1825) : null,
    degree: made.degree,
    outcome: made.outcome,
    content: made.content,
    duty_done_on: null,
    ...derive(told, kindOf(ctx, made.kind), today, subject.number ?? undefined),
  }
}

/** One step: subjects first, then records. Answers whether there is more to do. */
export async function fillStep(ctx: Ctx, wanted: { subjects: number; records: number }): Promise<boolean> {
  const { subjects: all } = creditOf(ctx).demo
  const subjects = await progress(ctx, 'subjects')
  if (subjects < wanted.subjects) {
    const to = Math.min(wanted.subjects, subjects + CHUNK_OF_SUBJECTS)
    await insertSubjects(
      ctx,
      range(subjects, to).map((n) => demoSubjectRow(ctx, n)),
    )
    await advance(ctx, 'subjects', to)
    return true
  }
  const records = await progress(ctx, 'records')
  if (records >= wanted.records) return false
  const to = Math.min(wanted.records, records + CHUNK)
  const today = todayOf(ctx)
  await insertRecords(
    ctx,
    range(records, to).map((n) => demoRecordRow(ctx, n, all, today)),
  )
  await advance(ctx, 'records', to)
  return to < wanted.records
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)

/** The rest of the demo's records, a chunk at a time with a rest between, so that nobody at the screens notices. */
export const fillDemo = defineJob({
  id: 'credit.fill-demo',
  input: z.object({}),
  run: async (ctx) => {
    const { records, subjects, first } = creditOf(ctx).demo
    const most = ctx.config.demoRecords ?? records
    if (most <= first) return
    if (await fillStep(ctx, { subjects, records: Math.min(most, records) }))
      await ctx.enqueue(fillDemo, {}, { at: new Date(ctx.now.getTime() + PAUSE_MS) })
  },
})
