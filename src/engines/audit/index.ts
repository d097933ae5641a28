export { actionTitles } from './actions.ts'
export { type Mask, maskAs, maskName, maskPhone } from './mask.ts'
export { audit } from './module.ts'
export { actorName, type Recorded, record, recordRead } from './record.ts'
