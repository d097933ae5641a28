import { audit } from '#engines/audit'
import { calendar } from '#engines/calendar'
import { documents } from '#engines/documents'
import { files } from '#engines/files'
import { catalog } from '#engines/catalog'
import { cases } from '#engines/cases'
import { geo } from '#engines/geo'
import { identity } from '#engines/identity'
import { indicators } from '#engines/indicators'
import { notify } from '#engines/notify'
import { observations } from '#engines/observations'
import { process } from '#engines/process'
import { registry } from '#engines/registry'
import { registers } from '#engines/registers'
import { search } from '#engines/search'
import type { Module } from '#kernel'
import { credit } from '../modules/credit/module.ts'
import { cityManagement } from '../modules/city-management/module.ts'
import { openData } from '../modules/open-data/module.ts'
import { open311 } from '../modules/open311/module.ts'
import { operations } from '../modules/operations/module.ts'
import { environment } from '../modules/environment/module.ts'

/** The whole platform, in the order its migrations run. One line per room; nothing else is shared. */
// biome-ignore format: one line per room
export const modules: Module[] = [
  audit,
  identity,
  calendar,
  files,
  geo,
  documents,
  registers,
  process,
  notify,
  search,
  catalog,
  observations,
  registry,
  cases,
  indicators,
  cityManagement,
  open311,
  operations,
  environment,
  openData,
  credit,
]
