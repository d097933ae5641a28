import { eachPage, resourceById, resources } from '#engines/catalog'
import { type Ctx, DomainError, settingsOf } from '#kernel'
import { beginFromCatalogue } from './drafts.ts'
import { within } from './held.ts'
import { publish, refreshDue } from './publishing.ts'
import { openDataSettings } from './settings.ts'
import { changeDataset, datasetNamed, deleteDataset } from './store.ts'

/** Opens what the district names of the platform's own data, as soon as there are rows to open. */
export async function openAtStart(ctx: Ctx): Promise<void> {
  for (const wish of settingsOf(ctx.house, openDataSettings).demo) await openOne(ctx, wish)
}

const GROWING_SECONDS = 90 * 60
const STALE_MS = 10 * 60_000

/** The sweep: what is due is made anew, and in the demo what could not be opened yet is tried again. */
export async function sweep(ctx: Ctx): Promise<void> {
  if (ctx.config.demo) {
    await openAtStart(ctx)
    const grown = await within(ctx, 'read', outgrown)
    if (grown.length > 0) await within(ctx, 'write', (inner) => makeDue(inner, grown))
  }
  await refreshDue(ctx)
}

/** A new demo fills up in the background: what was opened with its first rows is soon made anew. */
async function outgrown(ctx: Ctx): Promise<string[]> {
  const ids: string[] = []
  if (process.uptime() > GROWING_SECONDS) return ids
  for (const { name } of settingsOf(ctx.house, openDataSettings).demo) {
    const row = await datasetNamed(ctx, name)
    const age = row?.state === 'published' && row.data_at ? ctx.now.getTime() - row.data_at.getTime() : 0
    if (row && age > STALE_MS) ids.push(row.id)
  }
  return ids
}

async function makeDue(ctx: Ctx, ids: readonly string[]): Promise<void> {
  for (const id of ids) await changeDataset(ctx, id, { refresh_at: ctx.now })
}

async function openOne(
  ctx: Ctx,
  { origin, name, theme, tags, licence }: { origin: string; name: string; theme: string; tags: string[]; licence: string },
): Promise<void> {
  const resource = await within(ctx, 'read', async (inner) => {
    if (await datasetNamed(inner, name)) return undefined
    const found = await resources(inner, { origins: [origin], limit: 1 })
    return resourceById(inner, found.items[0]?.id ?? origin).catch((error: unknown) => {
      if (error instanceof DomainError && error.is === 'not_found') return undefined
      throw error
    })
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
  const pages: Pick<Ctx, 'transact'> = { transact: (mode, work) => within(ctx, mode, work) }
  for await (const { rows } of eachPage(pages, distribution, {})) return rows.length > 0
  return false
}
