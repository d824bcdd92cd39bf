import { AppError } from '#lib/core/index.ts'
import { makeFirstAdminLink, makeSignInLink } from '#lib/people/index.ts'
import { isLoopback } from '#lib/platform/env.ts'
import { createPlatform, type Platform, readEnv } from '#lib/platform/index.ts'
import { migrate } from '#lib/platform/migrate.ts'
import { demoPasswordsLive, seedAlways, seedDemo } from '../seed.ts'
import type { Prepared, PrepareMessage } from '../supervisor/prepare-database.ts'

// A process of its own, so that the supervisor, which lives for months, does not carry what is needed only once.

const tell = (message: PrepareMessage) => process.send?.(message)

async function prepare(): Promise<Prepared> {
  const env = readEnv()
  const ownerUrl = env.DATABASE_OWNER_URL ?? env.DATABASE_URL
  tell({ step: 'Bringing the tables up to date' })
  const { separateRoles } = await migrate({ ownerUrl, appUrl: env.DATABASE_URL })
  const platform = createPlatform(env, 'command')
  try {
    tell({ step: env.DEMO ? 'Looking after the demo organisation' : 'Looking after the policy' })
    if (env.DEMO) await seedDemo(platform)
    else await seedAlways(platform)
    if (!isLoopback(env.HOST) && (await demoPasswordsLive(platform))) {
      const advice = 'Keep HOST=127.0.0.1, or start with DEMO=0 on a new DATA_DIR, or change the passwords of the demo people first.'
      throw new AppError('conflict', `HOST is ${env.HOST}, and others could sign in with the demo's published passwords. ${advice}`)
    }
    return { separateRoles, links: await makeLinks(platform) }
  } finally {
    await platform.close()
  }
}

async function makeLinks(platform: Platform): Promise<Prepared['links']> {
  if (!platform.env.DEMO) {
    const link = await makeFirstAdminLink(platform)
    return link === null ? [] : [{ who: 'first admin', url: link.url }]
  }
  const links = []
  for (const who of ['member', 'approver']) {
    // Someone may have been deactivated since: then there is no link for them, and the start goes on.
    const link = await makeSignInLink(platform, { email: `${who}@acme.test`, validForMs: 12 * 3_600_000 }).catch(() => null)
    if (link !== null) links.push({ who, url: link.url })
  }
  return links
}

try {
  tell({ done: await prepare() })
} catch (error) {
  tell({
    problem: error instanceof AppError ? error.message : `The database could not be prepared: ${(error as Error).message.split('\n')[0]}`,
  })
  process.exitCode = 1
}
process.disconnect?.()
