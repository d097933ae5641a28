import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Ctx, districtOf, notFound, type Ref, settingsOf, type UploadPart, visibleRefs } from '#kernel'
import { BrokenMedia } from '#protocols/media-metadata'
import { clean, kindOf } from './clean.ts'
import { contentStream, discard, receive, settle, TooLong } from './disk.ts'
import { fileBroken, filesNotUsable, fileTooLarge, kindNotTaken, noFile, tooManyAttached, tooManyFiles } from './errors.ts'
import type { Attached, Uploaded } from './schema.ts'
import { fileSettings } from './settings.ts'
import * as store from './store.ts'

const MB = 1024 * 1024

/** Cleaning holds the whole file in memory; a crowd of uploads waits its turn. */
const AT_ONCE = 3
let working = 0
const waiting: (() => void)[] = []
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else working += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else working -= 1
  }
}

/**
 * Takes one file in: streamed to disk, known by its content, cleaned of metadata, put in its place for good, and only
 * then entered. It has an id that nobody can guess and waits a day for an owner.
 */
export async function upload(ctx: Ctx, parts: AsyncIterable<UploadPart>): Promise<Uploaded> {
  const { kinds, waitHours } = settingsOf(ctx.house, fileSettings)
  const most = Math.max(...Object.values(kinds))
  let received: { file: string; name: string } | undefined
  try {
    for await (const part of parts) {
      if (part.value !== undefined) continue
      if (received) {
        part.stream.resume()
        throw tooManyFiles()
      }
      received = { file: await receive(ctx.config, part.stream, most), name: plainName(part.filename) }
    }
    if (!received) throw noFile()
    const { file, name } = received
    return await inTurn(async () => takeIn(ctx, await readFile(file), name, kinds, waitHours))
  } catch (error) {
    if (error instanceof TooLong) throw fileTooLarge({ kind: '', megabytes: Math.floor(most / MB) })
    throw error
  } finally {
    if (received) await discard(received.file)
  }
}

async function takeIn(
  ctx: Ctx,
  content: Buffer,
  name: string,
  kinds: Partial<Record<string, number>>,
  waitHours: number,
): Promise<Uploaded> {
  const kind = await kindOf(content)
  const most = kinds[kind]
  if (most === undefined) throw kindNotTaken({ found: kind, taken: Object.keys(kinds).join('、') })
  if (content.length > most) throw fileTooLarge({ kind, megabytes: Math.floor(most / MB) })
  const cleaned = await clean(kind, content, districtOf(ctx.house).timeZone).catch((error) => {
    throw error instanceof BrokenMedia ? fileBroken() : error
  })
  const digest = await settle(ctx.config, cleaned.content)
  const row: store.FileRow = {
    id: randomUUID(),
    digest,
    kind,
    bytes: cleaned.content.length,
    name,
    taken_at: cleaned.takenAt ?? null,
    lon: cleaned.position?.lon ?? null,
    lat: cleaned.position?.lat ?? null,
    uploaded_by: ctx.user.id,
    uploaded_at: ctx.now,
    expires_at: new Date(ctx.now.getTime() + waitHours * 3_600_000),
  }
  await ctx.transact('write', (inner) => store.insert(inner, row))
  return {
    id: row.id,
    kind,
    bytes: row.bytes,
    name,
    expiresAt: (row.expires_at as Date).toISOString(),
    ...(cleaned.takenAt && { takenAt: cleaned.takenAt.toISOString() }),
    ...(cleaned.position && { position: cleaned.position }),
  }
}

/** A document the platform made itself: nothing to clean. In the caller's transaction, which must also attach it. */
export async function keep(
  ctx: Ctx,
  made: { content: Buffer; kind: string; name: string },
): Promise<{ id: string; digest: string }> {
  const digest = await settle(ctx.config, made.content)
  const id = randomUUID()
  await store.insert(ctx, {
    id,
    digest,
    kind: made.kind,
    bytes: made.content.length,
    name: plainName(made.name),
    taken_at: null,
    lon: null,
    lat: null,
    uploaded_by: ctx.user.id,
    uploaded_at: ctx.now,
    expires_at: new Date(ctx.now.getTime() + 3_600_000),
  })
  return { id, digest }
}

/** The last part of the sender's name, without what could trouble a header or a file system. */
const plainName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '')
    .trim()
    .slice(0, 120) || 'file'

/**
 * Gives files an owner, in the transaction that makes or changes it. A person may attach what they uploaded, what an
 * anonymous upload's id was handed to them for, and what they can see already on another thing.
 */
export async function attach(ctx: Ctx, fileIds: readonly string[], ref: Ref, role: string): Promise<void> {
  const ids = [...new Set(fileIds)]
  if (ids.length === 0) return
  const { mostPerRef } = settingsOf(ctx.house, fileSettings)
  if ((await store.countOf(ctx, ref)) + ids.length > mostPerRef) throw tooManyAttached({ most: mostPerRef })
  const found = await store.lockWithRefs(ctx, ids)
  const seen = await visibleRefs(
    ctx,
    found.flatMap(({ refs }) => refs),
  )
  const usable = found.filter((file) => mayAttach(ctx, file, seen))
  if (usable.length < ids.length) throw filesNotUsable({ count: ids.length - usable.length })
  await store.attach(ctx, ids, ref, role)
}

function mayAttach({ user, now }: Ctx, file: store.Candidate, seen: ReadonlySet<string>): boolean {
  if (user.kind === 'system') return true
  if (file.refs.length > 0) return file.refs.some((ref) => seen.has(ref))
  return (file.uploaded_by === user.id || file.uploaded_by === 'anonymous') && file.expires_at !== null && file.expires_at > now
}

/** The files of these things, oldest first; things that the asker may not see have none. */
export async function filesOf(ctx: Ctx, refs: readonly Ref[]): Promise<Attached[]> {
  return (await store.attachedTo(ctx, refs)).map((row) => ({
    id: row.id,
    ref: row.ref,
    role: row.role,
    kind: row.kind,
    bytes: Number(row.bytes),
    name: row.name,
    takenAt: row.taken_at?.toISOString() ?? null,
    position: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat },
    attachedAt: row.attached_at.toISOString(),
    url: `/api/files/${row.id}`,
  }))
}

export interface Readable {
  id: string
  kind: string
  bytes: number
  name: string
  stream: (range?: { start: number; end: number }) => import('node:stream').Readable
}

/** Through an owner that the asker may see; before there is one, by the account that uploaded it. Never by digest. */
export async function readable(ctx: Ctx, id: string): Promise<Readable> {
  const file = await ctx.transact('read', async (inner) => {
    const found = await store.find(inner, id)
    if (!found) return undefined
    const seen = await visibleRefs(inner, found.refs)
    const waits = found.refs.length === 0 && found.expires_at !== null && found.expires_at > ctx.now
    const own = waits && ctx.user.kind !== 'anonymous' && found.uploaded_by === ctx.user.id
    return seen.size > 0 || own ? found : undefined
  })
  if (!file) throw notFound({ what: ctx.locale === 'zh' ? '文件' : 'The file' })
  return {
    id,
    kind: file.kind,
    bytes: Number(file.bytes),
    name: file.name,
    stream: (range) => contentStream(ctx.config, file.digest, range),
  }
}
