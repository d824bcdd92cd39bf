import { hostname } from 'node:os'
import { createPlatform, readEnv } from '#lib/platform/index.ts'
import { lateExitCode, lateGraceMs } from '#lib/platform/pulse/index.ts'
import { startWorker } from './start-worker.ts'

const platform = createPlatform(readEnv(), 'worker')
const stop = await startWorker(platform, `${hostname()}/${process.pid}`, () => endLate())
process.stdout.write(`${JSON.stringify({ ready: true })}\n`)

let stopping = false
const end = async (code: number) => {
  if (stopping) return
  stopping = true
  await stop()
  await platform.close()
  process.exit(code)
}
process.on('SIGTERM', () => void end(0))
process.on('SIGINT', () => void end(0))

/** Whoever started this process starts it again. What runs may end first; what does not end in time is picked up after its lease. */
function endLate(): void {
  setTimeout(() => process.exit(lateExitCode), lateGraceMs)
  void end(lateExitCode).catch(() => process.exit(lateExitCode))
}
