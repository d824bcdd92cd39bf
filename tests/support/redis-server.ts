import { type RedisServer, startRedisServer } from '#scripts/test/redis-server.ts'
import { cleanUp } from './clean-up.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A Redis of this test's own, ended with it. Null where this machine has none: `noRedis` of scripts/test says why. */
export async function redisServer(words: readonly string[] = []): Promise<RedisServer | null> {
  const folder = await temporaryFolder()
  const server = await startRedisServer({ folder: folder.path, words })
  cleanUp(async () => {
    await server?.kill()
    await folder.remove()
  })
  return server
}
