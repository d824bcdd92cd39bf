import { hostname } from 'node:os'
import { createPlatform, readEnv } from '#lib/platform/index.ts'
import { startWorker } from './start-worker.ts'

const platform = createPlatform(readEnv(), 'worker')
const stop = await startWorker(platform, `${hostname()}/${process.pid}`)
process.stdout.write(`${JSON.stringify({ ready: true })}\n`)

let stopping = false
const end = async () => {
  if (stopping) return
  stopping = true
  await stop()
  await platform.close()
  process.exit(0)
}
process.on('SIGTERM', () => void end())
process.on('SIGINT', () => void end())
