// Everything that proves the platform: types, lint, walls, reports, stories on a real database, the browser. Says what it skipped.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

interface Step {
  name: string
  command: string[]
}
const node = process.execPath
const steps: Step[] = [
  { name: 'types', command: ['tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'types of the pages', command: ['tsc', '--noEmit', '-p', 'tsconfig.web.json'] },
  { name: 'lint', command: ['oxlint', '--quiet', 'src', 'simulator', 'bench', 'e2e', 'scripts'] },
  { name: 'format', command: ['biome', 'format', '.'] },
  { name: 'reports', command: [node, '--disable-warning=ExperimentalWarning', 'scripts/report.ts', '--check'] },
  { name: 'stories', command: ['vitest', 'run', '--project', 'stories'] },
]
const skipped: string[] = []
const chromium =
  process.env['CHROMIUM_PATH'] ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path))
if (process.env['TEST_DATABASE_URL']) skipped.push('browser stories: they run on the embedded database')
else if (!chromium) skipped.push('browser stories: no Chromium found (install one, or set CHROMIUM_PATH)')
else
  steps.push(
    { name: 'pages', command: [node, 'scripts/build-web.ts', '--if-needed'] },
    { name: 'browser stories', command: ['vitest', 'run', '--project', 'browser'] },
  )
if (!process.env['TEST_DATABASE_URL'])
  skipped.push('PostgreSQL: set TEST_DATABASE_URL to an administrator’s URL to run the same stories there')

const database = process.env['TEST_DATABASE_URL'] ? 'PostgreSQL' : 'the embedded database'
console.log(`Testing on ${database}`)
for (const { name, command } of steps) {
  const started = performance.now()
  console.log(`\n▶ ${name}`)
  const [file = '', ...args] = command
  const result = spawnSync(file, args, { stdio: 'inherit', env: process.env })
  if (result.status !== 0) {
    console.error(`\n✗ ${name} failed`)
    process.exit(1)
  }
  console.log(`✓ ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
}
for (const line of skipped) console.log(`\nskipped: ${line}`)
