import type { Ctx, Text } from '#kernel'
import { resourceUnknown } from './errors.ts'
import { heldSource } from './held.ts'
import type { GateSource } from './privacy/gate.ts'
import type * as store from './store.ts'

export interface SourceField {
  id: string
  title: Text
  about: Text | null
  unit: string | null
}

/** Where the rows of a resource come from, each time anew. */
export async function sourceOf(ctx: Ctx, { id, source }: store.ResourceRow): Promise<GateSource & { fields: readonly SourceField[] }> {
  if (source.from === 'held') return { ...heldSource(ctx, id, source.columns), fields: [] }
  throw resourceUnknown()
}
