import { defineConfig } from 'vitest/config'

const setupFiles = ['tests/support/console-error.ts']
const execArgv = ['--disable-warning=ExperimentalWarning']

export default defineConfig({
  test: {
    execArgv,
    // Two cores, and a PostgreSQL beside us: more would only wait for each other.
    maxWorkers: 2,
    // A machine that stands still for a second fails nobody's test.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['{lib,demo,components,workers,app,scripts}/**/*.test.{ts,tsx}'], setupFiles, testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', 'tests/scale/**', 'tests/fixtures/**', '**/node_modules/**'],
          globalSetup: ['tests/support/database-server.ts'],
          setupFiles,
          // Many start processes and databases: what hangs is told late, and what is slow is not told to hang.
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/{e2e,scale}/**/*.test.ts'],
          setupFiles,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
