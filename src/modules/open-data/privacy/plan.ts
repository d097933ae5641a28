import type { Plan, Treatment } from '../schema.ts'
import type { Identifier } from './identifiers.ts'

export type { Plan, Treatment }

/** A column as the gate sees it: what it is called, its database type, and what its owner says of it. */
export interface GateColumn {
  id: string
  title: string
  type: string
  /** Declared by its register or its owner: it names a person. */
  personal?: boolean | undefined
}

export interface FoundIdentifier {
  column: string
  kind: Identifier
  /** `content`: values of its form were seen; `heading`: the column is called so; `declared`: its owner says so. */
  by: 'content' | 'heading' | 'declared'
  /** How many rows hold one. */
  rows: number
}

export interface ClassFigures {
  rows: number
  classes: number
  /** Rows of the smallest class; 0 when there is none. */
  smallest: number
  /** Rows that stand in a class smaller than k. */
  atRisk: number
}
