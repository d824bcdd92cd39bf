import { readFile } from 'node:fs/promises'
import { type AddedConnection, addConnection } from '#lib/connectors/index.ts'
import { AppError } from '#lib/core/index.ts'
import { readArguments, runCommand } from '../command-line.ts'
import { withPlatform } from '../with-platform.ts'

const usage =
  'npm run connect -- FILE-OR-URL --name NAME [--title TITLE] [--base-url URL] [--tag TAG …] [--credential SECRET] [--environment sandbox] [--confirm] [--concurrency N] [--rate-per-second N]'

await runCommand(async () => {
  const { values, positionals } = readArguments(
    {
      name: { type: 'string' },
      title: { type: 'string' },
      'base-url': { type: 'string' },
      tag: { type: 'string', multiple: true },
      credential: { type: 'string' },
      environment: { type: 'string', default: 'production' },
      confirm: { type: 'boolean', default: false },
      concurrency: { type: 'string' },
      'rate-per-second': { type: 'string' },
    },
    usage,
  )
  const [source, ...more] = positionals
  if (source === undefined || more.length > 0 || values.name === undefined)
    throw new AppError('invalid', `A document and a name are needed: ${usage}`)
  const { environment } = values
  if (environment !== 'production' && environment !== 'sandbox')
    throw new AppError('invalid', `--environment is production or sandbox: ${usage}`)
  const document = /^https?:\/\//i.test(source) ? { url: source } : { document: await readDocument(source) }

  await withPlatform('npm run connect', async (platform) => {
    const added = await addConnection(platform, {
      ...document,
      name: values.name as string,
      title: values.title,
      baseUrl: values['base-url'],
      tags: values.tag,
      credential: values.credential,
      confirm: values.confirm,
      environment,
      settings: { concurrency: numberOf(values.concurrency), ratePerSecond: numberOf(values['rate-per-second']) },
      // Whoever can run this command runs the machine: an address on it is meant.
      allowPrivate: true,
      actor: { kind: 'system', id: null },
    })
    process.stdout.write(report(added))
  })
  return 0
})

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text || Number.NaN)
}

async function readDocument(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new AppError('invalid', code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${message}`)
  }
}

/** What was made and what was left out, as a table to read. */
function report({ connection, operations, leftOut }: AddedConnection): string {
  const width = Math.max(...operations.map(({ operation }) => operation.name.length), 10)
  const lines = operations.map(({ operation, confirmed }) => {
    const note = confirmed ? '' : 'unconfirmed: needs an admin’s approval'
    return `  ${operation.name.padEnd(width)}  ${operation.effect.padEnd(12)} ${operation.repeat.padEnd(11)} ${note}`.trimEnd()
  })
  const out = leftOut.map(({ operation, why }) => `  ${operation}: ${why}`)
  return [
    `Made the connection ${connection.name} (${connection.title}) with ${operations.length} ${operations.length === 1 ? 'operation' : 'operations'}:`,
    ...lines,
    ...(out.length === 0 ? [] : [`Left out ${out.length}:`, ...out]),
    '',
  ].join('\n')
}
