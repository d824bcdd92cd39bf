import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { childEnvironment } from '#lib/platform/env.ts'

// The command insists on a native schema engine that it does not run here; any program that exists contents it.
const environment = childEnvironment({
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
})
const done = spawnSync(process.execPath, [resolve('node_modules/prisma/build/index.js'), 'generate'], {
  env: environment as unknown as NodeJS.ProcessEnv,
  stdio: 'inherit',
})
process.exit(done.status ?? 1)
