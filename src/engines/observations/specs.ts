import type { Text } from '#kernel'
import type { Threshold } from './rules.ts'
import type { Kind, Point, Severity } from './schema.ts'

/** A place that observes 站点, as its owner module registers it. `source` and `code` name it for the owner. */
export interface ThingSpec {
  id?: string
  source: string
  code: string
  kind: string
  name: string
  point: Point | null
  areaPath: string | null
  organisationPath: string | null
  ownerName: string | null
  state: 'in-use' | 'stopped'
}

export interface StreamSpec {
  property: string
  name: Text
  unit: string | null
}

/** A limit on one property. `code` is stable for the owner: a changed limit keeps its running count and its open alarm. */
export interface RuleSpec extends Threshold {
  property: string
  kind: Kind
  code: string
  title: Text
  severity: Severity
}
