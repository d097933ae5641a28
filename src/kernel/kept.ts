import { sql } from 'kysely'

export const KEPT = '/* kept */ '

/**
 * Before a statement that runs all day with the same text: PostgreSQL then understands and plans it once per connection, not
 * each time. Only for texts that do not vary, and plans that do not depend on the values.
 */
export const kept = sql.raw(KEPT)
