/**
 * Devices write the wall clock of their district (`20260314103000` or with milliseconds). One pure function turns that
 * into an instant, by IANA zone, strictly: a 31st of June or a 25th hour is null, not the next day.
 */
export function localToInstant(local: string, zone: string): Date | null {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{1,3})?$/.exec(local)
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const ms = Number((match[7] ?? '0').padEnd(3, '0'))
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, ms)
  const check = new Date(wall)
  const real = check.getUTCFullYear() === year && check.getUTCMonth() === month - 1 && check.getUTCDate() === day
  if (!real || hour > 23 || minute > 59 || second > 59) return null
  // The offset is asked at the guess, then once more at the corrected guess, which settles it around a clock change.
  const first = wall - offsetMs(wall, zone)
  return new Date(wall - offsetMs(first, zone))
}

/** The reverse: an instant as the district's wall clock, 17 digits (14 without milliseconds). */
export function instantToLocal(instant: Date, zone: string, digits: 14 | 17 = 14): string {
  const wall = new Date(instant.getTime() + offsetMs(instant.getTime(), zone))
  return wall.toISOString().replace(/\D/g, '').slice(0, digits)
}

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()

/** Offset of the zone from UTC at this instant. Kept per quarter of an hour: no zone changes between quarters. */
function offsetMs(at: number, zone: string): number {
  const quarter = Math.floor(at / 900_000)
  const key = `${zone} ${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  let format = formats.get(zone)
  if (!format) {
    const fields = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    } as const
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', era: 'short', ...fields })
    formats.set(zone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(quarter * 900_000).map((part) => [part.type, part.value]))
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year)
  const shown = Date.UTC(
    year,
    Number(parts.month) - 1,
    Number(parts.day),
    Number(parts.hour),
    Number(parts.minute),
    Number(parts.second),
  )
  if (offsets.size > 10_000) offsets.clear()
  offsets.set(key, shown - quarter * 900_000)
  return shown - quarter * 900_000
}
