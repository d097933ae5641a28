import { sql } from 'kysely'
import { byCondition } from '#kernel'

export const isPublished = byCondition((alias) => sql<boolean>`${sql.ref(`${alias}.state`)} = 'published'`)
