import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    // Generous: a database boots in every worker, and the machine may be busy. No test asserts a time.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    projects: [
      // The fault stories again, longer, on both databases: only `npm run soak` asks for them.
      ...(process.env['SOAK'] === '1'
        ? [
            {
              extends: true as const,
              test: {
                name: 'soak',
                include: ['simulator/faults/*.test.ts'],
                maxWorkers: 1,
                testTimeout: 3_600_000,
                hookTimeout: 600_000,
              },
            },
          ]
        : []),
      {
        extends: true,
        test: { name: 'stories', include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'simulator/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'browser', include: ['e2e/**/*.test.ts'], maxWorkers: 1 },
      },
    ],
  },
})
