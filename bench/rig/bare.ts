import { CompiledQuery } from 'kysely'
import pg from 'pg'
import { openEmbedded } from '../../src/kernel/embedded.ts'

/** The driver alone, without the platform: what the same work costs at least. */
export interface Bare {
  query: <T = Record<string, unknown>>(text: string, values?: unknown[]) => Promise<T[]>
  close: () => Promise<void>
}

export async function openBare(settings: Record<string, string>): Promise<Bare> {
  const url = settings['DATABASE_URL']
  if (url) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    return { query: async (text, values = []) => (await client.query(text, values)).rows as never, close: () => client.end() }
  }
  const database = await openEmbedded(`${settings['DATA_DIR']}/database`)
  return {
    query: async (text, values = []) => (await database.kysely.executeQuery(CompiledQuery.raw(text, values))).rows as never,
    close: () => database.close(),
  }
}
