import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export interface Vector {
  id: string
  hex_or_text: string
  decoded: any
  crc?: string
}

/** Real messages collected from public sources; they stand beside the repository, not in it. */
export function vectors(name: string): Vector[] | null {
  const file = resolve(import.meta.dirname, '../../../shared/vectors', name)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  console.warn(`Skipped: ${file} is not on this machine, so the collected messages are not replayed.`)
  return null
}
