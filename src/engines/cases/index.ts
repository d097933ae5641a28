export { attributesOf, categoriesOf, categoryOf, categoryShown, limitsOf } from './categories.ts'
export { proposeUnit } from './dispatch.ts'
export { caseEnded, categoryClosed } from './errors.ts'
export { caseMerged, caseMoved, caseOpened, caseRef, caseTypeName, caseUnmerged, reportJoined } from './events.ts'
export { type CaseFlow, caseFlow } from './flow.ts'
export { type Filed, fileReport, type NewReport } from './intake.ts'
export {
  correctCase,
  demandOpen,
  hideCase,
  lockCase,
  lockForRule,
  markSuspended,
  moveCase,
  noteOn,
  setClock,
} from './lifecycle.ts'
export { listCases, writeCases } from './lists.ts'
export { mergeCase, unmergeCase } from './merge.ts'
export { cases } from './module.ts'
export { metresBetween, nearbyCases } from './nearby.ts'
export { followCode, plainPhone, reportsOfCaller, withoutNumbers } from './people.ts'
export { placeOf } from './place.ts'
export {
  caseById,
  type CaseFile,
  casesIn,
  type Followed,
  followReport,
  myReports,
  openFile,
  rateResult,
  ratingEnds,
  reportersOf,
  reportPlace,
  suspensionsOver,
  withCases,
} from './service.ts'
export {
  type Attribute,
  type CaseState,
  type Category,
  type Channel,
  isEnded,
  type NearbyCase,
  type Point,
  publicStateOf,
} from './schema.ts'
export { findForPublic, listForPublic, type PublicCase, type PublicUpdate, updatesForPublic } from './public.ts'
export type { CaseRow } from './store.ts'
export { cardOf } from './views.ts'
export { channelTitles, type EntryKind, publicStateTitles, stageTitles, stateTitles } from './words.ts'
