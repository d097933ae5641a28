import { sql } from 'kysely'
import type { Ctx, Text } from '#kernel'

export async function publisherOf(ctx: Ctx, account: string): Promise<{ publisher: string; publisher_title: Text } | undefined> {
  const { rows } = await sql<{
    publisher: string
    publisher_title: Text
  }>`select publisher, publisher_title from open_data.dataset
    where provider_account = ${account} and publisher_kind = 'enterprise' order by created_at desc limit 1`.execute(ctx.db)
  return rows[0]
}
