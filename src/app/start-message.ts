import { demoSettings } from '#engines/identity'
import { districtOf, settingsOf } from '#kernel'
import type { RunningPlatform } from '../kernel/boot.ts'

const embeddedNotice = (folder: string) =>
  `  Database: embedded, in ${folder}. Safe when the process is killed, not when the power fails; for real use set DATABASE_URL.`

/** Chinese characters are twice as wide as others on a terminal. */
const padded = (text: string, width: number) =>
  text + ' '.repeat(Math.max(1, width - [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 2 : 1), 0)))

function demoLines(platform: RunningPlatform): string[] {
  const { accounts, password } = settingsOf(platform.house, demoSettings)
  const rows = accounts.map(({ account, title }) => `    ${padded(account, 14)}${padded(title.zh, 24)}${title.en}`)
  return [``, `  演示数据 DEMO: invented people and cases. Every account's password is ${password}`, ...rows]
}

/** What `npm start` prints: where it is, who may sign in, what runs and what to know about the database. */
export function startMessage(
  platform: RunningPlatform,
  { address, hasWeb, says }: { address: string | undefined; hasWeb: boolean; says: string[] },
): string {
  const { config, house, database } = platform
  const { title } = districtOf(house)
  return [
    ``,
    `  ${title.zh} · ${title.en}`,
    ``,
    ...(address ? [`  ${config.publicUrl}${hasWeb ? '' : '   (API only: the pages are not built; run "npm run build")'}`] : []),
    ...says.map((line) => `  ${line}`),
    database.kind === 'embedded' ? embeddedNotice(config.dataDir) : `  Database: PostgreSQL.`,
    ...(config.demo ? demoLines(platform) : []),
    ``,
  ].join('\n')
}
