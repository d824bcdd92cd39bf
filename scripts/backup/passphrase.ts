import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { AppError } from '#lib/core/index.ts'

export const passphraseVariable = 'COUNTERSIGN_BACKUP_PASSPHRASE'

/**
 * The passphrase of a backup's secrets: from a file, else from the environment, else asked on the terminal (twice, where a slip
 * would lock the secrets away). Throws AppError 'invalid' where there is none of these, or it is empty.
 */
export async function readPassphrase({
  file,
  variable,
  twice,
}: {
  file: string | undefined
  variable: string | undefined
  twice: boolean
}): Promise<string> {
  const given = file === undefined ? variable : await fromFile(file)
  if (given !== undefined && given !== '') return given
  if (given === '' || !process.stdin.isTTY) {
    throw new AppError(
      'invalid',
      `A passphrase for the secrets is needed: set ${passphraseVariable}, or give --passphrase-file FILE, or run this in a terminal.`,
    )
  }
  const first = await ask('  Passphrase for the secrets: ')
  if (first === '') throw new AppError('invalid', 'An empty passphrase protects nothing.')
  if (twice && (await ask('  The same again: ')) !== first)
    throw new AppError('invalid', 'These were two different passphrases. Nothing was written.')
  return first
}

async function fromFile(path: string): Promise<string> {
  try {
    // An editor ends the last line; the passphrase does not.
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '')
  } catch (error) {
    throw new AppError('invalid', `The passphrase file ${path} cannot be read: ${(error as Error).message}`)
  }
}

/** What is typed is not shown. */
async function ask(question: string): Promise<string> {
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await terminal.question('')
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}
