import { AppError } from '#lib/core/index.ts'
import { createApiKey, type KeyScope, keyScopes } from '#lib/people/index.ts'
import { readArguments, runCommand } from '../command-line.ts'
import { withPlatform } from '../with-platform.ts'

const usage = 'npm run key -- --name NAME --owner EMAIL [--scope decide]'

await runCommand(async () => {
  const { values } = readArguments(
    { name: { type: 'string' }, owner: { type: 'string' }, scope: { type: 'string', multiple: true, default: [] } },
    usage,
  )
  const { name, owner, scope } = values
  if (name === undefined || owner === undefined) throw new AppError('invalid', `A name and an owner are needed: ${usage}`)
  const unknown = scope.find((each) => !keyScopes.includes(each as KeyScope))
  if (unknown !== undefined) throw new AppError('invalid', `There is no scope "${unknown}", only ${keyScopes.join(', ')}: ${usage}`)

  await withPlatform('npm run key', async (platform) => {
    const actor = { kind: 'system', id: null } as const
    const { key, apiKey } = await createApiKey(platform, { name, ownerEmail: owner, scopes: scope as KeyScope[], actor })
    const may = apiKey.scopes.includes('decide') ? ' and may decide approvals' : ''
    process.stderr.write(`  The key "${name}" acts as ${apiKey.owner.name}${may}. It is shown this once:\n`)
    process.stdout.write(`${key}\n`)
  })
  return 0
})
