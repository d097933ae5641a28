import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import { openTable } from '#engines/documents'
import { type Ctx, demand, invalid, type UploadPart } from '#kernel'
import { STEWARD } from './directory.ts'
import { faultyCells, fileMissing } from './errors.ts'
import { resourceOf } from './resources.ts'
import { Metadata, type Resource } from './schema.ts'
import * as store from './store.ts'
import { createTableResource } from './tables.ts'

function readMetadata(text: string): Metadata {
  const parsed = Metadata.safeParse(parsedJson(text))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, code, message }) => ({
    path: path.join('.'),
    code: String(code),
    text: { zh: `请检查此项：${message}`, en: message },
  }))
  throw invalid({}, { faults })
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** SM3 of what went by, and how much it was: the lineage names the very file. */
function weighed() {
  const hash = createHash('sm3')
  let bytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  return { stream, result: () => ({ digest: hash.digest('hex'), bytes }) }
}

/** A csv or xlsx file becomes a resource with a typed table. The metadata come before the file, as JSON in the field `metadata`. */
export async function uploadTable(ctx: Ctx, parts: AsyncIterable<UploadPart>): Promise<Resource> {
  let metadata: Metadata | undefined
  for await (const part of parts) {
    if (part.value !== undefined) {
      if (part.field === 'metadata') metadata = readMetadata(part.value)
      continue
    }
    if (!metadata) {
      part.stream.resume()
      throw invalid(
        {},
        {
          faults: [{ path: 'metadata', code: 'required', text: { zh: '请先填写目录信息', en: 'The metadata must come first' } }],
        },
      )
    }
    return load(ctx, metadata, part)
  }
  throw fileMissing()
}

async function load(ctx: Ctx, metadata: Metadata, part: UploadPart): Promise<Resource> {
  try {
    demand(ctx.user, STEWARD, { organisation: metadata.provider })
  } catch (error) {
    part.stream.resume()
    throw error
  }
  const weighing = weighed()
  part.stream.on('error', (error) => weighing.stream.destroy(error))
  const table = await openTable(part.stream.pipe(weighing.stream), { filename: part.filename })
  const file = part.filename.slice(0, 200)
  try {
    const id = await createTableResource(ctx, {
      resource: { ...metadata, source: 'upload', format: '0200' },
      header: table.header,
      batches: whole(table.batches),
      from: () => ({
        ref: `catalog.source:${encodeURIComponent(file)}`,
        detail: { file, kind: table.kind, ...weighing.result() },
      }),
      format: table.kind.toUpperCase(),
    })
    return await ctx.transact('read', async (inner) => resourceOf(inner, (await store.byId(inner, id)) as store.ResourceRow))
  } finally {
    await table.close()
  }
}

/** Formulas, merged cells and torn lines would make up data that nobody wrote: refused with their place, before anything is entered. */
async function* whole(
  batches: AsyncIterable<{ line: number; cells: (string | null)[]; faults?: { column: number; code: string }[] }[]>,
) {
  for await (const batch of batches) {
    const bad = batch.find(({ faults }) => faults && faults.length > 0)
    const fault = bad?.faults?.[0]
    if (bad && fault) throw faultyCells({ line: bad.line, column: fault.column + 1, code: fault.code })
    yield batch.map(({ cells }) => cells)
  }
}
