/** When a value is too high or too low, and when it is well again: two thresholds and two counts, so that noise raises nothing. */
export interface Threshold {
  direction: 'above' | 'below'
  /** Beyond this value (not at it) is a breach. */
  raiseAt: number
  /** At this value or on its safe side is a recovery; between the two nothing changes. */
  clearAt: number
  /** Breaches in a row that raise an alarm. */
  raiseAfter: number
  /** Recoveries in a row that clear it. */
  clearAfter: number
}

export interface RuleState {
  breaches: number
  recoveries: number
  open: boolean
}

/** One usable value further. At most one alarm is open per state, whatever the values do. */
export function judge(rule: Threshold, state: RuleState, value: number): { state: RuleState; change: 'raise' | 'clear' | null } {
  const sign = rule.direction === 'above' ? 1 : -1
  const breach = sign * value > sign * rule.raiseAt
  const recovery = sign * value <= sign * rule.clearAt
  if (!state.open) {
    const breaches = breach ? state.breaches + 1 : 0
    if (breaches < rule.raiseAfter) return { state: { open: false, breaches, recoveries: 0 }, change: null }
    return { state: { open: true, breaches: 0, recoveries: 0 }, change: 'raise' }
  }
  const recoveries = recovery ? state.recoveries + 1 : 0
  if (recoveries < rule.clearAfter) return { state: { open: true, breaches: 0, recoveries }, change: null }
  return { state: { open: false, breaches: 0, recoveries: 0 }, change: 'clear' }
}

/** The clearing threshold must lie on the safe side of the raising one, or an alarm could flutter or never end. */
export const isSound = (rule: Threshold): boolean =>
  rule.direction === 'above' ? rule.clearAt <= rule.raiseAt : rule.clearAt >= rule.raiseAt
