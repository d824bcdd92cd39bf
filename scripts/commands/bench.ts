import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createApiKey } from '#lib/people/index.ts'
import { createPlatform, readEnv } from '#lib/platform/index.ts'
import { actionRate } from '../../bench/action-rate.ts'
import { firstToken } from '../../bench/first-token.ts'
import { megabytesOf } from '../../bench/memory.ts'
import { startModelServer } from '../../bench/model-server.ts'
import { rawCommitsPerSecond } from '../../bench/raw-commits.ts'
import { median } from '../../bench/statistics.ts'
import { type Row, tableText } from '../../bench/table.ts'
import { runCommand } from '../command-line.ts'
import { findFreePorts } from '../free-port.ts'
import { type LaunchedSystem, launchSystem } from '../launch-system.ts'
import { findRunningPostgres } from '../postgres/embedded-postgres.ts'
import { readState } from '../postgres/cluster.ts'
import { findRunningServer } from '../postgres/server.ts'
import { loadSecrets } from '../supervisor/secrets-file.ts'

const rounds = 3
const idleSeconds = 10
const width = 16
const actions = 400
const turns = 20

await runCommand(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-bench-'))
  await chmod(dataDir, 0o711)
  const model = await startModelServer()
  const port = await findFreePorts(3)
  const variables = { ANTHROPIC_API_KEY: 'measured', ANTHROPIC_BASE_URL: model.url }
  const launch = () => launchSystem({ dataDir, port, demoPort: port + 1, variables })
  let system: LaunchedSystem | null = null
  try {
    say('a first start, which builds and seeds …')
    await timed(launch().banner).catch(() => undefined)
    system = null
    return await measure(launch, (running) => {
      system = running
    })
  } finally {
    await (system as LaunchedSystem | null)?.stop()
    model.close()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
})
