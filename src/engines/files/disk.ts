import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Config } from '#kernel'

/** The content store: DATA_DIR/files/<form>/<two digits>/<digest>. Several processes need one shared folder. */
const rootOf = (config: Config) => join(config.dataDir, 'files')
const incomingOf = (config: Config) => join(rootOf(config), 'incoming')

/** `sm3:<hex>` or `sha256:<hex>`, as the deployment's cryptography says. */
export const digestForm = (config: Config) => (config.crypto === 'sm' ? 'sm3' : 'sha256')

const pathOf = (config: Config, digest: string): string => {
  const match = /^(sm3|sha256):([0-9a-f]{64})$/.exec(digest)
  if (!match) throw new Error('Not a content digest')
  const [, form, hex] = match as unknown as [string, string, string]
  return join(rootOf(config), form, hex.slice(0, 2), hex)
}

export class TooLong extends Error {}

/** Writes a stream to a temporary file; more than `most` bytes end it. */
export async function receive(config: Config, stream: Readable, most: number): Promise<string> {
  await mkdir(incomingOf(config), { recursive: true, mode: 0o700 })
  const file = join(incomingOf(config), randomUUID())
  let bytes = 0
  const counted = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      bytes += chunk.length
      if (bytes > most) throw new TooLong()
      yield chunk
    }
  }
  try {
    await pipeline(stream, counted, createWriteStream(file, { mode: 0o600 }))
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
  if ((stream as { truncated?: boolean }).truncated) {
    await rm(file, { force: true })
    throw new TooLong()
  }
  return file
}

/** Puts content in its place so that it survives a power cut: synced, renamed, folder synced. Only then may a row name it. */
export async function settle(config: Config, content: Buffer): Promise<string> {
  const digest = `${digestForm(config)}:${createHash(digestForm(config)).update(content).digest('hex')}`
  const path = pathOf(config, digest)
  const folder = join(path, '..')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const written = join(folder, `.${randomUUID()}`)
  const handle = await open(written, 'wx', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  // Also when the content is there already: its new time keeps the sweep away until the row is stored.
  await rename(written, path)
  const directory = await open(folder, 'r')
  await directory.sync().finally(() => directory.close())
  return digest
}

export const discard = (file: string): Promise<void> => rm(file, { force: true })

export const contentSize = async (config: Config, digest: string): Promise<number> => (await stat(pathOf(config, digest))).size
export const contentStream = (config: Config, digest: string, range?: { start: number; end: number }): Readable =>
  createReadStream(pathOf(config, digest), range)

/** Everything in the store older than `before`: digests, and temporary files that nobody finished. */
export async function* oldContent(config: Config, before: Date): AsyncGenerator<{ path: string; digest?: string }> {
  for (const form of ['sm3', 'sha256', 'incoming']) {
    for (const path of await filesUnder(join(rootOf(config), form))) {
      const found = await stat(path).catch(() => undefined)
      if (!found || found.mtime >= before) continue
      const name = path.split(/[\\/]/).at(-1) as string
      yield { path, ...(/^[0-9a-f]{64}$/.test(name) && { digest: `${form}:${name}` }) }
    }
  }
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
