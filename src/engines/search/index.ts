export { search } from './module.ts'
export { type Indexed, index, searchHits, searchType, unindex } from './service.ts'
export { queryOf, vectorOf } from './words.ts'
