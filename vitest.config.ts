import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'stories', include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'simulator/**/*.test.ts'] } },
      { extends: true, test: { name: 'browser', include: ['e2e/**/*.test.ts'], maxWorkers: 1, testTimeout: 180_000, hookTimeout: 180_000 } },
    ],
  },
})
