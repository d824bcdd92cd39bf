import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createBenchSystem } from '../../bench/bench-system.ts'
import { startModelServer } from '../../bench/model-server.ts'
import { resultsTable } from '../../bench/results-table.ts'
import { runBench } from '../../bench/run-bench.ts'
import { readArguments, runCommand } from '../command-line.ts'
import { startRedisServer } from '../test/redis-server.ts'

// `npm run bench`: prints a table and writes bench/results.json. It takes some minutes; the rest of the machine should be at rest.

const output = resolve('bench/results.json')

await runCommand(async () => {
  readArguments({}, 'npm run bench')
  const model = await startModelServer()
  const system = await createBenchSystem(model.variables)
  const redis = await startRedisServer({ folder: join(system.dataDir, 'redis') })
  const end = () => void system.remove().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.once(signal, end)
  try {
    const say = (step: string) => void process.stderr.write(`  ${step} …\n`)
    const results = await runBench(system, { model, redisUrl: redis?.url, say })
    await writeFile(output, `${JSON.stringify(results, null, 2)}\n`)
    process.stdout.write(`\n${resultsTable(results)}\n\n  All runs: ${output}\n`)
  } finally {
    await redis?.kill()
    await system.remove()
    await model.close()
  }
  return 0
})
