import { z } from 'zod'
import { type AuditActor, recordAudit } from '#lib/audit/index.ts'
import { AppError, teamName } from '#lib/core/index.ts'
import { isUniqueViolation, type Platform, Prisma, type Tx, withTransaction } from '#lib/platform/index.ts'
import { parseWith } from './parse-with.ts'
import { announcePerson } from './person-view.ts'

export interface TeamView {
  id: string
  /** Fixed: rules, connections and budgets name it. */
  name: string
  title: string
  createdAt: string
  /** By name, those who are deactivated too. */
  members: { id: string; name: string; active: boolean }[]
}

interface By {
  actor: AuditActor
  traceId?: string | undefined
}

export const teamTitleSchema = z.string().trim().min(1, 'a title').max(100, 'at most 100 characters')
export const newTeamSchema = z.strictObject({ name: teamName, title: teamTitleSchema })

/** More would make no list that a person reads; who needs more groups by something else than teams. */
const mostTeams = 200

/** All teams by title, each with its members. */
export async function listTeams({ db }: Pick<Platform, 'db'> | { db: Tx }): Promise<TeamView[]> {
  const [teams, people] = await Promise.all([
    db.team.findMany({ orderBy: [{ title: 'asc' }, { name: 'asc' }], take: mostTeams }),
    db.person.findMany({
      where: { teams: { isEmpty: false } },
      select: { id: true, name: true, active: true, teams: true },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
    }),
  ])
  return teams.map(({ id, name, title, createdAt }) => ({
    id,
    name,
    title,
    createdAt: createdAt.toISOString(),
    members: people.filter(({ teams: theirs }) => theirs.includes(name)).map((one) => ({ id: one.id, name: one.name, active: one.active })),
  }))
}

/** Throws `invalid`, `conflict` when the name is taken or there are 200 teams already. Not idempotent: the second answers `conflict`. */
export async function createTeam(
  platform: Platform,
  {
    actor,
    traceId,
    within,
    ...given
  }: z.input<typeof newTeamSchema> & By & { within?: ((tx: Tx, id: string) => Promise<void>) | undefined },
): Promise<TeamView> {
  const team = parseWith(newTeamSchema, given)
  const id = platform.ids()
  try {
    return await withTransaction(platform, async (tx) => {
      await within?.(tx, id)
      if ((await tx.team.count()) >= mostTeams) throw new AppError('conflict', `There are ${mostTeams} teams already. Remove one first.`)
      const row = await tx.team.create({ data: { id, ...team, createdAt: platform.clock.now() } })
      await tell(platform, tx, { kind: 'team.created', id, actor, traceId, content: team })
      return { id, ...team, createdAt: row.createdAt.toISOString(), members: [] }
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('conflict', `There is a team called ${team.name} already. Choose another name.`)
  }
}

/** Changes what people read; the name that rules use stays. Throws `not_found`, `invalid`. */
export async function renameTeam(platform: Platform, { name, title, actor, traceId }: { name: string; title: string } & By): Promise<void> {
  const wanted = parseWith(z.object({ title: teamTitleSchema }), { title }).title
  await withTransaction(platform, async (tx) => {
    const team = await lockTeam(tx, name)
    await tx.team.update({ where: { id: team.id }, data: { title: wanted } })
    await tell(platform, tx, {
      kind: 'team.renamed',
      id: team.id,
      actor,
      traceId,
      content: { name, before: team.title, after: wanted },
    })
  })
}

/** Makes exactly these people its members, whoever they were before. Idempotent. Throws `not_found`, `invalid` for people who are not there. */
export async function setTeamMembers(
  platform: Platform,
  { name, personIds, actor, traceId }: { name: string; personIds: readonly string[] } & By,
): Promise<TeamView> {
  const wanted = new Set(personIds)
  return withTransaction(platform, async (tx) => {
    const team = await lockTeam(tx, name)
    const people = await tx.$queryRaw<{ id: string; teams: string[] }[]>`
      select id, teams from person where id = any(${[...wanted]}::uuid[]) or ${name} = any(teams) order by id for no key update`
    const missing = [...wanted].filter((id) => !people.some((person) => person.id === id))
    if (missing.length > 0) {
      const errors = missing.map((id) => ({ path: 'members', message: `there is no person ${id}` }))
      throw new AppError('invalid', 'Some of these people are not there.', { errors })
    }
    for (const person of people) {
      if (person.teams.includes(name) === wanted.has(person.id)) continue
      const teams = wanted.has(person.id) ? [...person.teams, name].sort() : person.teams.filter((one) => one !== name)
      await changeTeams(platform, tx, { person, teams, actor, traceId })
    }
    await tell(platform, tx, { kind: 'team.members_set', id: team.id, actor, traceId, content: { name, members: [...wanted] } })
    const view = (await listTeams({ db: tx })).find(({ id }) => id === team.id)
    if (view === undefined) throw new AppError('not_found', 'There is no such team.')
    return view
  })
}

/** Takes the team and every membership away, in the caller's transaction, which holds it (`lockTeam`) and has made sure that nothing names it. */
export async function dropTeam(platform: Platform, tx: Tx, { name, actor, traceId }: { name: string } & By): Promise<void> {
  const team = await lockTeam(tx, name)
  const people = await tx.$queryRaw<{ id: string; teams: string[] }[]>`
    select id, teams from person where ${name} = any(teams) order by id for no key update`
  for (const person of people) {
    await changeTeams(platform, tx, { person, teams: person.teams.filter((one) => one !== name), actor, traceId })
  }
  await tx.team.delete({ where: { id: team.id } })
  await tell(platform, tx, {
    kind: 'team.removed',
    id: team.id,
    actor,
    traceId,
    content: { name, title: team.title, members: people.map(({ id }) => id) },
  })
}

/** Whoever changes who is in a team locks the team before the people: these, if they are there, in one order. */
export async function lockTeamsFirst(tx: Tx, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await tx.$queryRaw`select 1 from team where name in (${Prisma.join([...names])}) order by name for key share`
}

/** These teams stay there until the transaction ends. Throws `invalid` for one that is not. */
export async function holdTeams(tx: Tx, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const there = await tx.$queryRaw<
    { name: string }[]
  >`select name from team where name in (${Prisma.join([...names])}) order by name for key share`
  const errors = names
    .filter((name) => !there.some((team) => team.name === name))
    .map((name) => ({ path: 'teams', message: `there is no team ${name}` }))
  if (errors.length > 0) throw new AppError('invalid', 'Some of these teams are not there.', { errors })
}

/** Held until the transaction ends, also against whoever names it meanwhile. */
export async function lockTeam(tx: Tx, name: string): Promise<{ id: string; title: string }> {
  const [team] = await tx.$queryRaw<{ id: string; title: string }[]>`select id, title from team where name = ${name} for update`
  if (team === undefined) throw new AppError('not_found', 'There is no such team.')
  return team
}

async function changeTeams(
  platform: Platform,
  tx: Tx,
  { person, teams, actor, traceId }: { person: { id: string; teams: string[] }; teams: string[] } & By,
): Promise<void> {
  await tx.person.update({ where: { id: person.id }, data: { teams } })
  const content = { before: { teams: person.teams }, after: { teams } }
  const subject = { kind: 'person', id: person.id }
  await recordAudit(tx, { kind: 'person.updated', actor, subject, content, ...(traceId === undefined ? {} : { traceId }) })
  await announcePerson(platform, tx, person.id)
}

async function tell(
  platform: Platform,
  tx: Tx,
  { kind, id, actor, traceId, content }: { kind: string; id: string; content: object } & By,
): Promise<void> {
  await recordAudit(tx, { kind, actor, subject: { kind: 'team', id }, content, ...(traceId === undefined ? {} : { traceId }) })
  platform.live.publish(tx, { type: 'team.updated', id, roles: ['admin'] })
}
