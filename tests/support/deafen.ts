// Loaded into a worker process by NODE_OPTIONS: on SIGUSR2 its queues go on as if nothing were wrong, and take no job any more,
// as consumers with a half-dead connection do. And its beats come often, so that a test need not wait for a minute.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Worker } from 'bullmq'

const consumers = new Set<Worker>()
const { run } = Worker.prototype
Worker.prototype.run = function (this: Worker) {
  consumers.add(this)
  return run.call(this)
}
process.on('SIGUSR2', () => {
  for (const consumer of consumers) void consumer.pause(true)
})

registerHooks({
  load(url, context, next) {
    if (!url.endsWith('/lib/platform/pulse/tunables.ts')) return next(url, context)
    const source = readFileSync(fileURLToPath(url), 'utf8').replace('beatEveryMs = 5_000', 'beatEveryMs = 150')
    return { format: 'module-typescript', source, shortCircuit: true }
  },
})
