export { search } from './module.ts'
export { type Indexed, index, searchHits, searchType, unindex } from './service.ts'
export { vectorOf } from './words.ts'
export { queryOf } from '#kernel'
