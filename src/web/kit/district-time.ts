/**
 * A district has one clock. Whatever zone a reader's browser is set to, pages show and take the district's wall time.
 * The server writes the zone into the page; under a development server, which knows no district, the browser's own serves.
 */
let zone = typeof document === 'undefined' ? undefined : document.documentElement.dataset['zone']
let wall: Intl.DateTimeFormat | undefined

/** For formats of one's own: `new Intl.DateTimeFormat(…, { timeZone: districtZone() })`. */
export const districtZone = (): string | undefined => zone
export function setDistrictZone(name: string | undefined): void {
  zone = name
  wall = undefined
}

/** `2026-11-22T09:30:15` on the district's wall. */
export function wallTime(at: string | number | Date): string {
  // Swedish writes dates as ISO 8601 does.
  wall ??= new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  return wall.format(new Date(at)).replace(' ', 'T')
}
/** `2026-11-22`: the district's day. */
export const wallDay = (at: string | number | Date): string => wallTime(at).slice(0, 10)
/** `2026-11-22T09:30`, as `<input type="datetime-local">` writes it. */
export const wallMinute = (at: string | number | Date): string => wallTime(at).slice(0, 16)

const offsetAt = (at: number): number => Date.parse(`${wallTime(at)}Z`) - Math.floor(at / 1000) * 1000

/** The moment at which the district's wall shows this: a day (its beginning) or `2026-11-22T09:30`. */
export function fromWall(text: string): Date {
  const asUtc = Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`)
  if (Number.isNaN(asUtc)) return new Date(Number.NaN)
  // Asked at the guess, then at the corrected guess, which settles it around a clock change.
  const guess = asUtc - offsetAt(asUtc)
  return new Date(asUtc - offsetAt(guess))
}

/** The day after: where a span that includes a day ends. */
export const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** For drawings that count in UTC: the number whose UTC fields are the district's wall. */
export const wallAsUtc = (at: string | number | Date): number => new Date(at).getTime() + offsetAt(new Date(at).getTime())
