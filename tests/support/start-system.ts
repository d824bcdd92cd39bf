import { readEnv } from '#lib/platform/env.ts'
import { findFreePorts } from '#scripts/free-port.ts'
import { type LaunchedSystem, launchSystem } from '#scripts/launch-system.ts'
import { cleanUp } from './clean-up.ts'
import { type DemoControl, demoControl } from './start-demo.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface BegunSystem extends LaunchedSystem {
  demo: DemoControl
}

export interface System extends BegunSystem {
  /** Links of the banner that sign in once: `member`, `approver`. */
  signInLinks: Record<string, string>
}

export interface SystemOptions {
  /** As a person would set them, on top of free ports and a data directory of its own. */
  variables?: Readonly<Record<string, string>>
  /** An earlier system: to start again on its data and its ports. */
  again?: BegunSystem
  flags?: readonly string[]
}

/** Starts everything as `npm start` does and waits for the banner; stopped when the test or the file ends. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const begun = await beginSystem(options)
  return { ...begun, signInLinks: await begun.banner() }
}

/** The same, but answers at once: for starts that are meant to fail. */
export async function beginSystem({ variables = {}, again, flags = [] }: SystemOptions = {}): Promise<BegunSystem> {
  const folder = again === undefined ? await temporaryFolder() : { path: again.dataDir, remove: async () => undefined }
  const port = again === undefined ? await findFreePorts(3) : Number(new URL(again.url).port)
  const demoPort = again === undefined ? port + 1 : Number(new URL(again.demoUrl).port)
  const onRedis = readEnv().REDIS_URL
  const wanted = { ...(onRedis === undefined ? {} : { REDIS_URL: onRedis }), ...variables }
  const launched = launchSystem({ dataDir: folder.path, port, demoPort, variables: wanted, flags })
  cleanUp(async () => {
    await launched.stop()
    await folder.remove()
  })
  return { ...launched, demo: demoControl(launched.demoUrl, launched.smtpUrl) }
}
