import { invalid } from './errors.ts'
import type { Text } from './text.ts'

const DEEPEST = 64
const text: Text = { zh: '含有无法保存的字符，或层次太深', en: 'Holds characters that cannot be stored, or is nested too deeply' }
const unreadable = (path: string) => invalid({}, { faults: [{ path, code: 'unreadable', text }] })

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** PostgreSQL stores neither NUL nor half characters, in text or jsonb; very deep JSON ends in a stack overflow, here or there. */
function isReadable(input: unknown): boolean {
  const waiting: [unknown, number][] = [[input, 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, depth] = next
    if (typeof value === 'string' && !isStorable(value)) return false
    if (typeof value !== 'object' || value === null) continue
    if (depth >= DEEPEST) return false
    for (const key of Object.keys(value)) {
      if (!isStorable(key)) return false
      waiting.push([(value as Record<string, unknown>)[key], depth + 1])
    }
  }
  return true
}

/** Refuses what no room could use, before any of them sees it. */
export function refuseUnreadable(input: Readonly<Record<string, unknown>>): void {
  for (const [path, value] of Object.entries(input)) if (!isReadable(value)) throw unreadable(path)
}
