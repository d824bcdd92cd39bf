import { expect, test } from 'vitest'
import { removeTeam } from '#lib/approvals/index.ts'
import { setConnectionAccess } from '#lib/connectors/index.ts'
import { callerBySession, createTeam, listPeople, listTeams, renameTeam, setTeamMembers, updatePerson } from '#lib/people/index.ts'
import { changePolicy, currentPolicy } from '#lib/policy/index.ts'
import { openHouse } from '../support/house.ts'

const house = await openHouse()
const { platform, member, approver, admin } = house
const actor = { kind: 'person', id: admin.personId } as const
const teamsOf = async (personId: string) => (await callerBySession(platform, { personId, sessionVersion: 1 }))?.teams

test('a team’s name is one team’s, and is what rules can write', async () => {
  await createTeam(platform, { name: 'finance', title: 'Finance', actor })
  await expect(createTeam(platform, { name: 'finance', title: 'Other', actor })).rejects.toMatchObject({ code: 'conflict' })
  await expect(createTeam(platform, { name: 'Finance!', title: 'F', actor })).rejects.toMatchObject({ code: 'invalid' })
  await renameTeam(platform, { name: 'finance', title: 'Finance and tax', actor })
  expect(await listTeams(platform)).toMatchObject([{ name: 'finance', title: 'Finance and tax', members: [] }])
})

test('a person joins and leaves with the next request, and both are audited', async () => {
  await updatePerson(platform, { personId: member.personId, teams: ['finance'], actor })
  expect(await teamsOf(member.personId)).toEqual(['finance'])
  await setTeamMembers(platform, { name: 'finance', personIds: [approver.personId], actor })
  expect(await teamsOf(member.personId)).toEqual([])
  expect(await teamsOf(approver.personId)).toEqual(['finance'])
  expect((await listPeople(platform, { query: 'bea' })).items[0]?.teams).toEqual(['finance'])
  const events = await platform.db.auditEvent.findMany({
    where: { subjectId: member.personId, kind: 'person.updated' },
    orderBy: { id: 'asc' },
  })
  expect(events.map(({ content }) => (content as { after: { teams: string[] } }).after.teams)).toEqual([['finance'], []])
})

test('nobody joins a team that is not there', async () => {
  await expect(updatePerson(platform, { personId: member.personId, teams: ['nobody'], actor })).rejects.toMatchObject({
    code: 'invalid',
    errors: [{ path: 'teams' }],
  })
  await expect(setTeamMembers(platform, { name: 'finance', personIds: [platform.ids()], actor })).rejects.toMatchObject({ code: 'invalid' })
})

test('a team that a rule or a connection names cannot go: the rule could never be met, the connection would be nobody’s', async () => {
  const { rules } = await currentPolicy(platform)
  const asking = {
    name: 'refunds are finance’s',
    operations: ['commerce.refund_order'],
    condition: null,
    verdict: 'require_approval' as const,
    requirements: [{ role: 'approver' as const, team: 'finance', quorum: 1, requesterExcluded: true }],
    reason: 'Money.',
  }
  await changePolicy(platform, { rules: [...rules, asking], comment: 'finance', caller: admin })
  const mail = await platform.db.connection.findUniqueOrThrow({ where: { name: 'mail' } })
  await setConnectionAccess(platform, { connectionId: mail.id, access: [{ team: 'finance', operations: ['*'] }], actor })
  const refused = removeTeam(platform, { name: 'finance', actor })
  await expect(refused).rejects.toMatchObject({ code: 'conflict', extra: { rules: [asking.name], connections: [mail.title] } })
  await expect(refused).rejects.toThrow('refunds are finance’s')

  await changePolicy(platform, { rules: [...rules], comment: 'not any more', caller: admin })
  await setConnectionAccess(platform, { connectionId: mail.id, access: [], actor })
  await removeTeam(platform, { name: 'finance', actor })
  expect(await listTeams(platform)).toEqual([])
  expect(await teamsOf(approver.personId)).toEqual([])
  await expect(removeTeam(platform, { name: 'finance', actor })).rejects.toMatchObject({ code: 'not_found' })
})
