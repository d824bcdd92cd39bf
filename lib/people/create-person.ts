import { z } from 'zod'
import { type AuditActor, recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { isUniqueViolation, type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import { parseWith } from './parse-with.ts'
import { hashPassword, passwordSchema } from './password.ts'
import { announcePerson, emailSchema, nameSchema, type PersonView, rolesSchema, toPersonView } from './person-view.ts'

export const newPersonSchema = z.strictObject({
  email: emailSchema,
  name: nameSchema,
  roles: rolesSchema.default(['member']),
  password: passwordSchema.optional(),
})

export type NewPerson = z.input<typeof newPersonSchema> & { actor: AuditActor; traceId?: string }

/** Throws `invalid` for what does not fit and `conflict` when the e-mail address is taken. */
export async function createPerson(platform: Platform, { actor, traceId, ...given }: NewPerson): Promise<PersonView> {
  const person = parseWith(newPersonSchema, given)
  const passwordHash = person.password === undefined ? null : await hashPassword(person.password)
  try {
    return await withTransaction(platform, (tx) => insertPerson(platform, tx, { ...person, passwordHash, actor, traceId }))
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('conflict', 'Someone with this e-mail address is there already.')
  }
}

/** The row and its audit event; a taken e-mail address is a unique violation. */
export async function insertPerson(
  platform: Platform,
  tx: Tx,
  person: {
    email: string
    name: string
    roles: string[]
    passwordHash: string | null
    actor: AuditActor | null
    traceId?: string | undefined
  },
): Promise<PersonView> {
  const { email, name, roles, passwordHash, actor, traceId } = person
  const id = platform.ids()
  const row = await tx.person.create({ data: { id, email, name, roles, passwordHash, createdAt: platform.clock.now() } })
  await recordAudit(tx, {
    kind: 'person.created',
    actor: actor ?? { kind: 'person', id },
    subject: { kind: 'person', id },
    content: { email, name, roles, hasPassword: passwordHash !== null },
    ...(traceId === undefined ? {} : { traceId }),
  })
  await announcePerson(platform, tx, id)
  return toPersonView(row)
}
