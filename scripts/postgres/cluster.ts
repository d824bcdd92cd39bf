import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#lib/core/index.ts'
import { type Account, canReach, runAs } from './account.ts'
import type { Binaries } from './binaries.ts'

/** What is remembered about the cluster of a data directory (`DATA_DIR/postgres.json`, 0600). */
export interface ClusterState {
  cluster: string
  port: number
  passwords: { admin: string; owner: string; app: string }
}

/** Makes the data directory: private, but as root open to walk through, since PostgreSQL runs as another user below it. */
export async function makeDataDir(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  await chmod(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700)
}

/** What is remembered, or null where no cluster was ever made. */
export async function readState(dataDir: string): Promise<ClusterState | null> {
  const text = await readFile(join(dataDir, 'postgres.json'), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as ClusterState)
}

/** Reads the state, or makes one up for a data directory that has none. */
export async function loadState(dataDir: string, account: Account | null): Promise<ClusterState> {
  const known = await readState(dataDir)
  if (known !== null) return known
  const password = () => randomBytes(24).toString('base64url')
  const state = {
    cluster: await unusedCluster(clusterFolder(dataDir, account)),
    port: 0,
    passwords: { admin: password(), owner: password(), app: password() },
  }
  await saveState(dataDir, state)
  return state
}

/** Written beside and moved into place: a crash leaves the old state or the new, never half of one. */
export async function saveState(dataDir: string, state: ClusterState): Promise<void> {
  const path = join(dataDir, 'postgres.json')
  await writeFile(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

/** Below the data directory where PostgreSQL's user can walk to it, else a folder of its own below /var/lib. */
function clusterFolder(dataDir: string, account: Account | null): string {
  if (account === null || canReach(account, dataDir)) return join(dataDir, 'postgres')
  return join('/var/lib/countersign', createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
}

/**
 * A cluster whose data directory was deleted, and its passwords with it, cannot be opened any more and is nobody's to
 * delete: a new data directory at the same place gets a cluster beside it.
 */
async function unusedCluster(folder: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const cluster = join(number === 1 ? folder : `${folder}-${number}`, 'cluster')
    if ((await stat(cluster).catch(() => null)) === null) return cluster
  }
}

/** Makes the folder around a cluster, so that `account` can walk to it. */
export async function makeClusterFolder(folder: string): Promise<void> {
  const mask = process.umask(0o022)
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 })
  } catch (error) {
    throw new AppError('unavailable', `The folder ${folder} for the database cannot be made: ${(error as Error).message}.`)
  } finally {
    process.umask(mask)
  }
}

/** Runs initdb once. It works beside the final place, so an interrupted first start leaves nothing that looks finished. */
export async function initialiseCluster(state: ClusterState, binaries: Binaries, account: Account | null): Promise<void> {
  if (await stat(join(state.cluster, 'PG_VERSION')).catch(() => null)) return
  const half = `${state.cluster}.new`
  const passwordFile = `${state.cluster}.password`
  await rm(half, { recursive: true, force: true })
  await mkdir(half, { mode: 0o700 })
  await writeFile(passwordFile, state.passwords.admin, { mode: 0o600 })
  if (account !== null) for (const path of [half, passwordFile]) await chown(path, account.uid, account.gid)
  try {
    const made = spawnSync(
      binaries.initdb,
      [`--pgdata=${half}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8']
        // Sorting that is the same on every system, whatever locales it has.
        .concat('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions'),
      { encoding: 'utf8', ...runAs(account) },
    )
    if (made.status !== 0) {
      const said = (made.error?.message ?? made.stderr).trim().split('\n').join(' ')
      throw new AppError('unavailable', `The embedded PostgreSQL could not be set up in ${state.cluster}: ${said}`)
    }
    await rename(half, state.cluster)
  } finally {
    await rm(passwordFile, { force: true })
  }
}
