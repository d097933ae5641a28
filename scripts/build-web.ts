// Builds the pages into dist/web, pre-compressed. With --if-needed: only when their sources changed.
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'dist', 'web.stamp')

function sources(): string {
  const hash = createHash('sha256')
  const files = globSync(['src/web/**/*', 'src/**/web/**/*', 'src/**/schema*.ts', 'vite.config.ts', 'package-lock.json'], {
    cwd: root,
  }).sort()
  for (const file of files) if (statSync(join(root, file)).isFile()) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

const now = sources()
const upToDate = existsSync(stamp) && readFileSync(stamp, 'utf8') === now
if (!(process.argv.includes('--if-needed') && upToDate) && existsSync(join(root, 'vite.config.ts'))) {
  console.log('Building the pages …')
  const { build } = await import('vite')
  await build({ root: join(root, 'src/web'), configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
  for (const file of globSync('dist/web/**/*.{js,mjs,css,html,svg,json}', { cwd: root })) {
    const content = readFileSync(join(root, file))
    if (content.length > 1024) writeFileSync(join(root, `${file}.gz`), gzipSync(content, { level: 9 }))
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, now)
}
