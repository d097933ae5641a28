/**
 * Small cells of a table that counts people: a count of 1 to k-1 is withheld (null). Where the total of its group can be
 * looked up or added up, one withheld cell could be worked out again, so a second one, the next smallest, goes with it.
 */
export function withholdSmallCells(counts: readonly (number | null)[], groups: readonly string[], k: number): (number | null)[] {
  const result = counts.map((count) => (count !== null && count > 0 && count < k ? null : count))
  const members = Map.groupBy(
    counts.map((_, at) => at),
    (at) => groups[at] ?? '',
  )
  for (const rows of members.values()) {
    const withheld = rows.filter((at) => result[at] === null && counts[at] !== null)
    if (withheld.length !== 1) continue
    const next = rows.filter((at) => (result[at] ?? 0) > 0).sort((a, b) => (counts[a] as number) - (counts[b] as number))[0]
    if (next !== undefined) result[next] = null
  }
  return result
}

export const smallCells = (counts: readonly (number | null)[], k: number): number =>
  counts.filter((count) => count !== null && count > 0 && count < k).length

/** Columns that count people or matters, by what they are called. */
export const isCountHeading = (heading: string): boolean =>
  /人数|户数|人次|件数|起数|病例|数量$|\bcount\b|\bcases\b|\bpersons?\b|number of/i.test(heading)
