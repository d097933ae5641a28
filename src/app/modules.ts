import { audit } from '#engines/audit'
import { calendar } from '#engines/calendar'
import { identity } from '#engines/identity'
import { geo } from '#engines/geo'
import { observations } from '#engines/observations'
import { process } from '#engines/process'
import type { Module } from '#kernel'

/** The whole platform, in the order its migrations run. One line per room; nothing else is shared. */
export const modules: Module[] = [
  audit,
  identity,
  calendar,
  geo,
  process,
  observations,
]
