import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Config } from '#kernel'

/** Files wait under DATA_DIR/imports, sealed with a key each, which only its row in the database holds. */
const folderOf = (config: Config) => join(config.dataDir, 'imports')
const pathOf = (config: Config, id: string) => join(folderOf(config), id)

export interface Spooled {
  digest: string
  bytes: number
  /** `<key>:<iv>` in hex; to be sealed before it is stored. */
  key: string
}

export class TooLong extends Error {}

const cipherOf = (config: Config) => (config.crypto === 'sm' ? 'sm4-ctr' : 'aes-256-ctr')
const keyBytes = (config: Config) => (config.crypto === 'sm' ? 16 : 32)

/** Writes an upload to its end and to disk, or leaves nothing behind. */
export async function receive(config: Config, id: string, stream: Readable, most: number): Promise<Spooled> {
  await mkdir(folderOf(config), { recursive: true, mode: 0o700 })
  const [key, iv] = [randomBytes(keyBytes(config)), randomBytes(16)]
  const digest = createHash(config.crypto === 'sm' ? 'sm3' : 'sha256')
  let bytes = 0
  const counted = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      bytes += chunk.length
      if (bytes > most) throw new TooLong()
      digest.update(chunk)
      yield chunk
    }
    if ((stream as { truncated?: boolean }).truncated) throw new TooLong()
  }
  try {
    const file = createWriteStream(pathOf(config, id), { flags: 'wx', mode: 0o600, flush: true })
    await pipeline(stream, counted, createCipheriv(cipherOf(config), key, iv), file)
  } catch (error) {
    await discard(config, id)
    throw error
  }
  return { digest: digest.digest('hex'), bytes, key: `${key.toString('hex')}:${iv.toString('hex')}` }
}

/** The file in clear; `onBytes` hears how far it has been read. */
export function content(config: Config, id: string, key: string, onBytes?: (bytes: number) => void): Readable {
  const [secret = '', iv = ''] = key.split(':')
  const form = secret.length === 32 ? 'sm4-ctr' : 'aes-256-ctr'
  // Texts made of larger pieces would wait long to be swept up.
  const file = createReadStream(pathOf(config, id), { highWaterMark: 64 * 1024 })
  const open = createDecipheriv(form, Buffer.from(secret, 'hex'), Buffer.from(iv, 'hex'))
  if (onBytes) file.on('data', () => onBytes(file.bytesRead))
  file.on('error', (error) => open.destroy(error))
  open.on('close', () => file.destroy())
  return file.pipe(open)
}

export const discard = (config: Config, id: string): Promise<void> => rm(pathOf(config, id), { force: true })

/** Files older than `before`, by their imports' ids. */
export async function spooledBefore(config: Config, before: Date): Promise<string[]> {
  const names = await readdir(folderOf(config)).catch(() => [])
  const old: string[] = []
  for (const name of names) {
    const found = await stat(pathOf(config, name)).catch(() => undefined)
    if (found && found.mtime < before) old.push(name)
  }
  return old
}
