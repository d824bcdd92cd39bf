import { join } from 'node:path'
import { startBackOffice } from './back-office.ts'
import { killWorker } from './kill-worker.ts'

const port = Number(process.env.DEMO_PORT || 3010)
const databaseFile = join(process.env.DATA_DIR || '.data', 'back-office.sqlite')

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

if (!Number.isInteger(port) || port < 1 || port > 65_534)
  fail(`DEMO_PORT is "${process.env.DEMO_PORT}": a whole number from 1 to 65534 is wanted.`)

const backOffice = await startBackOffice({
  port,
  smtpPort: port + 1,
  databaseFile,
  appUrl: process.env.PUBLIC_URL || null,
  killWorker: process.send === undefined ? null : killWorker,
}).catch((error: NodeJS.ErrnoException) =>
  fail(
    error.code === 'EADDRINUSE'
      ? `The demo back office needs the ports ${port} and ${port + 1}, and one is taken. Set DEMO_PORT to another.`
      : `The demo back office could not start: ${error.message}`,
  ),
)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    setTimeout(() => process.exit(0), 900).unref()
    void backOffice.close().finally(() => process.exit(0))
  })
}

process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`)
