import type { Ctx } from '#kernel'
import { listOrganisations } from '#engines/identity'
import type { Agency } from './schema.ts'
import { creditOf } from './settings.ts'

/** 征信机构 that are entered and open: the only ones a consent can be given to. */
export async function agencyUnits(ctx: Ctx): Promise<Agency[]> {
  const { agencyKind } = creditOf(ctx)
  return (await listOrganisations(ctx))
    .filter(({ kind, closed }) => kind === agencyKind && !closed)
    .map(({ path, name }) => ({ path, name }))
}
