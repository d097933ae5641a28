export { actionTitles } from './actions.ts'
export { maskName, maskPhone } from './mask.ts'
export { audit } from './module.ts'
export { actorName, type Recorded, record, recordRead } from './record.ts'
