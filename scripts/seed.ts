import { backOfficeDocument } from '#demo/document.ts'
import { demoConnections, demoOrganisation, demoPassword, demoPeople, demoSentences } from '#demo/organisation.ts'
import { addBuiltInConnection, addConnection, ensureCountersignConnection } from '#lib/connectors/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { createPerson, holdersOfPassword } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { ensureDefaultPolicy, saveOrganisation } from '#lib/policy/index.ts'

const marker = 'demo_seeded'
const actor = { kind: 'system', id: null } as const

/** What every installation needs before it can decide anything. Does nothing where it is there already. */
export async function seedAlways(platform: Platform): Promise<void> {
  await ensureDefaultPolicy(platform)
  await ensureCountersignConnection(platform)
  if (platform.env.SMTP_URL !== undefined) await unlessThere(() => addBuiltInConnection(platform, { kind: 'mail', name: 'mail', actor }))
}

/**
 * Makes the demo organisation in an empty database, once: what an admin changes or removes later does not come back.
 * An interrupted run is completed by the next. Answers whether there was anything to do.
 */
export async function seedDemo(platform: Platform): Promise<boolean> {
  await seedAlways(platform)
  if ((await platform.db.setting.findUnique({ where: { key: marker } })) !== null) return false
  await saveOrganisation(platform, demoOrganisation)
  for (const person of demoPeople) {
    await unlessThere(() => createPerson(platform, { ...person, roles: [...person.roles], password: demoPassword, actor }))
  }
  const baseUrl = `http://127.0.0.1:${platform.env.DEMO_PORT}`
  const document = backOfficeDocument(baseUrl)
  for (const { name, title, tags } of demoConnections) {
    await unlessThere(() => addConnection(platform, { name, title, tags, document, baseUrl, confirm: true, allowPrivate: true, actor }))
  }
  // Only here: with it come the models, which no other command needs.
  const { saveExampleSentences } = await import('#lib/assistant/index.ts')
  await saveExampleSentences(platform, demoSentences)
  await platform.db.setting.create({ data: { key: marker, value: true } })
  return true
}

/** Whether anyone can sign in with the password that the README prints. */
export async function demoPasswordsLive(platform: Platform): Promise<boolean> {
  const emails = demoPeople.map(({ email }) => email)
  return (await holdersOfPassword(platform, { emails, password: demoPassword })).length > 0
}

async function unlessThere(make: () => Promise<unknown>): Promise<void> {
  try {
    await make()
  } catch (error) {
    if (!isAppError(error, 'conflict')) throw error
  }
}
