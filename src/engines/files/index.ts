export { files } from './module.ts'
export { Attached } from './schema.ts'
export { attach, filesOf, keep, upload } from './service.ts'
