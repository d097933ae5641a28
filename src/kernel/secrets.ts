import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'

/**
 * Personal fields at rest. National form (国密): SM4-CTR, then HMAC-SM3 under a separate key (OpenSSL has no SM4-GCM);
 * international form: AES-256-GCM. Each value names its key and form, so keys rotate and forms mix.
 */
export interface Secrets {
  encrypt(plain: string): string
  decrypt(sealed: string): string
  /** How every text begins that is sealed by the key and in the form in force. */
  readonly mark: string
  isCurrent(sealed: string): boolean
  /** For exact search on an encrypted field: the same value gives the same token, nothing gives it back. */
  blindIndex(purpose: string, plain: string): string
  digest(data: string | Buffer): string
}

interface Key {
  id: string
  material: Buffer
  /** What was derived already, by purpose: deriving costs more than sealing. */
  derived: Map<string, KeyObject>
}

function derive(key: Key, purpose: string, bytes: number): KeyObject {
  const known = key.derived.get(purpose)
  if (known) return known
  const made = createSecretKey(Buffer.from(hkdfSync('sha256', key.material, Buffer.alloc(0), purpose, bytes)))
  key.derived.set(purpose, made)
  return made
}

function parseKeys(text: string): Key[] {
  return text.split(',').map((entry) => {
    const [id, hex] = entry.trim().split(':')
    if (!id || !hex || !/^[0-9a-f]{64}$/i.test(hex)) throw new Error('SECRET_KEYS must read id:64-hex-digits,id:64-hex-digits')
    return { id, material: Buffer.from(hex, 'hex'), derived: new Map() }
  })
}

/** Without SECRET_KEYS a key is made once beside the data, readable by the owner alone. Back it up with the data. */
function keysFor(config: Pick<Config, 'secretKeys' | 'dataDir'>): Key[] {
  if (config.secretKeys) return parseKeys(config.secretKeys)
  const file = join(config.dataDir, 'secret-keys')
  if (!existsSync(file)) {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
    writeFileSync(file, `k1:${randomBytes(32).toString('hex')}`, { mode: 0o600, flag: 'wx' })
  }
  return parseKeys(readFileSync(file, 'utf8').trim())
}

function sealSm4(key: Key, plain: string): string {
  const iv = randomBytes(16)
  const cipher = createCipheriv('sm4-ctr', derive(key, 'sm4', 16), iv)
  const body = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final()])
  const mac = createHmac('sm3', derive(key, 'hmac-sm3', 32))
    .update(body)
    .digest()
  return Buffer.concat([body, mac]).toString('base64url')
}

function openSm4(key: Key, sealed: Buffer): string {
  const body = sealed.subarray(0, -32)
  const mac = createHmac('sm3', derive(key, 'hmac-sm3', 32))
    .update(body)
    .digest()
  if (!timingSafeEqual(mac, sealed.subarray(-32))) throw new Error('A sealed field does not verify')
  const decipher = createDecipheriv('sm4-ctr', derive(key, 'sm4', 16), body.subarray(0, 16))
  return Buffer.concat([decipher.update(body.subarray(16)), decipher.final()]).toString('utf8')
}

function sealAes(key: Key, plain: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', derive(key, 'aes', 32), iv)
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url')
}

function openAes(key: Key, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', derive(key, 'aes', 32), sealed.subarray(0, 12))
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8')
}

export function openSecrets(config: Pick<Config, 'secretKeys' | 'dataDir' | 'crypto'>): Secrets {
  const keys = keysFor(config)
  const current = keys[0] as Key
  const form = config.crypto === 'sm' ? 'sm4' : 'aes'
  const hash = config.crypto === 'sm' ? 'sm3' : 'sha256'
  const oldest = keys.at(-1) as Key
  const mark = `${current.id}.${form}.`
  return {
    mark,
    isCurrent: (sealed) => sealed.startsWith(mark),
    encrypt: (plain) => `${mark}${form === 'sm4' ? sealSm4(current, plain) : sealAes(current, plain)}`,
    decrypt: (sealed) => {
      const [id, how, body] = sealed.split('.')
      const key = keys.find((candidate) => candidate.id === id)
      if (!key || !body) throw new Error(`No key "${id}" to open a sealed field with`)
      return how === 'sm4' ? openSm4(key, Buffer.from(body, 'base64url')) : openAes(key, Buffer.from(body, 'base64url'))
    },
    // The oldest key indexes for ever: rotating it would make every stored index useless at once.
    blindIndex: (purpose, plain) =>
      createHmac(hash, derive(oldest, `index:${purpose}`, 32))
        .update(plain)
        .digest('base64url'),
    digest: (data) => createHash(hash).update(data).digest('hex'),
  }
}
