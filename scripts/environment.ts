import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { childEnvironment, type Env, publicVariableNames, readEnv } from '#lib/platform/env.ts'

export interface Environment {
  env: Env
  /** All variables, those of `.env` among them: what the other processes are handed. */
  variables: Readonly<Record<string, string>>
}

/** Reads `.env` once, for all processes; what is set in the environment itself wins. Throws like readEnv. */
export function loadEnvironment(folder = process.cwd()): Environment {
  const given = { ...parseEnv(textOf(resolve(folder, '.env'))), ...childEnvironment({}) } as Record<string, string>
  // An empty value means "not set", for libraries that look for themselves too.
  const variables = Object.fromEntries(Object.entries(given).filter(([name, value]) => value !== '' || !publicVariableNames.includes(name)))
  return { env: readEnv(variables), variables }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
