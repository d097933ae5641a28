import { z } from 'zod'
import { resources } from '#engines/catalog'
import { openTable } from '#engines/documents'
import { type Ctx, grantsOf, type UploadPart } from '#kernel'
import { addHeldResource, beginDataset, beginFromCatalogue, draft, draftLine, inspect, PUBLISH } from './drafts.ts'
import { enterprise } from './enterprises.ts'
import { noTable } from './errors.ts'
import { holdRows } from './held.ts'
import type { Row } from './privacy/gate.ts'
import { type Candidates, type Draft, type DraftQuery, Metadata, type OpenCandidate } from './schema.ts'
import * as store from './store.ts'
import { ownedDrafts, takenResources } from './store-desk.ts'

export const ended = async (work: Promise<void>): Promise<void> => {
  await work
}

/** What I hand in and what my desk looks after. */
export async function drafts(ctx: Ctx, query: DraftQuery) {
  return { items: (await ownedDrafts(ctx, query.state, query.mine === 'true')).map(draftLine), next: null }
}

/** Resources of the catalogue under my desk that may be opened and are not. */
export async function candidates(ctx: Ctx): Promise<Candidates> {
  const { items } = await resources(ctx, { limit: 500 })
  const taken = await takenResources(ctx)
  const grants = grantsOf(ctx.user, PUBLISH)
  const mine = (provider: string | null) =>
    grants.some(({ tree, path }) => tree === 'all' || (path && provider && `${provider}.`.startsWith(`${path}.`)))
  return {
    items: items
      .filter(
        ({ id, opening, provider, format }) =>
          opening < 3 && !taken.has(id) && mine(provider) && format !== '0400' && format !== '0500',
      )
      .map(({ id, slug, name, abstract, providerName, opening, cycle, rowCount, tags }) => ({
        id,
        slug,
        name,
        about: abstract,
        provider: providerName,
        opening,
        cycle,
        rows: rowCount,
        tags,
      })),
    next: null,
  }
}

export async function openCandidate(ctx: Ctx, id: string, given: OpenCandidate): Promise<Draft> {
  return draft(ctx, await beginFromCatalogue(ctx, id, given))
}

const HandIn = Metadata.extend({
  enterprise: z.string().trim().min(2).max(100),
  creditCode: z.string().max(30),
  aboutPeople: z.boolean().default(false),
})

async function* cellsOf(batches: AsyncIterable<{ cells: (string | null)[] }[]>): AsyncGenerator<Row[]> {
  for await (const batch of batches) yield batch.map(({ cells }) => cells)
}

/** An enterprise's table: `meta` (JSON) first, then `file`. Held sealed until the gate has made the open table of it. */
export async function handIn(ctx: Ctx, parts: AsyncIterable<UploadPart>): Promise<Draft> {
  let meta: z.infer<typeof HandIn> | undefined
  for await (const part of parts) {
    if (part.field === 'meta' && part.value !== undefined) meta = readMeta(part.value)
    else if (part.value === undefined) {
      if (!meta) throw noTable()
      return takeFile(ctx, meta, part)
    }
  }
  throw noTable()
}

function readMeta(text: string): z.infer<typeof HandIn> {
  try {
    return HandIn.parse(JSON.parse(text))
  } catch {
    throw noTable()
  }
}

async function takeFile(
  ctx: Ctx,
  { enterprise: name, creditCode, aboutPeople, ...meta }: z.infer<typeof HandIn>,
  part: UploadPart,
): Promise<Draft> {
  const by = enterprise(name, creditCode)
  const table = await openTable(part.stream, { filename: part.filename })
  const { dataset, resource } = await ctx.transact('write', async (inner) => {
    const row = await beginDataset(inner, { ...meta, contact: { name } }, by)
    return { dataset: row.id, resource: await addHeldResource(inner, row.id, meta.title) }
  })
  try {
    const { columns, rows } = await holdRows(ctx, resource, table.header, cellsOf(table.batches))
    if (rows === 0) throw noTable()
    await inspect(ctx, resource, aboutPeople, columns)
  } catch (error) {
    await ctx.transact('write', (inner) => store.deleteDataset(inner, dataset))
    throw error
  }
  return draft(ctx, dataset)
}
