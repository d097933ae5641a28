import { insertRows } from '#engines/registers'
import { type Ctx, defineSettings, settingsOf } from '#kernel'
import { z } from 'zod'
import { sources } from './sources.ts'

/** Works of the demo; the register's own rules judge them when they are put in. */
export const demoSources = defineSettings(
  'environment.demo-sources',
  z
    .array(
      z.looseObject({
        name: z.string(),
        credit_code: z.string(),
        kind: z.enum(['water', 'air', 'noise', 'soil', 'risk']),
        area: z.string(),
      }),
    )
    .default([]),
)

export async function plantSources(ctx: Ctx): Promise<void> {
  await insertRows(ctx, sources, settingsOf(ctx.house, demoSources), { source: 'demo' })
}
