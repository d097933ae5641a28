export { files } from './module.ts'
export { Attached } from './schema.ts'
export { attach, filesOf } from './service.ts'
