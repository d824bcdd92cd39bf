import { z } from 'zod'
import { type AuditActor, recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import { lockAdmins } from './lock-admins.ts'
import { parseWith } from './parse-with.ts'
import { hashPassword, passwordSchema } from './password.ts'
import { announcePerson, nameSchema, type PersonRow, type PersonView, rolesSchema, teamNamesSchema, toPersonView } from './person-view.ts'
import { holdTeams, lockTeamsFirst } from './teams.ts'

interface Change {
  personId: string
  actor: AuditActor
  traceId?: string
}

const updateSchema = z.object({ name: nameSchema.optional(), roles: rolesSchema.optional(), teams: teamNamesSchema.optional() })

/**
 * Changes name, roles or teams; rights change with the person's next request. Throws `not_found`, `invalid` (also for a team that is
 * not there), `conflict` for the last admin.
 */
export async function updatePerson(
  platform: Platform,
  {
    name,
    roles,
    teams,
    ...change
  }: Change & { name?: string | undefined; roles?: readonly string[] | undefined; teams?: readonly string[] | undefined },
): Promise<PersonView> {
  const wanted = parseWith(updateSchema, { name, roles, teams })
  return changePerson(platform, { ...change, teams: wanted.teams ?? [] }, async (tx, row) => {
    const data = { name: wanted.name ?? row.name, roles: wanted.roles ?? row.roles, teams: wanted.teams ?? row.teams }
    await holdTeams(
      tx,
      data.teams.filter((team) => !row.teams.includes(team)),
    )
    if (row.active && row.roles.includes('admin') && !data.roles.includes('admin')) await keepOneAdmin(tx, row.id)
    const before = { name: row.name, roles: row.roles, teams: row.teams }
    return { data, kind: 'person.updated', content: { before, after: data } }
  })
}

/** Ends every session at once; keys of the person no longer open anything. Throws `not_found`, `conflict` for the last admin. */
export function deactivatePerson(platform: Platform, change: Change): Promise<PersonView> {
  return changePerson(platform, change, async (tx, row) => {
    if (!row.active) return null
    if (row.roles.includes('admin')) await keepOneAdmin(tx, row.id)
    const data = { active: false, deactivatedAt: platform.clock.now(), sessionVersion: { increment: 1 } }
    return { data, kind: 'person.deactivated', content: {} }
  })
}

/** Lets the person in again; sessions from before stay ended, keys that were not revoked work again. Throws `not_found`. */
export function reactivatePerson(platform: Platform, change: Change): Promise<PersonView> {
  return changePerson(platform, change, async (_tx, row) => {
    if (row.active) return null
    return { data: { active: true, deactivatedAt: null }, kind: 'person.reactivated', content: {} }
  })
}

/** Sets a new password and ends every session that was made with the old one. Throws `not_found`, `invalid`. */
export async function setPassword(platform: Platform, { password, ...change }: Change & { password: string }): Promise<PersonView> {
  const passwordHash = await hashPassword(parseWith(z.object({ password: passwordSchema }), { password }).password)
  return changePerson(platform, change, async () => ({
    data: { passwordHash, sessionVersion: { increment: 1 } },
    kind: 'person.password_set',
    content: {},
  }))
}

/** What `work` decides on the locked row, null being nothing, is written with its audit event. Teams that it may need are held first. */
async function changePerson(
  platform: Platform,
  { personId, actor, traceId, teams = [] }: Change & { teams?: readonly string[] },
  work: (tx: Tx, row: PersonRow) => Promise<{ data: object; kind: string; content: object } | null>,
): Promise<PersonView> {
  return withTransaction(platform, async (tx) => {
    await lockTeamsFirst(tx, teams)
    await tx.$queryRaw`select 1 from person where id = ${personId}::uuid for no key update`
    const row = await tx.person.findUnique({ where: { id: personId } })
    if (row === null) throw new AppError('not_found', 'There is no such person.')
    const decided = await work(tx, row)
    if (decided === null) return toPersonView(row)
    const { data, kind, content } = decided
    const changed = await tx.person.update({ where: { id: personId }, data })
    await recordAudit(tx, {
      kind,
      actor,
      subject: { kind: 'person', id: personId },
      content,
      ...(traceId === undefined ? {} : { traceId }),
    })
    await announcePerson(platform, tx, personId)
    return toPersonView(changed)
  })
}

async function keepOneAdmin(tx: Tx, personId: string): Promise<void> {
  await lockAdmins(tx)
  const others = await tx.person.count({ where: { active: true, roles: { has: 'admin' }, id: { not: personId } } })
  if (others === 0) throw new AppError('conflict', 'This is the only admin. Make someone else an admin first.')
}
