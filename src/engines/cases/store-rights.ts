import { sql } from 'kysely'
import { byTask } from '#engines/process'
import { byArea, byCondition, byOrganisation, type ProtectedType } from '#kernel'

/**
 * Who sees a case: whoever holds `cases.read` over the unit it is with, or over the place it lies in,
 * whoever has something to do with it or did it, and whoever opened it by their report. Those who joined follow it in plain words instead.
 */
export const caseType: ProtectedType = {
  type: 'cases.case',
  table: 'cases.case',
  key: 'id',
  visible: [
    byOrganisation('cases.read', 'unit'),
    byArea('cases.read', 'area'),
    byTask('cases.case', 'id'),
    byCondition(
      (alias, user) =>
        user.kind === 'anonymous'
          ? null
          : sql<boolean>`exists (select 1 from cases.report own where own.case_id = ${sql.ref(`${alias}.id`)} and own.joined = 'opened' and own.account = ${user.id})`,
      (user) => sql`select own.case_id from cases.report own where own.joined = 'opened' and own.account = ${user.id}`,
    ),
  ],
}
