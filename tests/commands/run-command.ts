import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { childEnvironment, publicVariableNames } from '#lib/platform/env.ts'

export interface Ran {
  out: string
  error: string
  code: number | null
}

/** Runs one of scripts/commands as npm would, with these variables alone; nothing of a developer's own is seen. */
export async function runCommand(variables: Readonly<Record<string, string>>, command: string, ...args: string[]): Promise<Ran> {
  const unset = Object.fromEntries([...publicVariableNames, 'COUNTERSIGN_BACKUP_PASSPHRASE'].map((name) => [name, '']))
  const flags = ['--disable-warning=ExperimentalWarning', resolve(`scripts/commands/${command}.ts`)]
  const child = spawn(process.execPath, [...flags, ...args], {
    env: childEnvironment({ ...unset, ...variables }) as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[number | null]>])
  return { out, error, code }
}
