/** Days since 1970-01-01 in the district's own reckoning, and milliseconds since that day's midnight. */
export interface LocalTime {
  day: number
  ms: number
}

export const dayMs = 86_400_000

export interface Zone {
  readonly name: string
  toLocal(instant: Date): LocalTime
  toInstant(local: LocalTime): Date
}

/** The wall clock of an IANA zone. Does not look at the machine's own zone. */
export function openZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset', year: 'numeric' })
  const byHour = new Map<number, number>()

  const readOffset = (instantMs: number): number => {
    const text = format.formatToParts(instantMs).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
    const [, sign, hours, minutes, seconds = '0'] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(text) ?? ['', '+', '0', '0']
    return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000)
  }
  // Zones change their offset on the quarter of an hour at most often.
  const offsetAt = (instantMs: number): number => {
    const quarter = Math.floor(instantMs / 900_000)
    const known = byHour.get(quarter)
    if (known !== undefined) return known
    if (byHour.size > 20_000) byHour.clear()
    const offset = readOffset(quarter * 900_000)
    byHour.set(quarter, offset)
    return offset
  }

  return {
    name,
    toLocal(instant) {
      const localMs = instant.getTime() + offsetAt(instant.getTime())
      const day = Math.floor(localMs / dayMs)
      return { day, ms: localMs - day * dayMs }
    },
    toInstant({ day, ms }) {
      const localMs = day * dayMs + ms
      const guess = localMs - offsetAt(localMs)
      const again = localMs - offsetAt(guess)
      // In the hour that a spring change skips the two disagree: take the later, the clock as it stands after the change.
      return new Date(again === guess ? guess : Math.max(again, localMs - offsetAt(again)))
    },
  }
}

/** `YYYY-MM-DD` to the number of the day. */
export const dayOf = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / dayMs)
/** The number of the day to `YYYY-MM-DD`. */
export const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)
export const yearOf = (day: number): number => new Date(day * dayMs).getUTCFullYear()
/** 0 = Sunday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7
