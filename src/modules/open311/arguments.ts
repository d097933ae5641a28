import { districtOf, type Ctx } from '#kernel'
import { argumentWrong, formUnsupported, jurisdictionUnknown } from './errors.ts'

export type Raw = Readonly<Record<string, string | readonly string[] | undefined>>

const plain = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined

/** What was posted, whichever way: in JSON plain values mean their text, and `attribute: { CODE: v }` means `attribute[CODE]=v`. */
export function posted(body: unknown): Raw {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) throw formUnsupported()
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]): [string, string | string[]][] => {
      if (name === 'attribute' && value !== null && typeof value === 'object' && !Array.isArray(value))
        return Object.entries(value).map(([code, answer]) => [
          `attribute[${code}]`,
          [answer].flat().flatMap((one) => plain(one) ?? []),
        ])
      const texts = [value].flat().flatMap((one) => plain(one) ?? [])
      return texts.length > 0 ? [[name, Array.isArray(value) ? texts : (texts[0] as string)]] : []
    }),
  )
}

/** An argument that is there but empty counts as absent. */
export function text(raw: Raw, name: string): string | undefined {
  const value = raw[name]
  const one = typeof value === 'string' ? value : value?.[0]
  return one === undefined || one.trim() === '' ? undefined : one.replaceAll('\0', '')
}

export const list = (raw: Raw, name: string): string[] | undefined => {
  const value = raw[name]
  const items = (typeof value === 'string' ? [value] : (value ?? []))
    .flatMap((part) => part.split(','))
    .map((part) => part.trim())
    .filter(Boolean)
  return items.length > 0 ? items : undefined
}

const w3cForm = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/

/** A 30th of February is no day, though a computer would count on. */
const isDay = (day: string): boolean => {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
}

/** W3C date, or date and time; what has no zone is read as UTC. */
export function date(raw: Raw, name: string): Date | undefined {
  const given = text(raw, name)
  if (given === undefined) return undefined
  // A plus that was not encoded arrives as a space.
  const parts = w3cForm.exec(given.trim().replace(/(\d\d:\d\d(?:\.\d+)?) (\d\d:?\d\d)$/, '$1+$2'))
  const parsed = parts && new Date(`${parts[1]}T${parts[2] ?? '00:00:00'}${parts[3] ?? 'Z'}`)
  if (!parts || !parsed || !isDay(parts[1] as string) || Number.isNaN(parsed.getTime()) || parsed.getUTCFullYear() < 1900)
    throw argumentWrong({ name, why: '2026-01-31T08:00:00+08:00' })
  return parsed
}

export function whole(raw: Raw, name: string, most: number): number | undefined {
  const given = text(raw, name)
  if (given === undefined) return undefined
  const value = Number(given)
  if (!Number.isInteger(value) || value < 1 || value > most) throw argumentWrong({ name, why: `1–${most}` })
  return value
}

/** This server speaks for one district; naming it is allowed, naming another is not. */
export function checkJurisdiction(ctx: Ctx, raw: Raw): void {
  const given = text(raw, 'jurisdiction_id')
  if (given !== undefined && given !== districtOf(ctx.house).id) throw jurisdictionUnknown({ given })
}
