// The fault stories at length: a million frames, kills, cuts; on the embedded database and on a PostgreSQL of its own.
import { spawnSync } from 'node:child_process'

const result = spawnSync('vitest', ['run', '--project', 'soak', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, SOAK: '1' },
})
process.exit(result.status ?? 1)
