import { addConnector } from '#lib/connectors/index.ts'
import { createPlatform, readEnv } from '#lib/platform/index.ts'
import { startWorker } from '../../workers/start-worker.ts'
import { noopConnector } from './noop-connector.ts'

// A worker process like the product's own, that knows the connector which does nothing besides.

const platform = createPlatform(readEnv(), 'worker')
addConnector(platform, 'noop', noopConnector)
const stop = await startWorker(platform, `bench/${process.pid}`)
process.send?.('ready')
process.once('disconnect', () => process.exit(0))
process.once(
  'SIGTERM',
  () =>
    void stop()
      .then(() => platform.close())
      .then(() => process.exit(0)),
)
