import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))

test('a module made by new-module type-checks, passes the walls, answers, and has its page', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'new-module-'))
  const run = (file: string, ...args: string[]) =>
    execFileSync(file, args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, VITEST: '' },
    })
  try {
    for (const name of [
      'src',
      'scripts',
      'simulator',
      'bench',
      'e2e',
      'package.json',
      'tsconfig.json',
      'tsconfig.web.json',
      'vitest.config.ts',
      'vite.config.ts',
      '.dependency-cruiser.mjs',
    ].filter((name) => existsSync(join(root, name))))
      cpSync(join(root, name), join(folder, name), { recursive: true, force: true })
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    run(process.execPath, 'scripts/new-module.ts', 'street-lamps')
    run('tsc', '--noEmit', '-p', 'tsconfig.json')
    run('tsc', '--noEmit', '-p', 'tsconfig.web.json')
    expect(run('vitest', 'run', '--project', 'stories', 'src/app/walls.test.ts', 'src/modules/street-lamps')).toContain('passed')
    run(process.execPath, 'scripts/build-web.ts')
    expect(run('grep', '-rl', '/work/street-lamps', 'dist/web/assets')).not.toBe('')
    expect(() => run(process.execPath, 'scripts/new-module.ts', 'street-lamps')).toThrow('exists already')
    expect(() => run(process.execPath, 'scripts/new-module.ts', 'Street Lamps')).toThrow('kebab-case')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
