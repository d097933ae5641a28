import { type Ctx, invalid, route, type UploadPart } from '#kernel'
import { z } from 'zod'
import { fileTooLarge, notGeoJson } from './errors.ts'
import { UnreadableFile } from './import.ts'
import { areaRecord, importAreaFile, keptAreas, renameArea, restoreArea, retireArea } from './keeping.ts'
import { AreaImportReport, AreaKind, AreaNaming, AreaRecord, AreaRetiring, KeptArea } from './schema.ts'

const may = 'geo.manage'
const params = z.object({ code: z.string().regex(/^[A-Za-z0-9_]{1,32}$/) })
const MOST_BYTES = 32 * 1024 * 1024

const Fields = z.object({
  kind: AreaKind,
  datum: z.enum(['wgs84', 'gcj02', 'bd09']).default('wgs84'),
  new: z.enum(['true', 'false']).default('false'),
  schematic: z.enum(['true', 'false']).default('false'),
  dryRun: z.enum(['true', 'false']).default('true'),
})

async function textOf({ stream }: UploadPart): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST_BYTES) throw fileTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function importFrom(ctx: Ctx, parts: AsyncIterable<UploadPart>): Promise<z.input<typeof AreaImportReport>> {
  const given: Record<string, string> = {}
  let file: { name: string; text: string } | undefined
  for await (const part of parts)
    if (part.value === undefined) file = { name: part.filename.slice(0, 120), text: await textOf(part) }
    else given[part.field] = part.value
  const fields = Fields.safeParse(given)
  if (!file || !fields.success) throw invalid()
  const { kind, datum, dryRun, schematic } = fields.data
  try {
    return await importAreaFile(ctx, file, {
      kind,
      datum,
      allowNew: fields.data.new === 'true',
      schematic: schematic === 'true',
      isDryRun: dryRun === 'true',
    })
  } catch (error) {
    if (error instanceof UnreadableFile) throw notGeoJson({ why: error.message })
    throw error
  }
}

/** The tree of areas, as it is kept. */
export const keepingRoutes = [
  route({
    method: 'GET',
    path: '/kept-areas',
    may,
    summary: 'Every area there is or was',
    reply: z.object({ items: z.array(KeptArea), next: z.null() }),
    run: async (ctx) => ({ items: await keptAreas(ctx), next: null }),
  }),
  route({
    method: 'GET',
    path: '/kept-areas/:code',
    may,
    summary: 'One area: what hangs on it, and what it was before',
    params,
    reply: AreaRecord,
    run: (ctx, { params }) => areaRecord(ctx, params.code),
  }),
  route({
    method: 'PATCH',
    path: '/kept-areas/:code',
    may,
    summary: 'Rename an area; its code and its path stay',
    params,
    body: AreaNaming,
    reply: KeptArea,
    run: (ctx, { params, body }) => renameArea(ctx, params.code, body),
  }),
  route({
    method: 'POST',
    path: '/kept-areas/:code/retire',
    may,
    summary: 'Take an area out of use; old matters keep their place',
    params,
    body: AreaRetiring,
    reply: KeptArea,
    run: (ctx, { params, body }) => retireArea(ctx, params.code, body),
  }),
  route({
    method: 'POST',
    path: '/kept-areas/:code/restore',
    may,
    summary: 'Bring a retired area back',
    params,
    body: AreaRetiring,
    reply: KeptArea,
    run: (ctx, { params, body }) => restoreArea(ctx, params.code, body),
  }),
  route({
    method: 'POST',
    path: '/kept-areas/imports',
    may,
    summary:
      'Areas of one kind from a GeoJSON file (multipart: kind, datum, new, schematic, dryRun, file); what is refused is told by feature',
    tx: 'none',
    upload: true,
    limits: { bytes: MOST_BYTES, perMinute: 20 },
    reply: AreaImportReport,
    run: (ctx, { files }) => importFrom(ctx, files()),
  }),
]
