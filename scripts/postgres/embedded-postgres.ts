import { join } from 'node:path'
import pg from 'pg'
import { findFreePorts, isPortFree } from '../free-port.ts'
import { postgresAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { type ClusterState, initialiseCluster, loadState, makeClusterFolder, makeDataDir, readState, saveState } from './cluster.ts'
import { adminUrl, findRunningServer, type RunningServer, startServer, stopServer } from './server.ts'

export const ownerRole = 'countersign_owner'
export const appRole = 'countersign'

export interface EmbeddedPostgres {
  /** Addresses as superuser (database `postgres`), as the owner of the tables, as the application. */
  urls: { admin: string; owner: string; app: string }
  /** Where the data lies. */
  cluster: string
  takenOver: boolean
  pid: number
  exited: Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL of a data directory, or takes over the one that an earlier parent left running; makes it on first use.
 * The port is chosen once and kept. `durable: false` is for tests only.
 */
export async function startEmbeddedPostgres(given: { dataDir: string; durable?: boolean }): Promise<EmbeddedPostgres> {
  const { dataDir, durable = true } = given
  await makeDataDir(dataDir)
  const account = postgresAccount()
  const state = await loadState(dataDir, account)
  const running = await findRunningServer(state)
  const server = running ?? (await startCluster({ dataDir, state, account, durable }))
  await makeDatabase(state, server.port)
  return {
    urls: urlsOf(state, server.port),
    cluster: state.cluster,
    takenOver: server.takenOver,
    pid: server.pid,
    exited: server.exited,
    stop: () => stopServer(server),
  }
}

/** The addresses of this data directory's database if it is running just now; starts nothing and makes nothing. */
export async function findRunningPostgres(dataDir: string): Promise<Pick<EmbeddedPostgres['urls'], 'owner' | 'app'> | null> {
  const state = await readState(dataDir)
  const server = state === null ? null : await findRunningServer(state, { clears: false })
  return state === null || server === null ? null : urlsOf(state, server.port)
}

function urlsOf(state: ClusterState, port: number): EmbeddedPostgres['urls'] {
  const url = (role: string, password: string) => `postgresql://${role}:${password}@127.0.0.1:${port}/countersign`
  return { admin: adminUrl(state, port), owner: url(ownerRole, state.passwords.owner), app: url(appRole, state.passwords.app) }
}

async function startCluster(given: {
  dataDir: string
  state: ClusterState
  account: ReturnType<typeof postgresAccount>
  durable: boolean
}): Promise<RunningServer> {
  const { dataDir, state, account, durable } = given
  const folder = join(state.cluster, '..')
  await makeClusterFolder(folder)
  const binaries = await findBinaries(account, folder)
  await initialiseCluster(state, binaries, account)
  if (state.port === 0 || !(await isPortFree(state.port))) {
    state.port = await findFreePorts()
    await saveState(dataDir, state)
  }
  return startServer({ state, binaries, account, logFile: join(dataDir, 'logs/postgresql.log'), durable })
}

/** Roles and database; what is there already stays. */
async function makeDatabase(state: ClusterState, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl(state, port) })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', ['countersign'])
    if (rowCount !== 0) return
    for (const [role, password] of [
      [ownerRole, state.passwords.owner],
      [appRole, state.passwords.app],
    ] as const) {
      const known = await client.query('select from pg_roles where rolname = $1', [role])
      if (known.rowCount === 0) await client.query(`create role ${role} login password ${pg.escapeLiteral(password)}`)
    }
    await client.query(`create database countersign owner ${ownerRole}`)
  } finally {
    await client.end()
  }
}
