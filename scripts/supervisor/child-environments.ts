import { publicKeysOf } from '#lib/platform/secrets.ts'
import type { Environment } from '../environment.ts'
import { type StartSecrets, serverFunctionsKey } from './secrets-file.ts'
import type { Role } from './supervised-child.ts'

export interface DatabaseUrls {
  owner: string
  app: string
}

type Variables = Record<string, string | undefined>

/** What each process is told: no process holds a secret that it does not need. */
export function childEnvironments(given: {
  environment: Environment
  secrets: StartSecrets
  urls: DatabaseUrls
  dev: boolean
}): Record<Role | 'prepare' | 'build', Record<string, string>> {
  const { environment, secrets, urls, dev } = given
  const { env, variables } = environment
  const shared: Variables = {
    ...variables,
    DATA_DIR: env.DATA_DIR,
    DATABASE_URL: urls.app,
    // Migrations are done by then, and the audit log's owner is none of them.
    DATABASE_OWNER_URL: undefined,
    PUBLIC_URL: env.PUBLIC_URL,
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    // `.env` was read already; Next would read it again and hand the web process what it must not have.
    __NEXT_PROCESSED_ENV: 'true',
    ...publicKeysOf(secrets.ENCRYPTION_KEY),
  }
  const web: Variables = {
    ...shared,
    ENCRYPTION_KEY: undefined,
    AUTH_SECRET: secrets.AUTH_SECRET,
    NEXTAUTH_SECRET: secrets.AUTH_SECRET,
    NEXTAUTH_URL: env.PUBLIC_URL,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: serverFunctionsKey(secrets.AUTH_SECRET),
  }
  const secretless: Variables = {
    ...shared,
    ENCRYPTION_KEY: undefined,
    AUTH_SECRET: undefined,
    DATABASE_URL: undefined,
    ANTHROPIC_API_KEY: undefined,
  }
  return {
    web: defined(web),
    build: defined({ ...web, NODE_ENV: 'production' }),
    worker: defined({ ...shared, ...secrets }),
    demo: defined({ ...secretless, SMTP_URL: undefined, REDIS_URL: undefined }),
    prepare: defined({ ...shared, ...secrets, DATABASE_OWNER_URL: urls.owner, LOG_LEVEL: 'warn' }),
  }
}

function defined(variables: Variables): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
