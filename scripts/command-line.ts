import { type ParseArgsConfig, parseArgs } from 'node:util'
import { AppError } from '#lib/core/index.ts'

/** Runs a command: its problems are one line on stderr and exit code 1, never a stack trace for what a person can put right. */
export async function runCommand(work: () => Promise<number | undefined>): Promise<never> {
  try {
    process.exit((await work()) ?? 0)
  } catch (error) {
    const { errors } = error as { errors?: readonly { path: string; message: string }[] }
    const fields = (error instanceof AppError ? (errors ?? []) : []).map(({ path, message }) => `\n  ${path}: ${message}`)
    process.stderr.write(`${error instanceof AppError ? error.message + fields.join('') : ((error as Error).stack ?? String(error))}\n`)
    process.exit(1)
  }
}

/** The words after the command. Throws AppError 'invalid' with `usage` for what is not known. */
export function readArguments<T extends NonNullable<ParseArgsConfig['options']>>(options: T, usage: string) {
  try {
    return parseArgs({ options, allowPositionals: true, strict: true, args: process.argv.slice(2) })
  } catch (error) {
    throw new AppError('invalid', `${(error as Error).message.split('\n')[0]}\n${usage}`)
  }
}
