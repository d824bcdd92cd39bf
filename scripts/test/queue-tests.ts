import { globSync, readFileSync } from 'node:fs'

/** What a test that needs the queue to move anything has in its source: a worker, or the queues themselves. */
const signs = /start-worker\.ts|workers\/main\.ts|\/stage\.ts|\.queues\.(add|work)\(/

/** The integration tests that depend on the queue: those that must pass whatever it stands on. */
export function findQueueTests(): string[] {
  const files = globSync('tests/**/*.test.ts', { exclude: (path) => /^tests\/(e2e|fixtures|scale)/.test(path) })
  return files
    .filter((path) => signs.test(readFileSync(path, 'utf8')))
    .filter((path) => !path.endsWith('redis-queue.test.ts'))
    .toSorted()
}
