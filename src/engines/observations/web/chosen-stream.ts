import type { Datastream } from '../schema.ts'
import { firstLatest, isPast } from './words.tsx'

/** Chosen in the address; else one that is past its limit, else one that has a limit. */
export const chosenStream = (streams: readonly Datastream[], wanted: string | undefined): Datastream | undefined =>
  streams.find((stream) => stream.property === wanted) ??
  streams.find((stream) => stream.rules.some((rule) => rule.open)) ??
  streams.find((stream) => {
    const latest = firstLatest(stream)
    return latest !== undefined && isPast(stream, latest)
  }) ??
  streams.find((stream) => stream.rules.length > 0 && stream.latest.length > 0) ??
  streams.find((stream) => stream.latest.length > 0) ??
  streams[0]
