export { files } from './module.ts'
export { Attached } from './schema.ts'
export { attach, filesOf, upload } from './service.ts'
