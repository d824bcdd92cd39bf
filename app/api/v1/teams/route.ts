import { z } from 'zod'
import { AppError } from '#lib/core/index.ts'
import { createTeam, listTeams, newTeamSchema } from '#lib/people/index.ts'
import { decodeCursor, pageOf } from '#lib/platform/index.ts'
import { answer, listAnswer, listQuery, route } from '../_door/index.ts'
import { teamViewSchema } from './team-view.ts'

export const GET = route(
  { summary: 'Teams and who belongs to them', permission: 'team.read', query: listQuery, answer: listAnswer(teamViewSchema) },
  async ({ platform, query: { limit, cursor } }) => {
    const last = decodeCursor(cursor, z.uuid())
    const teams = await listTeams(platform)
    const from = last === undefined ? 0 : teams.findIndex(({ id }) => id === last) + 1
    return pageOf(
      teams.slice(from, from + limit + 1),
      limit,
      ({ id }) => id,
      (team) => team,
    )
  },
)

export const POST = route(
  {
    summary: 'Make a team',
    permission: 'team.manage',
    body: newTeamSchema,
    answer: teamViewSchema,
    status: 201,
    replay: async ({ platform, resourceId }) => {
      const team = (await listTeams(platform)).find(({ id }) => id === resourceId)
      if (team === undefined) throw new AppError('not_found', 'There is no such team any more.')
      return answer(201, team)
    },
  },
  ({ platform, body, caller, traceId, within }) =>
    createTeam(platform, { ...body, actor: { kind: 'person', id: caller.personId }, traceId, within }),
)
