export { type Notice, tell } from './inbox.ts'
export { live, liveTo } from './live.ts'
export { notify } from './module.ts'
