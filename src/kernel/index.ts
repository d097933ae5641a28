export { type Config, readConfig } from './config.ts'
export {
  anonymous,
  type Ctx,
  type Db,
  demand,
  type Grant,
  grantsOf,
  holds,
  holdsOver,
  type Origin,
  system,
  type TxMode,
  type User,
} from './context.ts'
export { type Contribution, defineKind, defineModule, House, type Kind, type Module } from './contribution.ts'
export { copyCell, copyIn, copyLine } from './copying.ts'
export type { Database } from './database.ts'
export { notifyAll } from './db.ts'
export { type Backlog, backlog, type DeadLetter, deadLetters, discard, eventRetention, replay } from './dead-letters.ts'
export {
  DomainError,
  defineError,
  type FieldFault,
  forbidden,
  invalid,
  notFound,
  type Refusal,
  signInRequired,
  staleVersion,
} from './errors.ts'
export { networkOf, RateLimiter } from './limits.ts'
export { announces, type Delivered, defineEvent, eventKind, on } from './events.ts'
export type { Answers, Event, JobHandle, Port } from './handles.ts'
export { newId } from './ids.ts'
export { defineJob, type Job, job, type Ticker, ticker } from './jobs.ts'
export type { Logger } from './log.ts'
export { nextNumber } from './numbers.ts'
export {
  authenticator,
  beforeCommit,
  command,
  commandKind,
  type Dataset,
  dataset,
  datasetKind,
  type District,
  defineSettings,
  districtKind,
  districtOf,
  type Head,
  migrations,
  type PageHead,
  pageHead,
  pageHeadKind,
  sealedInside,
  sealedInsideKind,
  seed,
  seedKind,
  service,
  serviceKind,
  type Settings,
  settings,
  settingsOf,
} from './parts.ts'
export type { Platform } from './platform.ts'
export { answers } from './found.ts'
export { definePort, port, provide } from './ports.ts'
export { parseRef, Ref, refOf } from './refs.ts'
export {
  byArea,
  byCapability,
  byCondition,
  byOrganisation,
  byOwner,
  type ProtectedType,
  protectedType,
  protectedTypeKind,
  type Visible,
  visible,
  visibleIds,
  visibleKeys,
  visibleRefs,
  visibleRefsFor,
} from './rights.ts'
export { kept } from './kept.ts'
export {
  type Limits,
  type May,
  type Permission,
  permissionKind,
  permissions,
  protocolRoute,
  Reply,
  type Route,
  type RouteInput,
  route,
  routeKind,
  type UploadPart,
  Written,
} from './route.ts'
export type { Secrets } from './secrets.ts'
export { fill, type Locale, say, Text } from './text.ts'
export { type TreeColumn, treeColumn, treeColumnKind } from './trees.ts'
export { Lexemes, pairsOf, plain, queryOf, quoted, runsOf, wordsOf } from './words.ts'
