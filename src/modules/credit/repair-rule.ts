import type { Text } from '#kernel'
import { addMonths, type Day } from './dates.ts'

/**
 * 信用修复: how long a dishonest act may be published, and when its subject may ask for repair. Plain values with the day
 * from which they hold; an act is judged by the rule in force on the day of the recognising document.
 */
export type Degree = 'minor' | 'general' | 'serious'

export interface DegreeRule {
  /** Published at all? A minor act is not, unless a law says so. */
  published: boolean
  /** Months from the recognising document before repair may be asked for. 0: as soon as the duty is done. */
  leastMonths: number
  /** Months after which publication stops by itself. */
  mostMonths: number
}

export interface RepairRule {
  id: string
  /** First day on which it holds. */
  from: Day
  title: Text
  basis: Text
  degrees: Readonly<Record<Degree, DegreeRule>>
}

/** Oldest first. A new order is a new row; none is ever changed. */
export const repairRules: readonly RepairRule[] = [
  {
    id: 'ndrc-2023-58',
    // Acts decided before it was in force were taken over by it; there is no older row to judge them by.
    from: '0001-01-01',
    title: { zh: '2023 年办法', en: 'Rules of 2023' },
    basis: {
      zh: '《失信行为纠正后的信用信息修复管理办法（试行）》（国家发展改革委令第 58 号，2023）',
      en: 'NDRC order 58 of 2023 on repairing credit information after correction (trial)',
    },
    degrees: {
      minor: { published: false, leastMonths: 0, mostMonths: 3 },
      general: { published: true, leastMonths: 3, mostMonths: 36 },
      serious: { published: true, leastMonths: 12, mostMonths: 36 },
    },
  },
  {
    id: 'ndrc-2025-36',
    from: '2026-04-01',
    title: { zh: '2026 年办法', en: 'Rules of 2026' },
    basis: {
      zh: '《信用修复管理办法》（国家发展改革委令第 36 号，2026 年 4 月 1 日起施行）',
      en: 'NDRC order 36 on credit repair, in force from 1 April 2026',
    },
    degrees: {
      minor: { published: false, leastMonths: 0, mostMonths: 3 },
      general: { published: true, leastMonths: 3, mostMonths: 12 },
      serious: { published: true, leastMonths: 12, mostMonths: 36 },
    },
  },
]

export const ruleOn = (decidedOn: Day, rules: readonly RepairRule[] = repairRules): RepairRule =>
  rules.findLast(({ from }) => from <= decidedOn) ?? (rules[0] as RepairRule)

export interface Act {
  degree: Degree
  /** Day of the recognising document: every period is counted from it. */
  decidedOn: Day
  /** Months of publication that the recogniser set itself; kept within the rule's bounds. */
  termMonths?: number | null
  /** A law demands publication although the act is minor. */
  mustPublish?: boolean
}

export interface Publication {
  rule: string
  published: boolean
  from: Day
  /** First day on which repair may be granted. */
  repairFrom: Day
  /** First day on which it is no longer published: publication stops by itself. */
  endsOn: Day
}

/** What follows from the act alone, before anything was repaired. */
export function publicationOf(act: Act, rule: RepairRule = ruleOn(act.decidedOn)): Publication {
  const { published, leastMonths, mostMonths } = rule.degrees[act.degree]
  const term = Math.min(mostMonths, Math.max(leastMonths, act.termMonths ?? mostMonths))
  return {
    rule: rule.id,
    published: published || act.mustPublish === true,
    from: act.decidedOn,
    repairFrom: addMonths(act.decidedOn, leastMonths),
    endsOn: addMonths(act.decidedOn, term),
  }
}

/** What the applicant says and shows, and what the record knows. */
export interface RepairFacts {
  today: Day
  corrected: boolean
  dutyDone: boolean
  committed: boolean
  materials: number
  state: 'published' | 'unpublished' | 'repaired' | 'ended'
}

export type ConditionId = 'period' | 'corrected' | 'duty' | 'commitment' | 'materials' | 'state'
export interface Condition {
  id: ConditionId
  met: boolean
  /** The day from which it is met, when that is all it waits for. */
  from?: Day
}

/** Each condition by itself, so that the applicant sees what is still missing and from when. */
export function repairConditions(act: Act, facts: RepairFacts, rule: RepairRule = ruleOn(act.decidedOn)): Condition[] {
  const { repairFrom, endsOn } = publicationOf(act, rule)
  const over = facts.state === 'repaired' || facts.state === 'ended' || facts.today >= endsOn
  return [
    { id: 'state', met: !over },
    { id: 'period', met: facts.today >= repairFrom, from: repairFrom },
    { id: 'corrected', met: facts.corrected },
    { id: 'duty', met: facts.dutyDone },
    { id: 'commitment', met: facts.committed },
    { id: 'materials', met: facts.materials > 0 },
  ]
}

export const mayRepair = (conditions: readonly Condition[]): boolean => conditions.every(({ met }) => met)
