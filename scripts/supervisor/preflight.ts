import { statfs } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { AppError } from '#lib/core/index.ts'
import type { Env } from '#lib/platform/env.ts'
import { isPortFree } from '../free-port.ts'

const wantedMegabytes = 300

/** Throws AppError 'unavailable', one line, when the disk below the data directory is nearly full. */
export async function checkDisk(dataDir: string): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir)
  const free = Math.floor((bavail * bsize) / 1024 / 1024)
  if (free >= wantedMegabytes) return
  throw new AppError(
    'unavailable',
    `The disk of ${dataDir} is full: ${free} MB are free, ${wantedMegabytes} MB are needed. Make room, or set DATA_DIR to a folder elsewhere.`,
  )
}

/** Throws AppError 'unavailable', one line, when a port is taken. After a crash the old processes get `patienceMs` to let go. */
export async function checkPorts(env: Env, patienceMs: number): Promise<void> {
  const wanted = [{ port: env.PORT, host: env.HOST, advice: 'set PORT to another' }]
  if (env.DEMO) {
    wanted.push({ port: env.DEMO_PORT, host: '127.0.0.1', advice: 'set DEMO_PORT to another' })
    wanted.push({ port: env.DEMO_PORT + 1, host: '127.0.0.1', advice: 'set DEMO_PORT to another (the demo needs that port and the next)' })
  }
  const twice = wanted.find(({ port }, index) => wanted.findIndex((other) => other.port === port) !== index)
  if (twice !== undefined)
    throw new AppError('invalid', `Port ${twice.port} is wanted twice: choose PORT and DEMO_PORT so that they differ.`)
  const until = Date.now() + patienceMs
  for (const { port, host, advice } of wanted) {
    while (!(await isPortFree(port, host))) {
      if (Date.now() >= until) throw new AppError('unavailable', `Port ${port} is taken. Stop what listens there, or ${advice}.`)
      await wait(100)
    }
  }
}

const problems: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there. Start that PostgreSQL, or correct the address',
  ENOTFOUND: 'there is no such host. Correct the host name',
  EAI_AGAIN: 'the host name cannot be looked up just now. Check the network, or correct the host name',
  ETIMEDOUT: 'it does not answer. Check the address and the firewall',
  '28P01': 'the password is wrong. Correct it',
  '28000': 'the server does not let this user in. Check the user and pg_hba.conf',
  '3D000': 'there is no such database. Create it, or correct the name',
}

/** Throws AppError 'unavailable', one line that names the variable, when a PostgreSQL cannot be used. */
export async function checkDatabase(name: 'DATABASE_URL' | 'DATABASE_OWNER_URL', url: string): Promise<void> {
  const { hostname, port, pathname } = new URL(url)
  const where = `${name}: ${hostname}:${port || 5432}${pathname}`
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 8_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ number: number; shown: string }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as shown`,
    )
    const version = rows[0]
    if (version !== undefined && version.number < 150_000) {
      throw new AppError('unavailable', `${where}: PostgreSQL 15 or newer is needed, that is ${version.shown}.`)
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    const { code, message } = error as Error & { code?: string }
    throw new AppError('unavailable', `${where}: ${problems[code ?? ''] ?? message.split('\n')[0]}.`)
  } finally {
    await client.end().catch(() => undefined)
  }
}
