import { resolve } from 'node:path'
import { AppError } from '#lib/core/index.ts'
import { makeBackup } from '../backup/make-backup.ts'
import { passphraseVariable, readPassphrase } from '../backup/passphrase.ts'
import { readArguments, runCommand } from '../command-line.ts'
import { loadEnvironment } from '../environment.ts'
import { readState } from '../postgres/cluster.ts'
import { loadSecrets } from '../supervisor/secrets-file.ts'
import { openDatabase } from '../with-platform.ts'

const usage = 'npm run backup -- FILE [--force] [--with-secrets [--passphrase-file FILE]]'

await runCommand(async () => {
  const { values, positionals } = readArguments(
    {
      force: { type: 'boolean', default: false },
      'with-secrets': { type: 'boolean', default: false },
      'passphrase-file': { type: 'string' },
    },
    usage,
  )
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new AppError('invalid', `A file is needed: ${usage}`)
  // Whatever is written here is for this user alone.
  process.umask(0o077)
  const { env, variables } = loadEnvironment()
  if (env.DATABASE_URL === '' && (await readState(env.DATA_DIR)) === null) {
    throw new AppError('conflict', `There is nothing to back up in ${env.DATA_DIR}. Set DATA_DIR to the folder of the system.`)
  }
  const passphrase = values['with-secrets']
    ? await readPassphrase({ file: values['passphrase-file'], variable: variables[passphraseVariable], twice: true })
    : null
  const database = await openDatabase(env, 'npm run backup')
  try {
    const made = await makeBackup({
      file: resolve(file),
      force: values.force,
      ownerUrl: database.urls.owner,
      dataDir: env.DATA_DIR,
      secrets: await loadSecrets(env),
      passphrase,
    })
    const when = made.madeAt.toISOString().slice(0, 19).replace('T', ' ')
    const size = `${(made.bytes / 1024 / 1024).toFixed(1)} MiB`
    const note =
      passphrase === null
        ? 'The secrets are not in it: keep DATA_DIR/secrets.json (or ENCRYPTION_KEY and AUTH_SECRET) safe elsewhere, or add --with-secrets.'
        : 'The secrets are in it, under the passphrase. Without the passphrase they are lost.'
    process.stdout.write(
      `The state of ${when} UTC is in ${file}: ${made.rows.toLocaleString('en')} rows of ${made.tables} tables, ${size}.\n${note}\n`,
    )
  } finally {
    await database.close()
  }
  return 0
})
