import type { Text } from '#kernel'
import { addMonths, type Day } from './dates.ts'

/**
 * 信用评分: a sum of named points, nothing hidden. A rule is a dated value; every line says which rule, which record, how many
 * points. Nothing takes points away without a legal basis on the record itself, nor while the record is disputed.
 * The weights are this project's own; no law sets them, and no right of the subject hangs on them.
 */
export interface ScoreRule {
  id: string
  from: Day
  title: Text
  base: number
  least: number
  most: number
  points: readonly PointRule[]
}

interface PointRule {
  id: string
  title: Text
  kinds: readonly string[]
  degree?: string
  outcome?: 'kept' | 'broken'
  points: number
  /** All lines of this rule together reach no further. */
  cap?: number
  /** Months after the document for which it counts. */
  months: number
}

export const scoreRules: readonly ScoreRule[] = [
  {
    id: 'score-2026',
    from: '0001-01-01',
    title: { zh: '评分规则 2026 版', en: 'Scoring rules, edition 2026' },
    base: 80,
    least: 0,
    most: 100,
    points: [
      {
        id: 'serious-list',
        title: { zh: '在严重失信主体名单内', en: 'On a list of serious breaches' },
        kinds: ['list'],
        points: -50,
        cap: -50,
        months: 36,
      },
      {
        id: 'penalty-serious',
        title: { zh: '严重失信行为', en: 'Serious dishonest act' },
        kinds: ['penalty', 'judgment', 'contract'],
        degree: 'serious',
        points: -25,
        months: 36,
      },
      {
        id: 'penalty-general',
        title: { zh: '一般失信行为', en: 'General dishonest act' },
        kinds: ['penalty', 'judgment', 'contract'],
        degree: 'general',
        points: -8,
        months: 12,
      },
      {
        id: 'abnormal',
        title: { zh: '列入经营异常名录', en: 'Listed as operating abnormally' },
        kinds: ['abnormal'],
        points: -10,
        cap: -10,
        months: 36,
      },
      {
        id: 'commitment-broken',
        title: { zh: '违背信用承诺', en: 'Commitment broken' },
        kinds: ['commitment'],
        outcome: 'broken',
        points: -6,
        months: 24,
      },
      {
        id: 'commitment-kept',
        title: { zh: '履行信用承诺', en: 'Commitment kept' },
        kinds: ['commitment'],
        outcome: 'kept',
        points: 2,
        cap: 8,
        months: 24,
      },
      {
        id: 'honour',
        title: { zh: '诚实守信荣誉', en: 'Honour for honesty' },
        kinds: ['honour'],
        points: 4,
        cap: 12,
        months: 36,
      },
    ],
  },
]

export const scoreRuleOn = (day: Day, rules: readonly ScoreRule[] = scoreRules): ScoreRule =>
  rules.findLast(({ from }) => from <= day) ?? (rules[0] as ScoreRule)

export interface Scored {
  id: string
  kind: string
  degree: string | null
  outcome: 'kept' | 'broken' | null
  decidedOn: Day
  basis: string
  state: 'published' | 'unpublished' | 'repaired' | 'ended'
  disputed: boolean
}

export type Skipped = 'no-basis' | 'disputed' | 'over'
export interface ScoreLine {
  rule: string
  title: Text
  record: string
  points: number
  /** Why it counts nothing, when it might have counted. */
  skipped?: Skipped
}

export interface Score {
  rule: string
  title: Text
  base: number
  value: number
  lines: ScoreLine[]
}

function skippedWhy({ months, points }: PointRule, record: Scored, today: Day): Skipped | undefined {
  if (record.state === 'repaired' || record.state === 'ended' || addMonths(record.decidedOn, months) <= today) return 'over'
  if (points < 0 && record.disputed) return 'disputed'
  if (points < 0 && record.basis.trim() === '') return 'no-basis'
  return undefined
}

/** Newest first: where a cap is reached, the latest acts are the ones that count. */
export function scoreOf(records: readonly Scored[], today: Day, rule: ScoreRule = scoreRuleOn(today)): Score {
  const spent = new Map<string, number>()
  const lines: ScoreLine[] = []
  for (const record of records.toSorted((a, b) => b.decidedOn.localeCompare(a.decidedOn) || a.id.localeCompare(b.id))) {
    const point = rule.points.find((each) => fits(each, record))
    if (!point) continue
    const skipped = skippedWhy(point, record, today)
    const line = { rule: point.id, title: point.title, record: record.id }
    if (skipped) {
      lines.push({ ...line, points: 0, skipped })
      continue
    }
    const before = spent.get(point.id) ?? 0
    const points = point.cap === undefined ? point.points : within(point.points, point.cap - before)
    spent.set(point.id, before + points)
    lines.push({ ...line, points })
  }
  const sum = lines.reduce((total, { points }) => total + points, rule.base)
  return { rule: rule.id, title: rule.title, base: rule.base, value: Math.min(rule.most, Math.max(rule.least, sum)), lines }
}

const within = (points: number, left: number): number => (points < 0 ? Math.max(points, left) : Math.min(points, left)) || 0

const fits = (point: PointRule, record: Scored): boolean =>
  point.kinds.includes(record.kind) &&
  (point.degree === undefined || point.degree === record.degree) &&
  (point.outcome === undefined || point.outcome === record.outcome)
