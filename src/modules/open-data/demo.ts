import { resourceById, resources } from '#engines/catalog'
import { type Ctx, DomainError, settingsOf } from '#kernel'
import { beginFromCatalogue } from './drafts.ts'
import { within } from './held.ts'
import { publish, refreshDue } from './publishing.ts'
import { openDataSettings } from './settings.ts'
import { sourceOf } from './source.ts'
import { datasetNamed, deleteDataset } from './store.ts'

/** Opens what the district names of the platform's own data, as soon as there are rows to open. */
export async function openAtStart(ctx: Ctx): Promise<void> {
  for (const wish of settingsOf(ctx.house, openDataSettings).demo) await openOne(ctx, wish)
}

/** The sweep: what is due is made anew, and in the demo what could not be opened yet is tried again. */
export async function sweep(ctx: Ctx): Promise<void> {
  if (ctx.config.demo) await openAtStart(ctx)
  await refreshDue(ctx)
}

async function openOne(
  ctx: Ctx,
  { origin, name, theme, tags, licence }: { origin: string; name: string; theme: string; tags: string[]; licence: string },
): Promise<void> {
  const resource = await within(ctx, 'read', async (inner) => {
    if (await datasetNamed(inner, name)) return undefined
    const { items } = await resources(inner, { limit: 1000 })
    for (const { id } of items) {
      const found = await resourceById(inner, id)
      if (found.origin === origin) return found
    }
    return undefined
  })
  const table = resource?.distributions.find(({ kind }) => kind === 'table')
  if (!resource || !table || resource.opening === 3 || !(await hasRows(ctx, table.id))) return
  const id = await beginFromCatalogue(ctx, resource.id, { name, theme, licence, tags, aboutPeople: false })
  try {
    await publish(ctx, id)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    ctx.log.warn({ error, name }, 'open-data.demo-refused')
    await within(ctx, 'write', (inner) => deleteDataset(inner, id))
  }
}

async function hasRows(ctx: Ctx, distribution: string): Promise<boolean> {
  const source = await sourceOf(ctx, { id: '', source: { from: 'catalogue', distribution } })
  for await (const batch of source.batches()) return batch.length > 0
  return false
}
