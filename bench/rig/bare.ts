import { CompiledQuery } from 'kysely'
import pg from 'pg'
import { openEmbedded } from '../../src/kernel/embedded.ts'

/** The driver alone, without the platform: what the same work costs at least. */
export interface Bare {
  query: <T = Record<string, unknown>>(text: string, values?: unknown[]) => Promise<T[]>
  close: () => Promise<void>
}

export async function openBare(settings: Record<string, string>, connections = 1): Promise<Bare> {
  const url = settings['DATABASE_URL']
  if (url) {
    // One connection for one caller at a time keeps transactions whole; a server takes several.
    const pool = new pg.Pool({ connectionString: url, max: connections })
    // Faults cut connections, also idle ones and those just ending: whoever works with one hears of it by its query.
    pool.on('error', () => {})
    pool.on('connect', (client) => void client.on('error', () => {}))
    return { query: async (text, values = []) => (await pool.query(text, values)).rows as never, close: () => pool.end() }
  }
  const database = await openEmbedded(`${settings['DATA_DIR']}/database`)
  return {
    query: async (text, values = []) => (await database.kysely.executeQuery(CompiledQuery.raw(text, values))).rows as never,
    close: () => database.close(),
  }
}
