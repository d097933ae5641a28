import type { ComponentType } from 'react'
import type { MenuEntry } from '#kit/page.ts'
import type { May } from '#kit/session.ts'
import type { Text } from '#kit/text.ts'
import type { RegisterShape, RowDetail } from '../schema.ts'

/** A part of a row's page that its module adds: `lazy(…)`, so that it is fetched when a row is opened. */
export interface RowPanel {
  id: string
  title: Text
  may?: May
  component: ComponentType<{ row: RowDetail; shape: RegisterShape }>
}

export interface Mount {
  /** Id of the register: `credit.records`. */
  register: string
  /** Where its page stands: `/work/credit/records`. */
  path: string
  title: Text
  may: May
  menu?: MenuEntry
  /** Shown on every row, after its facts. */
  panels?: readonly RowPanel[]
}

const mounts = new Map<string, Mount>()
export const mount = (given: Mount): void => void mounts.set(given.register, given)
export const mountOf = (register: string): Mount | undefined => mounts.get(register)

/** Where a register's rows are read: its own page, else the general one. */
export const baseOf = (register: string): string => mounts.get(register)?.path ?? `/work/registers/${register}`
