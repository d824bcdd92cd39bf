import type { TestProject } from 'vitest/node'
import { readEnv } from '#lib/platform/env.ts'
import { startEmbeddedPostgres } from '#scripts/postgres/embedded-postgres.ts'
import { makeTemplate, type TemplateUrls } from './template-database.ts'
import { temporaryFolder } from './temporary-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    template: TemplateUrls
  }
}

/** Once per run: a PostgreSQL of its own in a temporary folder, or the one that TEST_DATABASE_ADMIN_URL names. */
export default async function databaseServer(project: TestProject): Promise<() => Promise<void>> {
  const shared = readEnv().TEST_DATABASE_ADMIN_URL
  if (shared !== undefined) {
    project.provide('template', await makeTemplate(shared))
    return async () => undefined
  }
  const folder = await temporaryFolder()
  const postgres = await startEmbeddedPostgres({ dataDir: folder.path, durable: false }).catch(async (error) => {
    await folder.remove()
    throw error
  })
  const stop = async () => {
    await postgres.stop()
    await folder.remove()
  }
  try {
    project.provide('template', await makeTemplate(postgres.urls.admin))
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}
