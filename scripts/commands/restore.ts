import { resolve } from 'node:path'
import { AppError } from '#lib/core/index.ts'
import { openArchiveForReading } from '../backup/archive-reader.ts'
import { passphraseVariable, readPassphrase } from '../backup/passphrase.ts'
import { reportRestored } from '../backup/report-restored.ts'
import { restoreBackup } from '../backup/restore-backup.ts'
import { requireEmptyFolder } from '../backup/restore-target.ts'
import { openSecrets } from '../backup/secrets-box.ts'
import { readArguments, runCommand } from '../command-line.ts'
import { loadEnvironment } from '../environment.ts'

const usage = 'npm run restore -- FILE [--passphrase-file FILE | --without-secrets]'

await runCommand(async () => {
  const { values, positionals } = readArguments(
    { 'passphrase-file': { type: 'string' }, 'without-secrets': { type: 'boolean', default: false } },
    usage,
  )
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new AppError('invalid', `A file is needed: ${usage}`)
  process.umask(0o077)
  const environment = loadEnvironment()
  await requireEmptyFolder(environment.env.DATA_DIR)
  process.stderr.write(`  Checking ${file} …\n`)
  const archive = await openArchiveForReading(resolve(file))
  try {
    const sealed = values['without-secrets'] ? null : archive.manifest.secrets
    const secrets =
      sealed === null
        ? null
        : await openSecrets(
            sealed,
            await readPassphrase({ file: values['passphrase-file'], variable: environment.variables[passphraseVariable], twice: false }),
          )
    const restored = await restoreBackup({ archive, environment, secrets })
    process.stdout.write(reportRestored(restored))
    return restored.audit.ok ? 0 : 1
  } finally {
    await archive.close()
  }
})
