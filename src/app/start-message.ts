import type { RunningPlatform } from '../kernel/boot.ts'
import { districtOf } from '#kernel'

/** What `npm start` prints: where it is, who may sign in, what runs and what to know about the database. */
export function demoNotice(
  platform: RunningPlatform,
  { address, hasWeb, says }: { address: string | undefined; hasWeb: boolean; says: string[] },
): string {
  const { config, house, database } = platform
  const title = districtOf(house).title
  const lines = [``, `  ${title.zh} · ${title.en}`, ``]
  if (address) lines.push(`  ${config.publicUrl}${hasWeb ? '' : '   (API only: the pages are not built; run "npm run build")'}`)
  for (const line of says) lines.push(`  ${line}`)
  lines.push(
    database.kind === 'embedded'
      ? `  Database: embedded, in ${config.dataDir}. Safe when the process is killed, not when the power fails; for real use set DATABASE_URL.`
      : `  Database: PostgreSQL.`,
  )
  if (config.demo) lines.push(``, `  演示数据 DEMO: accounts and passwords are in the README; they exist only in demo mode.`)
  lines.push(``)
  return lines.join('\n')
}
