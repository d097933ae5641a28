import type { Ctx } from '#kernel'
import { unitNames } from './names.ts'
import type { ExecutionView, ListView } from './schema.ts'
import { listOf, listTitle } from './settings.ts'
import type { EntryRow, ExecutionRow } from './store-lists.ts'
import { subjectsByIds } from './store-subjects.ts'
import { publicSubject } from './views.ts'

const nothing = { zh: '', en: '' }

export async function listViews(ctx: Ctx, rows: readonly EntryRow[]): Promise<ListView[]> {
  const subjects = await subjectsByIds(ctx, [...new Set(rows.map((row) => row.subject_id))])
  const nameOf = await unitNames(
    ctx,
    rows.map(({ source }) => source),
  )
  return rows.flatMap((row) => {
    const subject = subjects.get(row.subject_id)
    if (!subject) return []
    const list = listOf(ctx, row.list)
    return [
      {
        id: row.id,
        list: row.list,
        title: listTitle(ctx, row.list),
        basis: list?.basis ?? '',
        consequence: list?.consequence ?? nothing,
        state: row.state,
        facts: row.facts,
        documentNumber: row.document_number,
        department: nameOf(row.source),
        noticedOn: row.noticed_on,
        heardUntil: row.heard_until.toISOString(),
        statement: row.statement,
        enteredOn: row.entered_on,
        until: row.until,
        exitedOn: row.exited_on,
        exitWhy: row.exit_why,
        subject: publicSubject(subject),
        version: row.version,
      },
    ]
  })
}

export async function executionViews(ctx: Ctx, rows: readonly ExecutionRow[]): Promise<ExecutionView[]> {
  const subjects = await subjectsByIds(ctx, [...new Set(rows.map((row) => row.subject_id))])
  const nameOf = await unitNames(
    ctx,
    rows.map(({ department }) => department),
  )
  return rows.flatMap((row) => {
    const subject = subjects.get(row.subject_id)
    if (!subject) return []
    const { id, state, feedback, version, code, kind, title, basis } = row
    return [
      {
        id,
        state,
        feedback,
        version,
        measure: { code, kind, title, basis },
        department: nameOf(row.department),
        dueSince: row.due_since.toISOString(),
        liftedWhy: row.lifted_why,
        subject: publicSubject(subject),
      },
    ]
  })
}
